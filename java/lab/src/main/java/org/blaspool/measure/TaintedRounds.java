package org.blaspool.measure;

import java.util.function.Supplier;
import org.blaspool.strategy.Round;
import org.blaspool.usage.NoiseMonitor;
import org.blaspool.usage.NoiseRecord;

/**
 * Finds batches and rounds that say little about their strategy, and has them run again within a bound: those in which
 * others had much of the CPUs, and batches that were faster than the machine can be. For one thread.
 */
final class TaintedRounds {
    /** Share of the CPUs' time that others may have in a round. */
    private static final double OTHERS_SHARE = 0.1;

    /** The kernel counts in hundredths of a second: below this a share means nothing. */
    private static final double SHORTEST_SECONDS = 0.1;

    /** A round above this share of the peak says that clock or peak is wrong. */
    static final double TAINTED_SHARE = 1.03;

    private static final int FEWEST = 2;

    private final double fastestSeconds;
    private final boolean earns;
    private int repetitionsLeft;
    private int repeated;

    /**
     * Nothing found yet.
     *
     * @param flop operations of a round
     * @param peakFlopPerSecond of all CPUs, before the rounds
     * @param rounds of all strategies together, of which a quarter may be run again; 0 where that is open: of those so far
     */
    TaintedRounds(double flop, double peakFlopPerSecond, int rounds) {
        fastestSeconds = flop / (TAINTED_SHARE * peakFlopPerSecond);
        repetitionsLeft = Math.max(FEWEST, rounds / 4);
        earns = rounds == 0;
    }

    /** A batch that is a round by itself and not tainted, or the last one where nothing is left of the bound. */
    Round run(Supplier<Round> time) {
        while (true) {
            NoiseMonitor monitor = NoiseMonitor.start();
            Round round = time.get();
            boolean tainted = isDisturbed(round, monitor.stop()) || isTooFast(round);
            if (!tainted || !mayRepeat()) {
                return round;
            }
        }
    }

    /** The same of a batch among many, of which each is too short to tell what others did; {@link #repeats} is for all. */
    Round runShort(Supplier<Round> time) {
        while (true) {
            Round round = time.get();
            if (!isTooFast(round) || !mayRepeat()) {
                return round;
            }
        }
    }

    /** Whether many short batches are to be run again for what others did in their course. */
    boolean repeats(NoiseRecord noise) {
        return isDisturbed(noise) && mayRepeat();
    }

    /** So many rounds were run, where their number is open. */
    void ran(int rounds) {
        if (earns) {
            repetitionsLeft = Math.max(0, Math.max(FEWEST, rounds / 4) - repeated);
        }
    }

    /** Takes a repetition out of the bound. */
    private boolean mayRepeat() {
        if (repetitionsLeft == 0) {
            return false;
        }
        repetitionsLeft--;
        repeated++;
        return true;
    }

    private boolean isTooFast(Round round) {
        return round.seconds() < fastestSeconds;
    }

    private static boolean isDisturbed(Round round, NoiseRecord noise) {
        return round.seconds() >= SHORTEST_SECONDS && noise.elapsedSeconds() >= round.seconds() && isDisturbed(noise);
    }

    private static boolean isDisturbed(NoiseRecord noise) {
        return noise.elapsedSeconds() >= SHORTEST_SECONDS && noise.otherShare() + noise.stealShare() > OTHERS_SHARE;
    }

    /** How often something was run again so far. */
    int repeated() {
        return repeated;
    }
}
