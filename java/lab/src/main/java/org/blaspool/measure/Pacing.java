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

    private static final double MOST_RENEWING_SECONDS = 60;

    private Pacing() {}

    /** Batches a round of a strategy whose batch takes so long. */
    static int batches(double batchSeconds) {
        return (int) Math.max(1, Math.min(MOST_BATCHES, Math.round(ROUND_SECONDS / batchSeconds)));
    }

    /**
     * Whether workers are started anew before their next round: once they have measured for long enough beside what it takes
     * to start them and warm them up, until that has taken a minute in all.
     *
     * @param measuredSeconds of their batches since they were started
     * @param startSeconds what a start and its warm-up take
     * @param renewedSeconds what such starts have taken so far
     * @param open whether the number of rounds is open: the less goes into starts, the more there are
     */
    static boolean renews(double measuredSeconds, double startSeconds, double renewedSeconds, boolean open) {
        double enough = open ? 2 * startSeconds : 0.5 * startSeconds;
        return measuredSeconds >= enough && renewedSeconds + startSeconds <= MOST_RENEWING_SECONDS;
    }
}
