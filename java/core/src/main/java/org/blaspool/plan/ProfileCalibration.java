package org.blaspool.plan;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.blaspool.ThreadLimit;
import org.blaspool.blas.BlasInfo;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.SplitRules;
import org.blaspool.blas.SplitScope;
import org.blaspool.cpu.CpuAllotment;
import org.blaspool.cpu.CpuTopology;
import org.blaspool.jni.NativeProbe;
import org.blaspool.usage.RunningThreads;

/** Measures a {@link MachineProfile}, in about 25 seconds, on an otherwise idle machine. */
public final class ProfileCalibration {
    private static final long PEAK_NANOS = 100_000_000;
    private static final long UNKNOWN_CACHE_BYTES = 1 << 20;

    private final CpuTopology topology;
    private final CpuAllotment allotment;
    private final BlasLibrary blas;
    private final Supplier<SplitRules> splitRules;
    private final FeedingMeasurement feedings;

    /**
     * For a machine and a BLAS.
     *
     * @param splitRules by which products are split, as strategies split them unless they are told not to
     * @param feedings measures what strategies cost beside computing; asked once for each profile
     */
    public ProfileCalibration(
            CpuTopology topology,
            CpuAllotment allotment,
            BlasLibrary blas,
            Supplier<SplitRules> splitRules,
            FeedingMeasurement feedings) {
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
        Rates rates;
        try (DgemmCalibration dgemm = new DgemmCalibration(blas, cpus)) {
            rates = blas.info().threadControl() ? controlledRates(dgemm, cpus) : rates(dgemm, 1, cpus);
        }
        // The BLAS's threads spin on after their last call: they would share the CPUs with what comes next.
        RunningThreads.ofThisMachine().awaitNone(Set.of(ProcessHandle.current().pid()));
        MachineProfile computing = new MachineProfile(
                identity(),
                cpus,
                cacheBytes(),
                rates.one(),
                rates.all(),
                rates.threaded(),
                NativeProbe.fmaRate(cpus, null, PEAK_NANOS),
                Map.of(),
                JvmStartCalibration.seconds(),
                MachineProfile.Conditions.QUIET);
        int workers = FeedingCost.workers(cpus);
        return computing.withFeedings(feedings.measure(shape -> computing.sharedSeconds(shape, workers, 0)));
    }

    private record Rates(DgemmRates one, DgemmRates all, DgemmRates threaded) {}

    private Rates controlledRates(DgemmCalibration dgemm, int cpus) {
        Rates single;
        SplitRules rules = splitRules.get();
        try (ThreadLimit limit = blas.limitThreads(1)) {
            SplitScope split = blas.split(rules);
            try {
                single = rates(dgemm, limit.requested(), cpus);
            } finally {
                split.close();
            }
        }
        try (ThreadLimit limit = blas.limitThreads(cpus)) {
            return limit.effective() == 1
                    ? single
                    : new Rates(single.one(), single.all(), dgemm.measureThreaded(single.one()));
        }
    }

    /** Of so few callers, and of one on each CPU. */
    private static Rates rates(DgemmCalibration dgemm, int callers, int cpus) {
        DgemmRates one = dgemm.measure(callers);
        return new Rates(one, cpus == callers ? one : dgemm.measure(cpus), one);
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
