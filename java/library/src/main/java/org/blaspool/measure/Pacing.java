package org.blaspool.measure;

/**
 * How often a strategy's batch runs in a round, and before which rounds its workers are started anew (Kalibera and
 * Jones, Rigorous Benchmarking in Reasonable Time, 2013: repeat at every level that varies, as often as it pays). Pure
 * functions.
 */
final class Pacing {
    /** What a round measures of each strategy: batches that are shorter vary more from one to the next. */
    private static final double ROUND_SECONDS = 0.2;

    private static final int MOST_BATCHES = 16;

    /** A first batch that is shorter than this is followed by a second: a JVM has compiled what matters by then. */
    private static final double WARM_UP_SECONDS = 2;

    /** A first batch that takes longer than the second by more than this says that one is not enough to warm up. */
    private static final double COLD_RATIO = 1.1;

    /** New workers may take as long as the rounds themselves, but not beyond this. */
    private static final double MOST_RENEWING_SECONDS = 60;

    private Pacing() {}

    /** Batches a round of a strategy whose batch takes so long. */
    static int batches(double batchSeconds) {
        return (int) Math.max(1, Math.min(MOST_BATCHES, Math.round(ROUND_SECONDS / batchSeconds)));
    }

    /** Whether a second batch belongs to the warm-up after a first that took so long. */
    static boolean warmsUpTwice(double firstSeconds) {
        return firstSeconds < WARM_UP_SECONDS;
    }

    /** Whether workers that are started anew need two batches, as the first workers' two tell. */
    static boolean needsTwo(double firstSeconds, double secondSeconds) {
        return firstSeconds > COLD_RATIO * secondSeconds;
    }

    /**
     * How often workers can be started anew.
     *
     * @param rounds of the comparison
     * @param renewingSeconds what it takes to start all of them and warm them up, once
     * @param roundSeconds what one round of all strategies measures
     * @return at most once before each round but the first
     */
    static int renewals(int rounds, double renewingSeconds, double roundSeconds) {
        double allowed = Math.min(MOST_RENEWING_SECONDS, rounds * roundSeconds);
        return (int) Math.min(rounds - 1.0, allowed / renewingSeconds);
    }

    /** Whether workers are started anew before a round, where that happens so often, as evenly as can be. */
    static boolean renewsBefore(int round, int rounds, int renewals) {
        return round > 1 && share(round - 1, rounds, renewals) > share(round - 2, rounds, renewals);
    }

    private static int share(int gaps, int rounds, int renewals) {
        return (int) ((long) gaps * renewals / (rounds - 1));
    }
}
