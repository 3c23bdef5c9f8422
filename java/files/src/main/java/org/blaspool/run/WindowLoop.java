package org.blaspool.run;

import java.util.List;
import java.util.function.BooleanSupplier;
import org.blaspool.cpu.Machine;
import org.blaspool.cpu.ProcessLimits;
import org.blaspool.file.FileReaders;
import org.blaspool.file.ProductWindows;
import org.blaspool.independent.IndependentStrategy;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.plan.StrategySpec;
import org.blaspool.strategy.Effective;
import org.blaspool.strategy.Strategy;

/** Takes the products of a run through a strategy, window by window. */
final class WindowLoop implements AutoCloseable {
    private final RunOptions options;
    private final BooleanSupplier stop;
    private final Selection selection;
    private final RunMemory.Windows windows;
    private final Strategy strategy;
    private final Tally tally;
    private final StoringThreads storing;
    private final int cpus;
    private final int threads;
    private Effective effective;

    /** @param memory what there is for windows, and for verifying several results at once */
    WindowLoop(
            RunOptions options,
            BooleanSupplier stop,
            Machine machine,
            Strategy strategy,
            Selection selection,
            RunMemory memory) {
        StrategySpec spec = strategy.requested();
        this.options = options;
        this.stop = stop;
        this.selection = selection;
        this.windows = memory.windows(spec);
        this.strategy = strategy;
        this.tally = new Tally(selection);
        this.cpus = machine.cpus().cpus();
        this.threads = machine.cpus().physicalCores();
        this.storing = new StoringThreads(memory.storingThreads(spec, cpus));
    }

    /** @param journal that has begun */
    void run(FileReaders readers, RunJournal journal) {
        tally.timed(RunStage.SETUP, strategy::start);
        try (ResultWriter writer = writer(journal);
                WindowWork work = work(readers, writer, journal);
                ProductWindows cut = new ProductWindows(selection.entries(), windows.bytes(), readers)) {
            work.run(cut);
        } finally {
            effective = tally.windows() > 0 ? strategy.effective() : null;
        }
    }

    private ResultWriter writer(RunJournal journal) {
        return new ResultWriter(
                options.out().path(), journal.unfinished(), journal.journal(), storing, tally, options.resume());
    }

    private WindowWork work(FileReaders readers, ResultWriter writer, RunJournal journal) {
        boolean goOn = options.faults().continueOnError();
        RunParts parts = new RunParts(stop, strategy, tally, readers, storing, cpus, goOn);
        if (strategy instanceof IndependentStrategy independent) {
            return new IndependentWork(parts, writer, journal.unfinished(), independent);
        }
        // Of readers, of stages, of what verifies and of what stores: missed in mid-run, one ends what others work on.
        ProcessLimits.read().require(3L * threads + 8, "threads of a run: cpus=" + threads);
        long bytes = Math.min(windows.bytes(), selection.workload().footprint());
        return new LoadedWork(
                parts,
                writer,
                () -> MatrixStore.reserve(bytes, strategy.wantsSharedOperands(), threads),
                windows.count(),
                threads);
    }

    Tally tally() {
        return tally;
    }

    /** How many windows were in memory at once, at most. */
    int windowsAtOnce() {
        return windows.count();
    }

    /** Null where nothing was computed. */
    Effective effective() {
        return effective;
    }

    /** How many times a product was given to another worker, since one died with it in hand. */
    long retried() {
        return strategy.retried();
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
