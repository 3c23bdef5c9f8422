package org.blaspool.cpu;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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

    /** The job's memory on this node in bytes; Slurm counts in megabytes, and 0 stands for all of the node's. */
    Optional<Grant> memoryBytes() {
        Optional<Grant> perNode = grant("SLURM_MEM_PER_NODE")
                .filter(grant -> grant.value() > 0)
                .map(grant -> new Grant(grant.value() * MEGABYTE, grant.variables()));
        return perNode.or(this::memoryOfAllCpus);
    }

    private Optional<Grant> memoryOfAllCpus() {
        Optional<Grant> perCpu = grant("SLURM_MEM_PER_CPU").filter(grant -> grant.value() > 0);
        return perCpu.map(memory -> {
            Optional<Grant> cpus = grant("SLURM_CPUS_ON_NODE").or(() -> grant("SLURM_CPUS_PER_TASK"));
            if (cpus.isEmpty()) {
                notes.add("SLURM_MEM_PER_CPU is set without SLURM_CPUS_ON_NODE: taken as the memory of one CPU");
            }
            long count = Math.max(1, cpus.map(Grant::value).orElse(1L));
            String variables = memory.variables()
                    + cpus.map(grant -> " x " + grant.variables()).orElse("");
            // By way of double, whose cast back saturates instead of overflowing.
            return new Grant((long) ((double) memory.value() * count * MEGABYTE), variables);
        });
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
