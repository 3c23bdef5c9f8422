package org.blaspool.plan;

import java.util.Map;

/** A machine of round numbers: 50 GFLOP/s a CPU at n = 1000 and above, 1 GFLOP/s at n = 4. */
final class SyntheticProfile {
    /** Seconds a byte: a stream through a socket, and with Java serialization at both ends. */
    static final double SOCKET = 4e-10;

    static final double SERIALIZATION = 11e-10;

    static final Map<Feeding, FeedingCurve> FEEDINGS = Map.of(
            Feeding.SERIALIZED_RAW, curve(1e-5, SOCKET),
            Feeding.SERIALIZED_JAVA, curve(2e-5, SOCKET + SERIALIZATION),
            Feeding.HOSTED, curve(6e-5, SOCKET),
            Feeding.FILES, curve(2e-4, 3e-10));
    static final MachineProfile.Latency LATENCY = new MachineProfile.Latency(2e-5, 0.05);

    private SyntheticProfile() {}

    private static FeedingCurve curve(double product, double secondsPerByte) {
        long some = 1_000_000;
        return new FeedingCurve(Map.of(0L, product, some, product + some * secondsPerByte));
    }

    static MachineProfile of(int cpus) {
        RateCurve one = new RateCurve(Map.of(4, 1e9, 100, 40e9, 1000, 50e9));
        RateCurve threaded = new RateCurve(Map.of(4, 1e9, 64, 30e9, 100, 20e9, 1000, 43e9 * cpus));
        return new MachineProfile(
                "a machine|" + cpus,
                cpus,
                one,
                one.times(0.9),
                one.times(cpus),
                one.times(0.9 * cpus),
                threaded,
                2 << 20,
                55e9 * cpus,
                FEEDINGS,
                LATENCY,
                MachineProfile.Conditions.QUIET);
    }
}
