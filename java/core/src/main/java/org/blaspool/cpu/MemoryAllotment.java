package org.blaspool.cpu;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.blaspool.cpu.ControlGroups.CgroupMemoryLimit;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.memory.ByteSize;

/**
 * The memory that this process may still use, and why: the smallest of what the machine has available, what its control
 * groups leave and what Slurm granted. A reading of one moment; immutable and thread-safe.
 */
public final class MemoryAllotment {
    /** What the number of bytes comes from. */
    public enum Limit {
        MACHINE,
        CGROUP,
        SLURM
    }

    private static final String MEMINFO = "/proc/meminfo";

    private final List<String> notes = new ArrayList<>();
    private final long machineBytes;
    private final long machineAvailableBytes;
    private final Optional<CgroupMemoryLimit> cgroup;
    private final Optional<SlurmVariables.Grant> slurm;
    private long availableBytes;
    private Limit limitedBy = Limit.MACHINE;
    private String reason;

    private MemoryAllotment(KernelFiles files, Map<String, String> environment) {
        this.machineBytes = meminfo(files, "MemTotal").orElse(Long.MAX_VALUE);
        this.machineAvailableBytes = machineAvailable(files);
        ControlGroups groups = new ControlGroups(files);
        this.cgroup = CgroupMemoryLimit.read(files, groups, machineBytes);
        SlurmVariables variables = new SlurmVariables(environment);
        this.slurm = variables.memoryBytes();
        notes.addAll(groups.notes());
        notes.addAll(variables.notes());
        takeSmallest();
    }

    /** This process's, now. */
    public static MemoryAllotment read() {
        return read(Path.of("/"), System.getenv());
    }

    /** The allotment that the files below {@code root} and the environment tell of. */
    public static MemoryAllotment read(Path root, Map<String, String> environment) {
        return new MemoryAllotment(new KernelFiles(root), environment);
    }

    private long machineAvailable(KernelFiles files) {
        OptionalLong available = meminfo(files, "MemAvailable");
        if (available.isPresent()) {
            return available.getAsLong();
        }
        notes.add("MemAvailable cannot be read from " + MEMINFO + ": "
                + (machineBytes == Long.MAX_VALUE
                        ? "the machine's memory is not known"
                        : "all of MemTotal is taken as available"));
        return machineBytes;
    }

    private static OptionalLong meminfo(KernelFiles files, String key) {
        Optional<String> value = files.field(MEMINFO, key).filter(text -> text.endsWith(" kB"));
        OptionalLong kibibytes = KernelFiles.parseNumber(value.map(
                        text -> text.substring(0, text.length() - 3).strip())
                .orElse(""));
        return kibibytes.isPresent() ? OptionalLong.of(kibibytes.getAsLong() << 10) : OptionalLong.empty();
    }

    private void takeSmallest() {
        availableBytes = machineAvailableBytes;
        reason = gibibytes(availableBytes) + ", all that the machine has available: no limit is smaller";
        cgroup.ifPresent(limit -> limit(
                limit.availableBytes(),
                Limit.CGROUP,
                "what the cgroup leaves of " + gibibytes(limit.limitBytes()) + " in " + limit.file()));
        slurm.ifPresent(grant -> limit(grant.value(), Limit.SLURM, grant.variables()));
    }

    private void limit(long bytes, Limit limit, String what) {
        if (bytes < availableBytes) {
            availableBytes = bytes;
            limitedBy = limit;
            reason = gibibytes(bytes) + ", as the smallest limit is " + what;
        }
    }

    /** Bytes that may still be allocated; {@code Long.MAX_VALUE} where nothing is known. */
    public long availableBytes() {
        return availableBytes;
    }

    /** The machine's memory in bytes; {@code Long.MAX_VALUE} where that is not known. */
    public long machineBytes() {
        return machineBytes;
    }

    /** Which limit is the smallest. */
    public Limit limitedBy() {
        return limitedBy;
    }

    /** All limits in one line, {@code 20.0 GiB: machine 23.1 GiB free of 23.5 GiB; cgroup none; slurm none}. */
    public String describe() {
        return gibibytes(availableBytes) + ": machine " + gibibytes(machineAvailableBytes) + " free of "
                + gibibytes(machineBytes) + "; cgroup "
                + cgroup.map(limit -> gibibytes(limit.availableBytes()) + " free of " + gibibytes(limit.limitBytes()))
                        .orElse("none")
                + "; slurm "
                + slurm.map(grant -> gibibytes(grant.value()) + " (" + grant.variables() + ")")
                        .orElse("none");
    }

    /** Which limit won, and why, in one line. */
    public String reason() {
        return reason;
    }

    /** What was odd or could not be read, a line each. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    private static String gibibytes(long bytes) {
        return bytes == Long.MAX_VALUE ? "unknown" : String.format(Locale.ROOT, "%.1f GiB", bytes / 0x1p30);
    }

    /**
     * The memory that operands, results, copies of them and worker JVMs may take; what this JVM itself takes is taken
     * already.
     *
     * @param bytes how much
     * @param origin where the number comes from
     * @param available the most that it could be
     */
    public record MemoryBudget(long bytes, String origin, long available) {
        /** Left to the page cache and everyone else. */
        private static final double SHARE = 0.9;

        /** What --memory-limit says, but not more than there is; else most of what is allotted. */
        public static MemoryBudget of(OptionalLong limit, MemoryAllotment memory) {
            if (limit.isEmpty()) {
                return new MemoryBudget(
                        (long) (SHARE * memory.availableBytes()),
                        "90 % of " + memory.describe(),
                        memory.availableBytes());
            }
            if (limit.getAsLong() <= memory.availableBytes()) {
                return new MemoryBudget(limit.getAsLong(), "--memory-limit", memory.availableBytes());
            }
            throw new ResourceUnavailableException("memory limit is more than there is: memory-limit="
                    + ByteSize.format(limit.getAsLong()) + ", available " + memory.describe());
        }

        /**
         * What is left of it.
         *
         * @param taken bytes
         * @param by whom, in words
         */
        public MemoryBudget less(long taken, String by) {
            return taken == 0
                    ? this
                    : new MemoryBudget(
                            Math.max(0, bytes - taken),
                            origin + " less " + ByteSize.format(taken) + " for " + by,
                            available);
        }

        /** Whether so many bytes are within it. */
        public boolean allows(double needed) {
            return needed <= bytes;
        }

        /**
         * Refuses what is too large.
         *
         * @param needed bytes
         * @param what whose bytes they are
         * @param parts what they are made of, in words
         * @param fewer the options that make them fewer
         * @throws ResourceUnavailableException where there are more than the budget
         */
        public void require(double needed, String what, String parts, String fewer) {
            if (!allows(needed)) {
                String mend =
                        needed <= available ? ", or raise --memory-limit to at most " + ByteSize.format(available) : "";
                throw new ResourceUnavailableException(what + " does not fit into memory: needs "
                        + ByteSize.format((long) needed) + " (" + parts + "), allowed " + ByteSize.format(bytes) + " ("
                        + origin + "); lower " + fewer + mend);
            }
        }
    }
}
