package org.blaspool.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.blaspool.file.ProductEntry;
import org.blaspool.run.RunSummary.FailedProduct;

/** What became of a run's products so far, and where the time went. Thread-safe: stages and watchers share it. */
public final class Tally {
    private final Selection selection;
    private final List<FailedProduct> failures = new ArrayList<>();
    private final double[] seconds = new double[RunStage.values().length];
    private long stored;
    private double storedBytes;
    private double flop;
    private double workerSeconds;
    private int windows;
    private boolean wrongResult;

    Tally(Selection selection) {
        this.selection = selection;
    }

    /** Does a step and counts its time; that of one that fails as well. */
    <T> T timed(RunStage stage, Supplier<T> step) {
        long start = System.nanoTime();
        try {
            return step.get();
        } finally {
            add(stage, (System.nanoTime() - start) / 1e9);
        }
    }

    void timed(RunStage stage, Runnable step) {
        timed(stage, () -> {
            step.run();
            return null;
        });
    }

    private synchronized void add(RunStage stage, double stepSeconds) {
        seconds[stage.ordinal()] += stepSeconds;
    }

    public synchronized double seconds(RunStage stage) {
        return seconds[stage.ordinal()];
    }

    synchronized void windowDone() {
        windows++;
    }

    synchronized void computed(double windowFlop) {
        flop += windowFlop;
    }

    /** CPU time of worker JVMs in a round, which this process's own does not hold. */
    synchronized void workersUsed(double cpuSeconds) {
        workerSeconds += cpuSeconds;
    }

    public synchronized double workerSeconds() {
        return workerSeconds;
    }

    /** A result has its name, and is recorded. @param bytes of the product's operands and result */
    synchronized void stored(double bytes) {
        stored++;
        storedBytes += bytes;
    }

    /** A product has no result, because it could not be computed. */
    synchronized void failed(ProductEntry entry, String reason) {
        failures.add(new FailedProduct(selection.place(entry), entry.out().toString(), reason));
    }

    /** A product has no result, because the one that was computed is wrong. */
    synchronized void wrong(ProductEntry entry, String reason) {
        wrongResult = true;
        failed(entry, reason);
    }

    public synchronized long storedCount() {
        return stored;
    }

    /** Bytes of operands and results of the products that are stored. */
    public synchronized double storedBytes() {
        return storedBytes;
    }

    public synchronized long failedCount() {
        return failures.size();
    }

    public synchronized List<FailedProduct> failures() {
        return List.copyOf(failures);
    }

    public synchronized boolean anyFailed() {
        return !failures.isEmpty();
    }

    public synchronized int windows() {
        return windows;
    }

    public synchronized double flop() {
        return flop;
    }

    /** Whether results were stored and no product that was computed was wrong. */
    public synchronized boolean verified() {
        return !wrongResult && stored > 0;
    }

    synchronized RunSummary.Seconds summary(double total) {
        return new RunSummary.Seconds(
                total,
                seconds(RunStage.SETUP),
                seconds(RunStage.READ),
                seconds(RunStage.COMPUTE),
                seconds(RunStage.VERIFY),
                seconds(RunStage.STORE));
    }

    /** What a run's time goes to; from {@link #READ} on at the same time, in threads of their own. */
    public enum RunStage {
        SETUP,
        READ,
        COMPUTE,
        VERIFY,
        STORE
    }
}
