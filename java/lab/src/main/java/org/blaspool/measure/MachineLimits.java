package org.blaspool.measure;

import org.blaspool.cpu.CpuAllotment;
import org.blaspool.jni.NativeProbe;

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
