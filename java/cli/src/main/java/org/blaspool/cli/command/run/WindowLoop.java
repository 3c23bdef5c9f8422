package org.blaspool.cli.command.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.blaspool.cli.command.Engine;
import org.blaspool.cli.command.MemoryBudget;
import org.blaspool.cli.command.Session;
import org.blaspool.cli.report.CompareReport.EffectiveReport;
import org.blaspool.cli.report.RunReport;
import org.blaspool.cli.report.RunReport.FailedProduct;
import org.blaspool.cli.terminal.Progress;
import org.blaspool.error.ProductFailedException;
import org.blaspool.file.EntryFailure;
import org.blaspool.file.FileReaders;
import org.blaspool.file.LoadedProducts;
import org.blaspool.file.ProductEntry;
import org.blaspool.file.ProductWindows;
import org.blaspool.file.ResultFile;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.measure.Verification;
import org.blaspool.plan.StrategySpec;
import org.blaspool.strategy.Round;
import org.blaspool.strategy.Strategy;

/** Reads, computes, verifies and stores one window of products after another. */
final class WindowLoop implements AutoCloseable {
    /** So that results come out, and can be resumed from, long before the end of a large batch. */
    private static final long USUAL_WINDOW_BYTES = 1L << 30;
    /** Fewer products a CPU would leave CPUs idle at the end of each window. */
    private static final int PRODUCTS_PER_CPU = 8;

    private final RunRequest request;
    private final Session session;
    private final Selection selection;
    private final Strategy strategy;
    private final int threads;
    private final StoringThreads storing;
    private final Random seeds = new Random();
    private final List<FailedProduct> failures = new ArrayList<>();
    private EffectiveReport effective;
    private long stored;
    private double flop;
    private int windows;
    private boolean wrongResult;
    private double setupSeconds;
    private double readSeconds;
    private double computeSeconds;
    private double verifySeconds;
    private double storeSeconds;

    WindowLoop(RunRequest request, Session session, Engine engine, StrategySpec spec, Selection selection) {
        this.request = request;
        this.session = session;
        this.selection = selection;
        this.strategy = engine.create(spec);
        this.threads = session.machine().cpus().physicalCores();
        this.storing = new StoringThreads(session.machine().cpus().cpus());
    }

    void run(MemoryBudget budget, FileReaders readers) {
        long windowBytes = windowBytes(budget);
        long products = selection.workload().products();
        setupSeconds = timed(strategy::start);
        try (Progress bar = Progress.start(session.console(), request.output().quiet(), "products", products);
                MatrixStore store = MatrixStore.reserve(
                        Math.min(windowBytes, selection.workload().footprint()),
                        strategy.wantsSharedOperands(),
                        threads);
                ProductWindows cut = new ProductWindows(selection.entries(), windowBytes, readers)) {
            while (cut.hasNext() && (failures.isEmpty() || request.goOn())) {
                session.stop().check();
                store.rewind();
                bar.doing("reading");
                LoadedProducts[] loaded = new LoadedProducts[1];
                readSeconds += timed(() -> loaded[0] = cut.next().load(store, readers));
                windows++;
                compute(loaded[0], bar);
                bar.reached(stored + failures.size(), products);
            }
        }
    }

    private long windowBytes(MemoryBudget budget) {
        long largest = selection.workload().largestFootprint();
        long busy = PRODUCTS_PER_CPU * (long) session.machine().cpus().cpus();
        long wanted = largest > Long.MAX_VALUE / busy ? Long.MAX_VALUE : largest * busy;
        return Math.min(budget.bytes(), Math.max(USUAL_WINDOW_BYTES, wanted));
    }

    private void compute(LoadedProducts loaded, Progress bar) {
        loaded.failures().forEach(failure -> fail(failure));
        if (loaded.isEmpty()) {
            return;
        }
        Batch batch = loaded.batch();
        Verification[] expected = new Verification[1];
        verifySeconds += timed(() -> expected[0] = Verification.of(batch, seeds.nextLong(), threads));
        bar.doing("computing");
        try {
            strategy.load(batch);
            Round round = strategy.run();
            strategy.collect();
            computeSeconds += round.seconds();
            flop += batch.flop();
            effective = EffectiveReport.of(strategy.effective());
        } catch (ProductFailedException e) {
            session.stop().check();
            loaded.entries().forEach(entry -> fail(entry, e.getMessage()));
            return;
        }
        session.stop().check();
        bar.doing("storing");
        store(loaded, batch, expected[0]);
    }

    private void store(LoadedProducts loaded, Batch batch, Verification expected) {
        String[] wrong = new String[batch.size()];
        verifySeconds += timed(() -> storing.forEach(batch.size(), i -> wrong[i] = check(batch, expected, i)));
        int[] right =
                IntStream.range(0, wrong.length).filter(i -> wrong[i] == null).toArray();
        wrongResult |= right.length < wrong.length;
        for (int i = 0; i < wrong.length; i++) {
            if (wrong[i] != null) {
                fail(loaded.entries().get(i), wrong[i]);
            }
        }
        storeSeconds += timed(() -> storing.forEach(right.length, i -> {
            ResultFile.store(
                    batch.get(right[i]).c(), loaded.entries().get(right[i]).out(), false);
            countStored();
        }));
    }

    private static String check(Batch batch, Verification expected, int index) {
        try {
            expected.require(batch, index);
            return null;
        } catch (ProductFailedException e) {
            return e.getMessage();
        }
    }

    private synchronized void countStored() {
        stored++;
    }

    private void fail(EntryFailure failure) {
        fail(failure.entry(), failure.cause().getMessage());
    }

    private void fail(ProductEntry entry, String reason) {
        failures.add(new FailedProduct(selection.place(entry), entry.out().toString(), reason));
    }

    private static double timed(Runnable step) {
        long start = System.nanoTime();
        step.run();
        return (System.nanoTime() - start) / 1e9;
    }

    synchronized long stored() {
        return stored;
    }

    List<FailedProduct> failures() {
        return failures;
    }

    int windows() {
        return windows;
    }

    double flop() {
        return flop;
    }

    /** Whether no product that was computed was wrong. */
    boolean verified() {
        return !wrongResult && stored > 0;
    }

    /** Null where nothing was computed. */
    EffectiveReport effective() {
        return effective;
    }

    List<String> notes() {
        return strategy.notes();
    }

    RunReport.Seconds seconds(double total) {
        return new RunReport.Seconds(total, setupSeconds, readSeconds, computeSeconds, verifySeconds, storeSeconds);
    }

    @Override
    public void close() {
        storing.close();
        strategy.close();
    }
}
