package org.blaspool.cli.report;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.blaspool.blas.BlasInfo;
import org.blaspool.cli.report.PlanReport.SamplesReport;
import org.blaspool.measure.MachineRecord;
import org.blaspool.measure.Warning;

/**
 * What {@code info} found, field by field as {@code blaspool.info/1} has it.
 *
 * @param schema {@link #SCHEMA}
 * @param machine as in a comparison
 * @param topology the machine as it is, whoever may use it
 * @param platform what lies below
 * @param cpus the CPUs this process may use, and why
 * @param memory the memory it may still use, and why
 * @param defaults what strategies take where nothing else is said
 * @param blas the BLAS that was loaded
 * @param pages what regions of memory get
 * @param vectorBits of the vectors that the peak was measured with; null where it was not
 * @param counters the hardware's counters
 * @param samples what batches took on this machine, for {@code plan --machine} elsewhere
 */
public record InfoReport(
        String schema,
        MachineRecord machine,
        Topology topology,
        Platform platform,
        Cpus cpus,
        Memory memory,
        Defaults defaults,
        LoadedBlas blas,
        Pages pages,
        Integer vectorBits,
        Counters counters,
        List<Warning> warnings,
        SamplesReport samples) {
    public static final String SCHEMA = "blaspool.info/1";

    /** Counts of the whole machine. */
    public record Topology(int onlineCpus, int physicalCores, int packages, int numaNodes, List<String> caches) {}

    /** Versions of what blaspool runs on, beside the machine's java and os. */
    public record Platform(String javaVm, String kernel, String libc) {}

    /**
     * CPUs.
     *
     * @param cpus how many to use
     * @param physicalCores how many of them are cores of their own
     * @param allowed those that threads may run on
     * @param allotment all limits
     * @param limitedBy the smallest
     * @param reason why it is that one
     */
    public record Cpus(
            int cpus, int physicalCores, String allowed, String allotment, String limitedBy, String reason) {}

    /** Bytes. */
    public record Memory(long machineBytes, long availableBytes, String allotment, String limitedBy, String reason) {}

    /**
     * Defaults.
     *
     * @param pinned whether workers are pinned under this --pin
     * @param cpuSets the CPUs of each worker; empty where nothing is pinned
     */
    public record Defaults(int workers, int blasThreads, String pin, boolean pinned, List<String> cpuSets) {}

    /**
     * The BLAS, with what only info says of it.
     *
     * @param info its fields are this record's
     * @param threads of each call now
     * @param smallKernels which kernels of our own compute small products: avx512, avx2, neon, off or none
     */
    public record LoadedBlas(@JsonUnwrapped BlasInfo info, int threads, String smallKernels) {}

    /**
     * Hardware counters, for compare's --counters.
     *
     * @param names those that can be counted; empty where none can
     * @param refusal why none can; null where some can
     */
    public record Counters(List<String> names, String refusal) {}

    /** Kinds of pages that regions got. */
    public record Pages(String privateMemory, String sharedMemory) {}
}
