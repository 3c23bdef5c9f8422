package org.blaspool.cli.report;

/**
 * The machine of a report.
 *
 * @param cpus that this process may use
 * @param allotment why it may use these
 * @param fmaPeakGflops of all allotted CPUs, before the rounds
 * @param fmaPeakGflopsAfter the same after them
 * @param memcpyGbPerS one thread's copy rate; this and the peaks are null where they were not measured
 */
public record MachineReport(
        int cpus,
        int physicalCores,
        int numaNodes,
        String cpuModel,
        String allotment,
        Double fmaPeakGflops,
        Double fmaPeakGflopsAfter,
        Double memcpyGbPerS,
        String java,
        String os,
        BlasReport blas) {
    /** The larger of the peaks before and after, against which rounds are held; null where none was measured. */
    Double largerPeakGflops() {
        if (fmaPeakGflops == null || fmaPeakGflopsAfter == null) {
            return fmaPeakGflops;
        }
        return Math.max(fmaPeakGflops, fmaPeakGflopsAfter);
    }
}
