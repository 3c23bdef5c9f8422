package org.blaspool.run;

import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.blaspool.cpu.Machine;
import org.blaspool.cpu.ProcessLimits;
import org.blaspool.error.BatchFailedException;
import org.blaspool.file.FileReaders;
import org.blaspool.file.ProductEntry;
import org.blaspool.file.ProductWindows;
import org.blaspool.independent.IndependentStrategy;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.plan.StrategySpec;
import org.blaspool.run.Tally.RunStage;
import org.blaspool.strategy.Effective;
import org.blaspool.strategy.Round;
import org.blaspool.strategy.Strategy;
import org.blaspool.usage.Usage;

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

    /** How products come to their results, window by window: each is stored, recorded and counted, or fails and is counted. */
    interface WindowWork extends AutoCloseable {
        /** Until there are no more windows, or a product fails that is not to be passed over. */
        void run(ProductWindows windows);

        @Override
        void close();
    }

    /** Ends windows after a few seconds' work, at the rate so far, so that results come out and progress is seen. */
    static final class WindowPace {
        private static final double SECONDS = 4;
        /** Until the first window has told; a CPU without wide vector units does about as much. */
        private static final double FLOP_PER_CPU_SECOND = 1e10;
        /** Fewer products a CPU would leave CPUs idle at the end of each window. */
        static final int PRODUCTS_PER_CPU = 8;

        private final Tally tally;
        private final int cpus;

        WindowPace(Tally tally, int cpus) {
            this.tally = tally;
            this.cpus = cpus;
        }

        void set(ProductWindows windows) {
            double seconds = tally.seconds(RunStage.COMPUTE);
            double rate = seconds > 0 && tally.flop() > 0 ? tally.flop() / seconds : FLOP_PER_CPU_SECOND * cpus;
            windows.endWindowsAt(SECONDS * rate, PRODUCTS_PER_CPU * cpus);
        }
    }

    /**
     * What the windows of a run are computed with.
     *
     * @param stop says whether to stop
     * @param strategy that was started
     * @param tally where products and seconds are counted
     * @param readers read files into memory
     * @param storing verify and store results
     * @param cpus that this process may use
     * @param goOn whether a window's other products are kept when some failed
     */
    record RunParts(
            BooleanSupplier stop,
            Strategy strategy,
            Tally tally,
            FileReaders readers,
            StoringThreads storing,
            int cpus,
            boolean goOn) {

        /** For the places where a run can stop. */
        void checkStop() {
            FileRun.check(stop);
        }

        /**
         * Has the strategy compute what it has loaded.
         *
         * @return which of the entries have results, in order
         */
        int[] compute(List<ProductEntry> entries) {
            boolean[] failed = new boolean[entries.size()];
            tally.timed(RunStage.COMPUTE, () -> {
                try {
                    run();
                } catch (BatchFailedException e) {
                    checkStop();
                    fail(entries, e, failed);
                }
            });
            checkStop();
            return IntStream.range(0, failed.length).filter(i -> !failed[i]).toArray();
        }

        private void run() {
            Usage before = Usage.ofThisProcess();
            Round round = strategy.run();
            if (strategy.requested().kind().usesProcesses()) {
                Usage workers = round.usage().minus(Usage.ofThisProcess().minus(before));
                tally.workersUsed(Math.max(0, workers.userNanos() + workers.systemNanos()) / 1e9);
            }
        }

        /** Those that are named fail; the others have results only where the first failure did not stop them. */
        private void fail(List<ProductEntry> entries, BatchFailedException failure, boolean[] failed) {
            if (failure.failures().isEmpty()) {
                entries.forEach(entry -> tally.failed(entry, failure.getMessage()));
            }
            failure.failures().forEach((task, reason) -> {
                tally.failed(entries.get(task.intValue()), reason.getMessage());
                failed[task.intValue()] = true;
            });
            if (failure.failures().isEmpty() || !goOn) {
                Arrays.fill(failed, true);
            }
        }
    }
}
