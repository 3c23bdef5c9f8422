package org.blaspool.measure;

import org.blaspool.blas.BlasInfo;
import org.blaspool.cpu.CpuAllotment;
import org.blaspool.cpu.CpuTopology;

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
        BlasInfo blas) {
    private static final double GIGA = 1e9;

    /** The machine as it is read; its limits are NaN until they are measured. */
    public static MachineRecord describe(CpuTopology topology, CpuAllotment allotment, BlasInfo blas) {
        return new MachineRecord(
                allotment.cpus(),
                allotment.physicalCores(),
                topology.coresByNode(allotment.allowed()).size(),
                topology.model(),
                allotment.describe(),
                Double.NaN,
                Double.NaN,
                Double.NaN,
                System.getProperty("java.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                blas);
    }

    /** The machine with its limits, in FLOP/s and bytes a second. */
    MachineRecord withLimits(double peakBefore, double peakAfter, double copyRate) {
        return new MachineRecord(
                cpus,
                physicalCores,
                numaNodes,
                cpuModel,
                allotment,
                peakBefore / GIGA,
                peakAfter / GIGA,
                copyRate / GIGA,
                java,
                os,
                blas);
    }

    /** The larger of the two peaks, in 10^9 FLOP/s: what a round is held against. */
    public double largerPeakGflops() {
        return Math.max(fmaPeakGflops, fmaPeakGflopsAfter);
    }
}
