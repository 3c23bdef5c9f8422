package org.blaspool.measure;

import org.blaspool.blas.BlasInfo;

/**
 * The machine of a comparison, as a report shows it.
 *
 * @param cpus CPUs that this process may use
 * @param physicalCores physical cores among them
 * @param numaNodes NUMA nodes of the machine that have allotted CPUs
 * @param cpuModel the CPU's name, or {@code unknown}
 * @param allotment all limits of the CPUs, in one line
 * @param fmaPeakGflops FMA peak of all allotted CPUs together before the rounds, in 10^9 FLOP/s
 * @param fmaPeakGflopsAfter the same after the rounds
 * @param memcpyGbPerS copy rate of one thread from and to memory, in 10^9 bytes copied a second
 * @param java version of the JVM
 * @param os name, version and architecture
 * @param blas the BLAS that was loaded
 */
public record MachineRecord(
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
        BlasInfo blas) {}
