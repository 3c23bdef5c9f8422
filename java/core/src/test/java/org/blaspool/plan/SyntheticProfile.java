package org.blaspool.plan;

import java.util.Map;

/** A machine of round numbers: 45 GFLOP/s a CPU at n = 1000 and above, 0.9 GFLOP/s at n = 4. */
final class SyntheticProfile {
    /** Seconds a byte: a stream through a socket, and with Java serialization at both ends. */
    static final double SOCKET = 4e-10;

    static final double SERIALIZATION = 11e-10;

    /** Seconds of starting a batch over workers. */
    static final double START = 4e-5;

    static final Map<Feeding, FeedingCost> FEEDINGS = Map.of(
            Feeding.CALLER, new FeedingCost(CostCurve.FREE, CostCurve.FREE),
            Feeding.BLAS_THREADS, new FeedingCost(CostCurve.FREE, CostCurve.FREE),
            Feeding.THREADS, cost(START, 0, 0),
            Feeding.SHARED, cost(START, 0, 0),
            Feeding.SERIALIZED_RAW, cost(1e-3, 1e-5, SOCKET),
            Feeding.SERIALIZED_JAVA, cost(2e-3, 2e-5, SOCKET + SERIALIZATION),
            Feeding.HOSTED, cost(2e-3, 6e-5, SOCKET),
            Feeding.FILES, cost(2e-3, 2e-4, 3e-10));

    static final double JVM_START = 0.05;
    static final long CACHE_BYTES = 4 << 20;

    private SyntheticProfile() {}

    private static FeedingCost cost(double batch, double message, double secondsPerByte) {
        return new FeedingCost(line(batch, message), line(0, secondsPerByte));
    }

    private static CostCurve line(double fixed, double slope) {
        long some = 1_000_000;
        return new CostCurve(Map.of(0L, fixed, some, fixed + some * slope));
    }

    static MachineProfile of(int cpus) {
        RateCurve one = new RateCurve(Map.of(4, 1e9, 100, 40e9, 1000, 50e9));
        RateCurve threaded = new RateCurve(Map.of(4, 0.9e9, 64, 27e9, 100, 20e9, 1000, 43e9 * cpus));
        return of(cpus, alike(one.times(0.9)), alike(one.times(0.9 * cpus)), alike(threaded));
    }

    /** One CPU with these rates. */
    static MachineProfile withRates(DgemmRates rates) {
        return of(1, rates, rates, rates);
    }

    private static MachineProfile of(int cpus, DgemmRates one, DgemmRates all, DgemmRates threaded) {
        return new MachineProfile(
                "a machine|" + cpus,
                cpus,
                CACHE_BYTES,
                one,
                all,
                threaded,
                55e9 * cpus,
                FEEDINGS,
                JVM_START,
                MachineProfile.Conditions.QUIET);
    }

    private static DgemmRates alike(RateCurve rates) {
        return new DgemmRates(rates, rates, 0);
    }
}
