package org.blaspool.cli.report;

/**
 * The machine of a report.
 *
 * @param cpus that this process may use
 * @param allotment why it may use these
 * @param fmaPeakGflops of all allotted CPUs, before the rounds
 * @param fmaPeakGflopsAfter the same after them
 * @param memcpyGbPerS one thread's copy rate
 */
public record MachineReport(
        int cpus,
        int physicalCores,
        int numaNodes,
        String cpuModel,
        String allotment,
        double fmaPeakGflops,
        double fmaPeakGflopsAfter,
        double memcpyGbPerS,
        String java,
        String os,
        BlasReport blas) {}
