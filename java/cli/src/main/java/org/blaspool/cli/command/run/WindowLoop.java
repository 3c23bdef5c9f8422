package org.blaspool.cli.command.run;

import java.util.List;
import org.blaspool.cli.command.Engine;
import org.blaspool.cli.command.Session;
import org.blaspool.cli.report.CompareReport.EffectiveReport;
import org.blaspool.cli.terminal.Progress;
import org.blaspool.file.FileReaders;
import org.blaspool.file.ProductWindows;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.plan.StrategySpec;
import org.blaspool.strategy.IndependentStrategy;
import org.blaspool.strategy.Strategy;

/** Computes one window of products after another. */
final class WindowLoop implements AutoCloseable {
    /** So that results come out, and can be resumed from, long before the end of a large batch. */
    private static final long USUAL_WINDOW_BYTES = 1L << 30;
    /** Fewer products a CPU would leave CPUs idle at the end of each window. */
    private static final int PRODUCTS_PER_CPU = 8;

    private final RunRequest request;
    private final Session session;
    private final Selection selection;
    private final Strategy strategy;
    private final Tally tally;
    private final StoringThreads storing;
    private final int cpus;
    private final int threads;
    private EffectiveReport effective;

    /** @param storingThreads how many verify and store results at once */
    WindowLoop(
            RunRequest request,
            Session session,
            Engine engine,
            StrategySpec spec,
            Selection selection,
            int storingThreads) {
        this.request = request;
        this.session = session;
        this.selection = selection;
        this.strategy = engine.create(spec);
        this.tally = new Tally(selection);
        this.storing = new StoringThreads(storingThreads);
        this.cpus = session.machine().cpus().cpus();
        this.threads = session.machine().cpus().physicalCores();
    }

    /** @param budgetBytes what the matrices of a window may take */
    void run(long budgetBytes, FileReaders readers) {
        long windowBytes = windowBytes(budgetBytes);
        long products = selection.workload().products();
        tally.setUp(strategy::start);
        try (Progress bar = Progress.start(session.console(), request.output().quiet(), "products", products);
                WindowWork work = work(readers, bar, windowBytes);
                ProductWindows cut = new ProductWindows(selection.entries(), windowBytes, readers)) {
            while (cut.hasNext() && (!tally.anyFailed() || request.faults().continueOnError())) {
                session.stop().check();
                work.compute(cut.next());
                tally.windowDone();
                effective = EffectiveReport.of(strategy.effective());
                bar.reached(tally.settled(), products);
            }
        }
    }

    private WindowWork work(FileReaders readers, Progress bar, long windowBytes) {
        boolean goOn = request.faults().continueOnError();
        RunParts parts = new RunParts(session, strategy, tally, readers, storing, bar, goOn);
        if (strategy instanceof IndependentStrategy independent) {
            return new FileWork(parts, independent, request.out().path());
        }
        long bytes = Math.min(windowBytes, selection.workload().footprint());
        return new LoadedWork(parts, MatrixStore.reserve(bytes, strategy.wantsSharedOperands(), threads), threads);
    }

    private long windowBytes(long budgetBytes) {
        long largest = selection.workload().largestFootprint();
        long busy = PRODUCTS_PER_CPU * (long) cpus;
        long wanted = largest > Long.MAX_VALUE / busy ? Long.MAX_VALUE : largest * busy;
        return Math.min(budgetBytes, Math.max(USUAL_WINDOW_BYTES, wanted));
    }

    Tally tally() {
        return tally;
    }

    /** Null where nothing was computed. */
    EffectiveReport effective() {
        return effective;
    }

    List<String> notes() {
        return strategy.notes();
    }

    @Override
    public void close() {
        storing.close();
        strategy.close();
    }
}
