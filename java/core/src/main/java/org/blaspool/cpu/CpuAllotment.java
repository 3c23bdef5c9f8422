package org.blaspool.cpu;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.blaspool.cpu.ControlGroups.CgroupCpuLimit;
import org.blaspool.error.InvalidInputException;

/**
 * The CPUs that this process may use, and why: the smallest of affinity mask, cgroup cpuset, cgroup quota and Slurm's
 * variables. Immutable and thread-safe.
 */
public final class CpuAllotment {
    /** What the number of CPUs comes from. */
    public enum Limit {
        MACHINE,
        AFFINITY,
        CGROUP_CPUSET,
        CGROUP_QUOTA,
        SLURM
    }

    private static final String STATUS = "/proc/self/status";

    private final CpuSet online;
    private final CpuSet affinity;
    private final CpuSet allowed;
    private final CgroupCpuLimit cgroup;
    private final Optional<SlurmVariables.Grant> slurm;
    private final int physicalCores;
    private final List<String> notes = new ArrayList<>();
    private int cpus;
    private Limit limitedBy = Limit.MACHINE;
    private String reason;

    private CpuAllotment(CpuTopology topology, KernelFiles files, Map<String, String> environment) {
        this.online = topology.online();
        this.affinity = affinity(files);
        this.cgroup = CgroupCpuLimit.read(files);
        this.allowed = narrowedByCpuset();
        SlurmVariables variables = new SlurmVariables(environment);
        this.slurm = variables.cpus();
        notes.addAll(cgroup.notes());
        notes.addAll(variables.notes());
        takeSmallest();
        this.physicalCores = Math.min(cpus, topology.physicalCores(allowed).size());
    }

    /** This process's. */
    public static CpuAllotment read(CpuTopology topology) {
        return read(topology, Path.of("/"), System.getenv());
    }

    /** The allotment that the files below {@code root} and the environment tell of. */
    public static CpuAllotment read(CpuTopology topology, Path root, Map<String, String> environment) {
        return new CpuAllotment(topology, new KernelFiles(root), environment);
    }

    /**
     * The mask of the process's first thread. A JVM runs nothing of ours there, so the mask is what the process was
     * given, even while the calling thread is pinned to less of it.
     */
    private CpuSet affinity(KernelFiles files) {
        Optional<String> list = files.field(STATUS, "Cpus_allowed_list");
        try {
            // The kernel lists CPUs too that are possible but not online.
            CpuSet mask = CpuSet.parseMaybeEmpty(list.orElse("")).intersection(online);
            if (!mask.isEmpty()) {
                return mask;
            }
            notes.add("the affinity mask cannot be read from " + STATUS + ": all online CPUs are taken as allowed");
        } catch (InvalidInputException unreadable) {
            notes.add("the affinity mask in " + STATUS + " is ignored: " + unreadable.getMessage());
        }
        return online;
    }

    private CpuSet narrowedByCpuset() {
        if (cgroup.cpuset().isEmpty()) {
            return affinity;
        }
        CpuSet common = affinity.intersection(cgroup.cpuset().get().cpus());
        if (common.isEmpty()) {
            notes.add("cgroup cpuset " + cgroup.cpuset().get().cpus() + " and affinity mask " + affinity
                    + " have no CPU in common: the mask is taken");
            return affinity;
        }
        return common;
    }

    private void takeSmallest() {
        cpus = online.size();
        reason = "all " + count(cpus) + " that are online: no limit is smaller";
        limit(affinity.size(), Limit.AFFINITY, "the affinity mask " + affinity + " of " + count(online.size()));
        limit(
                allowed.size(),
                Limit.CGROUP_CPUSET,
                cgroup.cpuset()
                        .map(set -> "the cgroup cpuset " + set.cpus() + " in " + set.file())
                        .orElse(""));
        cgroup.quota()
                .ifPresent(quota -> limit(
                        roundedUp(quota.cpus()),
                        Limit.CGROUP_QUOTA,
                        "the cgroup quota of " + decimal(quota.cpus()) + " CPUs in " + quota.file() + ", rounded up"));
        slurm.ifPresent(grant -> limit((int) grant.value(), Limit.SLURM, grant.variables() + "=" + grant.value()));
    }

    /** Of equal limits the first one counts. */
    private void limit(int count, Limit limit, String what) {
        if (count < cpus) {
            cpus = count;
            limitedBy = limit;
            reason = count(count) + ", as the smallest limit is " + what;
        }
    }

    private static int roundedUp(double quota) {
        return (int) Math.max(1, Math.min(CpuSet.MAX_CPUS, Math.ceil(quota)));
    }

    /** The CPUs that threads may run on; a quota or Slurm may allow fewer at a time, see {@link #cpus}. */
    public CpuSet allowed() {
        return allowed;
    }

    /** How many CPUs to use: the smallest limit, fractions rounded up, at least 1. SMT siblings count each. */
    public int cpus() {
        return cpus;
    }

    /** How many workers to start by default: the allowed physical cores, but no more than {@link #cpus}. */
    public int physicalCores() {
        return physicalCores;
    }

    /** Which limit is the smallest. */
    public Limit limitedBy() {
        return limitedBy;
    }

    /**
     * Whether the CPUs may be taken as this process's own: its mask is narrower than the machine, and no quota or
     * batch system says that it may use only a part of the mask (other tasks share it then).
     */
    public boolean ownsNarrowMask() {
        return allowed.size() < online.size() && cpus == allowed.size();
    }

    /** All limits in one line, {@code 2 CPUs: affinity 0-1; cgroup none; slurm none}. */
    public String describe() {
        return count(cpus) + ": affinity " + affinity + "; cgroup " + describeCgroup() + "; slurm "
                + slurm.map(grant -> grant.value() + " (" + grant.variables() + ")")
                        .orElse("none");
    }

    private String describeCgroup() {
        List<String> limits = new ArrayList<>();
        cgroup.cpuset()
                .filter(set -> !set.cpus().containsAll(online))
                .ifPresent(set -> limits.add("cpuset " + set.cpus()));
        cgroup.quota().ifPresent(quota -> limits.add("quota " + decimal(quota.cpus())));
        return limits.isEmpty() ? "none" : String.join(", ", limits);
    }

    /** Which limit won, and why, in one line. */
    public String reason() {
        return reason;
    }

    /** What was odd or could not be read, a line each. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    private static String count(int cpus) {
        return cpus + (cpus == 1 ? " CPU" : " CPUs");
    }

    private static String decimal(double value) {
        return BigDecimal.valueOf(value)
                .setScale(3, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}
