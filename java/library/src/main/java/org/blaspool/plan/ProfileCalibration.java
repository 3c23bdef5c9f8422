package org.blaspool.plan;

import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.blaspool.blas.Blas;
import org.blaspool.blas.BlasInfo;
import org.blaspool.blas.SplitRules;
import org.blaspool.blas.SplitScope;
import org.blaspool.blas.ThreadLimit;
import org.blaspool.cpu.CpuAllotment;
import org.blaspool.cpu.CpuTopology;
import org.blaspool.jni.NativeProbe;

/** Measures a {@link MachineProfile}, in about fifteen seconds, on an otherwise idle machine. */
public final class ProfileCalibration {
    private static final long PEAK_NANOS = 100_000_000;
    private static final long UNKNOWN_CACHE_BYTES = 1 << 20;

    private final CpuTopology topology;
    private final CpuAllotment allotment;
    private final Blas blas;
    private final Supplier<SplitRules> splitRules;
    private final Supplier<Map<Feeding, FeedingCost>> feedings;

    /**
     * For a machine and a BLAS.
     *
     * @param splitRules by which products are split, as strategies split them unless they are told not to
     * @param feedings measures what strategies cost beside computing; asked once for each profile
     */
    public ProfileCalibration(
            CpuTopology topology,
            CpuAllotment allotment,
            Blas blas,
            Supplier<SplitRules> splitRules,
            Supplier<Map<Feeding, FeedingCost>> feedings) {
        this.topology = topology;
        this.allotment = allotment;
        this.blas = blas;
        this.splitRules = splitRules;
        this.feedings = feedings;
    }

    /** What a profile of this machine, allotment and BLAS is kept under; it is stale when any of them changes. */
    public String identity() {
        BlasInfo info = blas.info();
        return String.join(
                "|",
                topology.model(),
                "cpus " + allotment.allowed() + " x" + allotment.physicalCores(),
                String.join(" ", info.kind(), info.version(), info.core(), info.path()),
                "linux " + System.getProperty("os.version"),
                "java " + System.getProperty("java.version"));
    }

    /** Measures it, taking the machine for quiet; the BLAS's thread count is as before afterwards, and nobody else may call it meanwhile. */
    public MachineProfile measure() {
        int cpus = allotment.physicalCores();
        DgemmCalibration dgemm = new DgemmCalibration(blas);
        DgemmCalibration.Curves one;
        DgemmCalibration.Curves all;
        RateCurve threaded;
        if (blas.info().threadControl()) {
            SplitRules rules = splitRules.get();
            try (ThreadLimit limit = blas.limitThreads(1)) {
                SplitScope split = blas.split(rules);
                try {
                    one = dgemm.measure(limit.requested());
                    all = cpus == 1 ? one : dgemm.measure(cpus);
                } finally {
                    split.close();
                }
            }
            try (ThreadLimit limit = blas.limitThreads(cpus)) {
                threaded = limit.effective() == 1 ? one.streamed() : dgemm.measureThreaded(one.streamed());
            }
        } else {
            one = dgemm.measure(1);
            all = cpus == 1 ? one : dgemm.measure(cpus);
            threaded = one.streamed();
        }
        return new MachineProfile(
                identity(),
                cpus,
                one.hot(),
                one.streamed(),
                all.hot(),
                all.streamed(),
                threaded,
                cacheBytes(),
                NativeProbe.fmaRate(cpus, null, PEAK_NANOS),
                feedings.get(),
                JvmStartCalibration.seconds(),
                MachineProfile.Conditions.QUIET);
    }

    /** The cores' own caches: the last level is shared, in a virtual machine with whoever else is on the host. */
    private long cacheBytes() {
        OptionalLong second = topology.caches().stream()
                .filter(cache -> cache.level() == 2)
                .mapToLong(CpuTopology.Cache::bytes)
                .max();
        return second.orElse(UNKNOWN_CACHE_BYTES) * allotment.physicalCores();
    }
}
