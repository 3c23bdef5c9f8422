package org.blaspool.run;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.blaspool.cpu.Machine;
import org.blaspool.cpu.MemoryAllotment.MemoryBudget;
import org.blaspool.cpu.ProcessLimits;
import org.blaspool.error.StoppedException;
import org.blaspool.file.FileReaders;
import org.blaspool.file.Manifest;
import org.blaspool.file.ProductWindows;
import org.blaspool.file.Workload;
import org.blaspool.independent.IndependentStrategy;
import org.blaspool.journal.InputStates;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.run.RunParts.WindowWork;
import org.blaspool.run.RunSummary.Bound;
import org.blaspool.run.Tally.RunStage;
import org.blaspool.strategy.Effective;
import org.blaspool.strategy.Strategy;
import org.blaspool.task.ParallelLoop;
import org.blaspool.usage.Usage;

/**
 * The products of a manifest, from the check of all files to the last result that is stored. Its life: {@link #open},
 * {@link #begin}, {@link #take} a strategy, {@link #compute}, {@link #summary}, {@link #close}; only {@link #tally},
 * {@link #bound} and {@link #retried} may be called by other threads meanwhile.
 */
public final class FileRun implements AutoCloseable {
    /** Disks and file servers want several requests at once, however few the CPUs. */
    private static final int FEWEST_READERS = 8;

    private final RunOptions options;
    private final Machine machine;
    private final BooleanSupplier stop;
    private final FileReaders readers;
    private final long startNanos = System.nanoTime();
    private RunJournal journal;
    private Selection selection;
    private Tally tally;
    private RunMemory memory;
    private Strategy strategy;
    private RunMemory.Windows windows;
    private long takenNanos;
    private Usage takenUsage;
    private Effective effective;

    private FileRun(RunOptions options, Machine machine, BooleanSupplier stop) {
        this.options = options;
        this.machine = machine;
        this.stop = stop;
        readers = new FileReaders(Math.max(FEWEST_READERS, machine.cpus().cpus()));
    }

    /**
     * Reads a manifest and the heads of all files that its entries name. Nothing is written.
     *
     * @param in the manifest where {@link RunOptions#pairs} is {@code -}
     * @param stop asked between two steps; where it says true, a {@link StoppedException} ends the run
     * @throws org.blaspool.error.InvalidInputException where anything is wrong with any of them
     * @throws org.blaspool.error.ResourceUnavailableException where the largest product does not fit into the budget
     */
    public static FileRun open(
            RunOptions options, Machine machine, MemoryBudget budget, InputStream in, BooleanSupplier stop) {
        FileRun run = new FileRun(options, machine, stop);
        try {
            run.check(Manifest.open(options.pairs(), options.out(), in), budget);
            return run;
        } catch (RuntimeException | Error e) {
            run.close();
            throw e;
        }
    }

    private void check(Manifest manifest, MemoryBudget budget) {
        journal = new RunJournal(options);
        selection = new Selection(manifest, options, journal, readers);
        tally = new Tally(selection);
        workload().requireWithin(budget.bytes());
        RunParts.check(stop);
        long elsewhere = readers.bytesElsewhere(workload().readerBytes());
        memory = new RunMemory(
                budget.less(elsewhere, "processes that read HDF5 files"),
                workload(),
                machine.cpus().physicalCores());
    }

    /** Products to compute, and their sizes. */
    public Workload workload() {
        return selection.workload();
    }

    /** Entries that are finished. */
    public long skipped() {
        return selection.skipped();
    }

    /** How memory is shared out, for the choice of a strategy. */
    public RunMemory memory() {
        return memory;
    }

    /**
     * Takes the shard's journal, unless there is nothing to compute, and tries whether results can be written.
     *
     * @return the free bytes where they are fewer than the results take
     */
    public OptionalLong begin() {
        if (options.dryRun() || workload().products() == 0) {
            return OptionalLong.empty();
        }
        journal.begin();
        long free = journal.unfinished().freeBytes();
        return free >= 0 && free < workload().resultBytes() ? OptionalLong.of(free) : OptionalLong.empty();
    }

    /** What a user should know of the journals. */
    public List<String> journalNotes() {
        return journal.notes();
    }

    /** Takes the strategy to compute with, not started; it is closed with the run. */
    public void take(Strategy chosen) {
        windows = memory.windows(chosen.requested());
        strategy = chosen;
        takenNanos = System.nanoTime();
        takenUsage = Usage.ofThisProcess();
    }

    /**
     * Computes, verifies, stores and records all products.
     *
     * @throws StoppedException where it was to stop; what was computed until then is stored
     */
    public void compute() {
        try {
            computeAndStore();
        } catch (RuntimeException e) {
            if (stop.getAsBoolean()) {
                throw new StoppedException(
                        "stopped by a signal: stored=" + tally.storedCount() + " of="
                                + workload().products() + ", go on with --resume",
                        e);
            }
            throw e;
        }
    }

    private void computeAndStore() {
        int cpus = machine.cpus().cpus();
        ParallelLoop storing = new ParallelLoop(memory.storingThreads(strategy.requested(), cpus));
        RunParts parts = new RunParts(
                stop,
                strategy,
                tally,
                readers,
                storing,
                InputStates.known(),
                cpus,
                options.faults().continueOnError());
        tally.timed(RunStage.SETUP, strategy::start);
        try (ResultWriter writer = new ResultWriter(options, journal, storing, tally);
                WindowWork work = work(parts, writer);
                ProductWindows cut = new ProductWindows(selection.entries(), windows.bytes(), readers)) {
            work.run(cut);
        } finally {
            effective = tally.windows() > 0 ? strategy.effective() : null;
        }
    }

    private WindowWork work(RunParts parts, ResultWriter writer) {
        if (strategy instanceof IndependentStrategy independent) {
            return new IndependentWork(parts, writer, journal.unfinished(), independent);
        }
        int cores = machine.cpus().physicalCores();
        // Of readers, of stages, of what verifies and of what stores: missed in mid-run, one ends what others work on.
        ProcessLimits.read().require(3L * cores + 8, "threads of a run: cpus=" + cores);
        long bytes = Math.min(windows.bytes(), workload().footprint());
        return new LoadedWork(
                parts,
                writer,
                () -> MatrixStore.reserve(bytes, strategy.wantsSharedOperands(), cores),
                windows.count(),
                cores);
    }

    /** What became of products so far. */
    public Tally tally() {
        return tally;
    }

    /** How many times a product was given to another worker, since one died with it in hand. */
    public long retried() {
        return strategy == null ? 0 : strategy.retried();
    }

    /** What there really was of the strategy; null where nothing was computed. */
    public Effective effective() {
        return effective;
    }

    /** What happened to the strategy that a report should tell. */
    public List<String> strategyNotes() {
        return strategy == null ? List.of() : new ArrayList<>(strategy.notes());
    }

    /** What keeps it from being faster, or kept; null where nothing is known yet. */
    public Bound bound() {
        double elapsed = (System.nanoTime() - takenNanos) / 1e9;
        if (tally.windows() == 0 || elapsed <= 0) {
            return null;
        }
        Usage used = Usage.ofThisProcess().minus(takenUsage);
        double cpuSeconds = (used.userNanos() + used.systemNanos()) / 1e9 + tally.workerSeconds();
        return Bound.of(
                cpuSeconds / (machine.cpus().cpus() * elapsed),
                tally.seconds(RunStage.READ) / elapsed,
                tally.seconds(RunStage.COMPUTE) / elapsed,
                tally.seconds(RunStage.VERIFY) / elapsed,
                tally.seconds(RunStage.STORE) / elapsed,
                windows.count());
    }

    /** What became of all products. */
    public RunSummary summary() {
        RunSummary.Seconds seconds = tally.summary((System.nanoTime() - startNanos) / 1e9);
        return new RunSummary(
                workload().products() + skipped(),
                tally.storedCount(),
                skipped(),
                tally.failures().size(),
                retried(),
                selection.replaced(),
                tally.windows(),
                seconds,
                seconds.compute() > 0 ? tally.flop() / seconds.compute() / 1e9 : 0,
                bound(),
                tally.verified(),
                tally.failures());
    }

    @Override
    public void close() {
        try {
            if (strategy != null) {
                strategy.close();
            }
        } finally {
            try {
                if (journal != null) {
                    journal.close();
                }
            } finally {
                readers.close();
            }
        }
    }
}
