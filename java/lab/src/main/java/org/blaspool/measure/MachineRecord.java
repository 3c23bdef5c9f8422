package org.blaspool.measure;

import org.blaspool.blas.BlasInfo;
import org.blaspool.cpu.CpuAllotment;
import org.blaspool.cpu.CpuTopology;
import org.blaspool.jni.NativeProbe;

/**
 * The machine of a report; its limits are null where they were not measured.
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
        Double fmaPeakGflops,
        Double fmaPeakGflopsAfter,
        Double memcpyGbPerS,
        String java,
        String os,
        BlasRecord blas) {
    private static final double GIGA = 1e9;

    /** The machine as it is read; its limits are null until they are measured. */
    public static MachineRecord describe(CpuTopology topology, CpuAllotment allotment, BlasInfo blas) {
        return new MachineRecord(
                allotment.cpus(),
                allotment.physicalCores(),
                topology.coresByNode(allotment.allowed()).size(),
                topology.model(),
                allotment.describe(),
                null,
                null,
                null,
                System.getProperty("java.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                BlasRecord.of(blas));
    }

    /** The machine with its limits, in FLOP/s and bytes a second. */
    public MachineRecord withLimits(Double peakBefore, Double peakAfter, Double copyRate) {
        return new MachineRecord(
                cpus,
                physicalCores,
                numaNodes,
                cpuModel,
                allotment,
                giga(peakBefore),
                giga(peakAfter),
                giga(copyRate),
                java,
                os,
                blas);
    }

    private static Double giga(Double value) {
        return value == null ? null : (Double) (value / GIGA);
    }

    /** The larger of the two peaks, in 10^9 FLOP/s: what a round is held against; null where none was measured. */
    public Double largerPeakGflops() {
        return fmaPeakGflops == null || fmaPeakGflopsAfter == null
                ? fmaPeakGflops
                : (Double) Math.max(fmaPeakGflops, fmaPeakGflopsAfter);
    }

    /** The BLAS of a report. */
    public record BlasRecord(String kind, String path, String version, String core, String threading, int maxThreads) {
        public static BlasRecord of(BlasInfo info) {
            return new BlasRecord(
                    info.kind(), info.path(), info.version(), info.core(), info.threading(), info.maxThreads());
        }

        /** In one line, without its path. */
        public String describe() {
            return kind + (version.isEmpty() ? "" : " " + version) + " (" + (core.isEmpty() ? "" : core + ", ")
                    + threading + ")";
        }
    }

    /** What the machine can do at most, measured each time it is asked. */
    public interface MachineLimits {
        /** FMA peak of all allotted CPUs together, in FLOP/s. */
        double flopPerSecond();

        /** Bytes that one thread copies a second, from and to memory. */
        double copyBytesPerSecond();

        /** This machine's limits on the CPUs of an allotment. */
        static MachineLimits of(CpuAllotment allotment) {
            return new MachineLimits() {
                private static final long NANOS = 200_000_000;
                private static final long COPY_BLOCK_BYTES = 128L << 20;

                @Override
                public double flopPerSecond() {
                    int cpus = allotment.cpus();
                    // Under a quota there are fewer threads than CPUs, and pinning would choose for the scheduler.
                    boolean all = cpus == allotment.allowed().size();
                    return NativeProbe.fmaRate(cpus, all ? allotment.allowed().toArray() : null, NANOS);
                }

                @Override
                public double copyBytesPerSecond() {
                    return NativeProbe.copyRate(COPY_BLOCK_BYTES, NANOS);
                }
            };
        }
    }
}
