package org.blaspool.cpu;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The CPUs that this process may use, and why: the smallest of all limits. Immutable and thread-safe. */
public final class CpuAllotment {
    /** What the number of CPUs comes from. */
    public enum Limit {
        MACHINE,
        AFFINITY,
        CGROUP_CPUSET,
        CGROUP_QUOTA,
        SLURM
    }

    private CpuAllotment() {}

    /** This process's. */
    public static CpuAllotment read(CpuTopology topology) {
        return read(topology, Path.of("/"), System.getenv());
    }

    /** The allotment that the files below {@code root} and the environment tell of. */
    public static CpuAllotment read(CpuTopology topology, Path root, Map<String, String> environment) {
        throw new UnsupportedOperationException();
    }

    /** The CPUs that threads may run on; a quota or Slurm may allow fewer at a time, see {@link #cpus}. */
    public CpuSet allowed() {
        throw new UnsupportedOperationException();
    }

    /** How many CPUs to use: the smallest limit, fractions rounded up, at least 1. */
    public int cpus() {
        throw new UnsupportedOperationException();
    }

    /** How many workers to start by default: the physical cores among {@link #cpus}; at least 1. */
    public int physicalCores() {
        throw new UnsupportedOperationException();
    }

    /** Which limit is the smallest. */
    public Limit limitedBy() {
        throw new UnsupportedOperationException();
    }

    /** Whether the mask is narrower than the machine and may be used as a whole, so that the CPUs are ours to pin. */
    public boolean ownsNarrowMask() {
        throw new UnsupportedOperationException();
    }

    /** All limits in one line, {@code 2 CPUs: affinity 0-1; cgroup none; slurm none}. */
    public String describe() {
        throw new UnsupportedOperationException();
    }

    /** Which limit won, and why, in one line. */
    public String reason() {
        throw new UnsupportedOperationException();
    }

    /** What was odd or could not be read, a line each. */
    public List<String> notes() {
        throw new UnsupportedOperationException();
    }
}
