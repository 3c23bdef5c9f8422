package org.blaspool.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.blaspool.strategy.Strategy;

/**
 * Says when a strategy has run often enough to be timed: what is timed is the steady state, in which a worker's code is
 * compiled, its buffers have grown and its memory was touched. New worker JVMs take half a second of small batches for that
 * and longer, whose first batches last two to four times as long as later ones; where they run much Java, batches of
 * 32 products of n = 320 take 80 ms after a second, 76 ms after two, 74 ms after four and 70 ms after six. For one thread.
 */
final class WarmUp {
    /** The last batches that fill a window are compared with those that fill one before. */
    private static final double STEADY_RATIO = 0.95;

    private static final int MOST_BATCHES = 500;

    private final double leastSeconds;
    private final double mostSeconds;
    private final double windowSeconds;
    private final List<Double> batches = new ArrayList<>();
    private double total;

    private WarmUp(double leastSeconds, double mostSeconds, double windowSeconds) {
        this.leastSeconds = leastSeconds;
        this.mostSeconds = mostSeconds;
        this.windowSeconds = windowSeconds;
    }

    /** Of this process, where all but memory and caches is warm. */
    static WarmUp inPlace() {
        return new WarmUp(0.2, 1.5, 0.1);
    }

    /** Of new workers that leave their work to a C library; what still falls after that falls slowly. */
    static WarmUp ofWorkers() {
        return new WarmUp(0.5, 1.5, 0.2);
    }

    /** Of new JVMs that run much Java. */
    static WarmUp ofMuchJava() {
        return new WarmUp(2, 4, 0.5);
    }

    /** What this strategy needs. */
    static WarmUp of(Strategy strategy) {
        if (strategy.runsMuchJava()) {
            return ofMuchJava();
        }
        return strategy.requested().kind().usesProcesses() ? ofWorkers() : inPlace();
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
        if (total >= mostSeconds || batches.size() >= MOST_BATCHES) {
            return true;
        }
        int last = windowBefore(batches.size());
        int before = windowBefore(last);
        return total >= leastSeconds
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
            if (sum >= windowSeconds) {
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
