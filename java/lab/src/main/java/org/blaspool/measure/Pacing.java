package org.blaspool.measure;

/**
 * How often a strategy's batch runs in a round, and when its workers are started anew (Kalibera and
 * Jones, Rigorous Benchmarking in Reasonable Time, 2013: repeat at every level that varies, as often as it pays). Pure
 * functions.
 */
final class Pacing {
    /** What a round measures of each strategy: batches that are shorter vary more from one to the next. */
    private static final double ROUND_SECONDS = 0.2;

    private static final int MOST_BATCHES = 16;

    private Pacing() {}

    /** Batches a round of a strategy whose batch takes so long. */
    static int batches(double batchSeconds) {
        return (int) Math.max(1, Math.min(MOST_BATCHES, Math.round(ROUND_SECONDS / batchSeconds)));
    }

    /**
     * Whether workers are started anew before their next round: once they have measured for as long as it takes to start
     * them and warm them up, so that half of the time at most goes into that.
     *
     * @param measuredSeconds of their batches since they were started
     */
    static boolean renews(double measuredSeconds, double startSeconds) {
        return measuredSeconds >= startSeconds;
    }
}
