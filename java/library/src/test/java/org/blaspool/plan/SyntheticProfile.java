package org.blaspool.plan;

import java.util.Map;

/** A machine of round numbers: 50 GFLOP/s a CPU at n = 1000 and above, 1 GFLOP/s at n = 4. */
final class SyntheticProfile {
    static final MachineProfile.Transport TRANSPORT =
            new MachineProfile.Transport(1e-10, 4e-10, 6e-10, 5e-10, 2e-10, 5e-10);
    static final MachineProfile.Latency LATENCY = new MachineProfile.Latency(5e-7, 2e-5, 0.05, 5e-6, 5e-5);

    private SyntheticProfile() {}

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
                TRANSPORT,
                LATENCY,
                MachineProfile.Conditions.QUIET);
    }
}
