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

    /** New workers may take as long as the rounds themselves, or as these need, but not beyond this. */
    private static final double MOST_RENEWING_SECONDS = 60;

    /** Two pools cannot tell whether it is the pools that differ. */
    private static final int FEWEST_RENEWALS = 2;

    private Pacing() {}

    /** Batches a round of a strategy whose batch takes so long. */
    static int batches(double batchSeconds) {
        return (int) Math.max(1, Math.min(MOST_BATCHES, Math.round(ROUND_SECONDS / batchSeconds)));
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
        double allowed = Math.max(rounds * roundSeconds, FEWEST_RENEWALS * renewingSeconds);
        return (int) Math.min(rounds - 1.0, Math.min(MOST_RENEWING_SECONDS, allowed) / renewingSeconds);
    }

    /** Whether workers are started anew before a round, where that happens so often, as evenly as can be. */
    static boolean renewsBefore(int round, int rounds, int renewals) {
        return round > 1 && share(round - 1, rounds, renewals) > share(round - 2, rounds, renewals);
    }

    private static int share(int gaps, int rounds, int renewals) {
        return (int) ((long) gaps * renewals / (rounds - 1));
    }
}
