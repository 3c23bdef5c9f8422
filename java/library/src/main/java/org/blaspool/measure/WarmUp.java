package org.blaspool.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * Says when a strategy has run often enough to be timed: what is timed is the steady state, in which a worker's code is
 * compiled, its buffers have grown and its memory was touched. New worker JVMs take half a second of small batches for that
 * and longer, whose first batches last two to four times as long as later ones. For one thread.
 */
final class WarmUp {
    private static final double LEAST_SECONDS = 0.5;
    /** What still falls then falls slowly: code of hours is optimized for as long. */
    private static final double MOST_SECONDS = 1.5;
    /** Batches that last this long together are compared with those before them. */
    private static final double WINDOW_SECONDS = 0.2;

    private static final double STEADY_RATIO = 0.95;
    private static final int MOST_BATCHES = 500;

    /** So that chance, which deals out the products of a batch, passes hardly any worker over. */
    private static final int BATCHES_A_WORKER = 2;

    private static final int MOST_DEALT_BATCHES = 8;

    private final int fewest;
    private final List<Double> batches = new ArrayList<>();
    private double total;

    /** @param fewest batches, however long they take */
    WarmUp(int fewest) {
        this.fewest = fewest;
    }

    /** For batches of so many products: where there are fewer than workers, each batch leaves some of these cold. */
    static WarmUp of(int products, int workers) {
        return new WarmUp(products < workers ? Math.min(BATCHES_A_WORKER * workers, MOST_DEALT_BATCHES) : 1);
    }

    /** Takes the next batch's seconds. */
    void add(double seconds) {
        batches.add(seconds);
        total += seconds;
    }

    /**
     * Runs batches until they are enough.
     *
     * @param batch runs one and gives its seconds
     */
    void complete(DoubleSupplier batch) {
        while (!isEnough()) {
            add(batch.getAsDouble());
        }
    }

    /** Whether the next batch may be timed: batches took long enough and the last ones were hardly faster than those before. */
    boolean isEnough() {
        if (batches.size() < fewest) {
            return false;
        }
        if (total >= MOST_SECONDS || batches.size() >= MOST_BATCHES) {
            return true;
        }
        int last = windowBefore(batches.size());
        int before = windowBefore(last);
        return total >= LEAST_SECONDS
                && before >= 0
                && median(last, batches.size()) >= STEADY_RATIO * median(before, last);
    }

    /** What all batches took. */
    double totalSeconds() {
        return total;
    }

    /** What a batch takes now. */
    double batchSeconds() {
        int last = windowBefore(batches.size());
        return median(Math.max(0, last), batches.size());
    }

    /** Where the batches begin that end there and fill a window; -1 where there are too few. */
    private int windowBefore(int end) {
        double sum = 0;
        for (int i = end - 1; i >= 0; i--) {
            sum += batches.get(i);
            if (sum >= WINDOW_SECONDS) {
                return i;
            }
        }
        return -1;
    }

    private double median(int from, int to) {
        return Statistics.median(batches.subList(from, to).stream()
                .mapToDouble(Double::doubleValue)
                .toArray());
    }
}
