package org.blaspool.bench.scenarios;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.blaspool.blas.BlasInfo;
import org.blaspool.usage.NoiseRecord;

/**
 * What the figures were measured in.
 *
 * @param begun when, in UTC by ISO 8601
 * @param cpuModel the CPU's name
 * @param cpus how many may be used, and why
 * @param os kernel, by its version
 * @param java the JVM's version
 * @param blas the BLAS of strategies and of the reference in C
 * @param peakBefore FMA peak of all CPUs at the start, in FLOP/s
 * @param peakAfter the same at the end
 * @param noise what else went on
 */
record Surroundings(
        String begun,
        String cpuModel,
        String cpus,
        String os,
        String java,
        BlasInfo blas,
        double peakBefore,
        double peakAfter,
        NoiseRecord noise) {
    private static final double MOST_DRIFT = 0.03;
    private static final double MOST_STEAL = 0.01;
    private static final double MOST_OTHERS = 0.03;
    private static final double MOST_LOAD_PER_CPU = 0.5;

    static Surroundings of(Bench bench, Instant begun, double peakBefore, double peakAfter, NoiseRecord noise) {
        return new Surroundings(
                begun.truncatedTo(ChronoUnit.SECONDS).toString(),
                bench.machine().topology().model(),
                bench.machine().cpus().describe(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.version"),
                bench.blas().info(),
                peakBefore,
                peakAfter,
                noise);
    }

    /** Why the figures should not be trusted; empty on a quiet machine. */
    List<String> doubts() {
        List<String> doubts = new ArrayList<>();
        double drift = Math.abs(peakAfter - peakBefore) / Math.max(peakBefore, peakAfter);
        doubt(doubts, drift, MOST_DRIFT, "the FMA peak drifted between start and end");
        doubt(doubts, noise.stealShare(), MOST_STEAL, "the hypervisor gave CPU time to others");
        doubt(doubts, noise.otherShare(), MOST_OTHERS, "other processes took CPU time");
        doubt(doubts, noise.loadBefore() / noise.cpus(), MOST_LOAD_PER_CPU, "the machine was loaded before the start");
        return doubts;
    }

    private static void doubt(List<String> doubts, double share, double most, String what) {
        if (share > most) {
            doubts.add(String.format(Locale.ROOT, "%s: %.1f %%, at most %.0f %%", what, 100 * share, 100 * most));
        }
    }
}
