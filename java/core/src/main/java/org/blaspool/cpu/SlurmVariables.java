package org.blaspool.cpu;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What Slurm says in a job's environment (sbatch(1), OUTPUT ENVIRONMENT VARIABLES). It counts even where the site does
 * not enforce it: CPUs beyond it are other jobs'.
 */
final class SlurmVariables {
    /** A value and the variables that it comes from. */
    record Grant(long value, String variables) {}

    private static final long MEGABYTE = 1L << 20;

    private final Map<String, String> environment;
    private final List<String> notes = new ArrayList<>();

    SlurmVariables(Map<String, String> environment) {
        this.environment = environment;
    }

    /** The CPUs of this task, or of the job on this node; the smaller of what is there. */
    Optional<Grant> cpus() {
        return Stream.of("SLURM_CPUS_PER_TASK", "SLURM_CPUS_ON_NODE")
                .flatMap(name -> grant(name).filter(grant -> grant.value() > 0).stream())
                .min(Comparator.comparingLong(Grant::value));
    }

    /**
     * The job's memory on this node in bytes; Slurm counts in megabytes, and 0 stands for all of the node's. Slurm sets
     * one of three variables, as the job asked by --mem, --mem-per-cpu or --mem-per-gpu.
     */
    Optional<Grant> memoryBytes() {
        return grant("SLURM_MEM_PER_NODE")
                .filter(perNode -> perNode.value() > 0)
                .map(perNode -> new Grant(perNode.value() * MEGABYTE, perNode.variables()))
                .or(() -> ofAll("CPU", "SLURM_MEM_PER_CPU", "SLURM_CPUS_ON_NODE", () -> grant("SLURM_CPUS_PER_TASK")))
                .or(() -> ofAll("GPU", "SLURM_MEM_PER_GPU", "SLURM_GPUS_ON_NODE", this::listedGpus));
    }

    private Optional<Grant> ofAll(
            String unit, String memoryVariable, String countVariable, Supplier<Optional<Grant>> otherCount) {
        return grant(memoryVariable).filter(memory -> memory.value() > 0).map(memory -> {
            Optional<Grant> count = grant(countVariable).or(otherCount);
            if (count.isEmpty()) {
                notes.add(memoryVariable + " is set without " + countVariable + ": taken as the memory of one " + unit);
            }
            String variables = memoryVariable
                    + count.map(units -> " x " + units.variables()).orElse("");
            // By way of double, whose cast back saturates instead of overflowing.
            double units = Math.max(1, count.map(Grant::value).orElse(1L));
            return new Grant((long) (memory.value() * units * MEGABYTE), variables);
        });
    }

    /** By the list of their numbers, {@code 0,2}, where Slurm gives that alone. */
    private Optional<Grant> listedGpus() {
        return Optional.ofNullable(environment.get("SLURM_JOB_GPUS"))
                .map(String::strip)
                .filter(list -> list.matches("\\d+(,\\d+)*"))
                .map(list -> new Grant(list.split(",").length, "SLURM_JOB_GPUS"));
    }

    /** What could not be read, a line each. */
    List<String> notes() {
        return notes;
    }

    private Optional<Grant> grant(String name) {
        String text = environment.get(name);
        if (text == null) {
            return Optional.empty();
        }
        OptionalLong value = KernelFiles.parseNumber(text.strip());
        if (value.isEmpty() || value.getAsLong() < 0 || value.getAsLong() > Integer.MAX_VALUE) {
            notes.add("variable is ignored, it is no number: " + name + "=" + text);
            return Optional.empty();
        }
        return Optional.of(new Grant(value.getAsLong(), name));
    }
}
