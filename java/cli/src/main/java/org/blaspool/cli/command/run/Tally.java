package org.blaspool.cli.command.run;

import java.util.ArrayList;
import java.util.List;
import org.blaspool.cli.report.RunReport;
import org.blaspool.cli.report.RunReport.FailedProduct;
import org.blaspool.file.ProductEntry;

/** What became of a run's products so far, and where the time went. Results are counted from several threads. */
final class Tally {
    private final Selection selection;
    private final List<FailedProduct> failures = new ArrayList<>();
    private long stored;
    private double flop;
    private int windows;
    private boolean wrongResult;
    private double setupSeconds;
    private double readSeconds;
    private double computeSeconds;
    private double verifySeconds;
    private double storeSeconds;

    Tally(Selection selection) {
        this.selection = selection;
    }

    void setUp(Runnable step) {
        setupSeconds += timed(step);
    }

    void read(Runnable step) {
        readSeconds += timed(step);
    }

    void compute(Runnable step) {
        long start = System.nanoTime();
        try {
            step.run();
        } finally {
            // Products that failed took their time as well.
            computeSeconds += (System.nanoTime() - start) / 1e9;
        }
    }

    void verify(Runnable step) {
        verifySeconds += timed(step);
    }

    void store(Runnable step) {
        storeSeconds += timed(step);
    }

    private static double timed(Runnable step) {
        long start = System.nanoTime();
        step.run();
        return (System.nanoTime() - start) / 1e9;
    }

    void windowDone() {
        windows++;
    }

    void computed(double windowFlop) {
        flop += windowFlop;
    }

    synchronized void stored() {
        stored++;
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

    synchronized long storedCount() {
        return stored;
    }

    /** Products that need nothing more: stored or failed. */
    synchronized long settled() {
        return stored + failures.size();
    }

    synchronized List<FailedProduct> failures() {
        return List.copyOf(failures);
    }

    synchronized boolean anyFailed() {
        return !failures.isEmpty();
    }

    int windows() {
        return windows;
    }

    double flop() {
        return flop;
    }

    /** Whether results were stored and no product that was computed was wrong. */
    synchronized boolean verified() {
        return !wrongResult && stored > 0;
    }

    RunReport.Seconds seconds(double total) {
        return new RunReport.Seconds(total, setupSeconds, readSeconds, computeSeconds, verifySeconds, storeSeconds);
    }
}
