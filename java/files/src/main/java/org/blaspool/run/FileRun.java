package org.blaspool.run;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.blaspool.cpu.Machine;
import org.blaspool.cpu.MemoryAllotment.MemoryBudget;
import org.blaspool.error.StoppedException;
import org.blaspool.file.FileReaders;
import org.blaspool.file.Manifest;
import org.blaspool.file.Workload;
import org.blaspool.run.RunSummary.Bound;
import org.blaspool.run.Tally.RunStage;
import org.blaspool.strategy.Effective;
import org.blaspool.strategy.Strategy;
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
    private final RunJournal journal;
    private final Selection selection;
    private final RunMemory memory;
    private WindowLoop loop;
    private long loopNanos;
    private Usage loopUsage;

    private FileRun(RunOptions options, Machine machine, MemoryBudget budget, InputStream in, BooleanSupplier stop) {
        this.options = options;
        this.machine = machine;
        this.stop = stop;
        Manifest manifest = Manifest.open(options.pairs(), options.out(), in);
        readers = new FileReaders(Math.max(FEWEST_READERS, machine.cpus().cpus()));
        boolean opened = false;
        RunJournal taken = null;
        try {
            taken = new RunJournal(options);
            journal = taken;
            selection = Selection.check(manifest, options, journal, readers);
            workload().requireWithin(budget.bytes());
            check(stop);
            long elsewhere = readers.bytesElsewhere(workload().readerBytes());
            memory = new RunMemory(
                    budget.less(elsewhere, "processes that read HDF5 files"),
                    workload(),
                    machine.cpus().physicalCores());
            opened = true;
        } finally {
            if (!opened) {
                close(taken);
            }
        }
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
        return new FileRun(options, machine, budget, in, stop);
    }

    static void check(BooleanSupplier stop) {
        if (stop.getAsBoolean()) {
            throw new StoppedException("stopped by a signal");
        }
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
    public void take(Strategy strategy) {
        loop = new WindowLoop(options, stop, machine, strategy, selection, memory);
        loopNanos = System.nanoTime();
        loopUsage = Usage.ofThisProcess();
    }

    /**
     * Computes, verifies, stores and records all products.
     *
     * @throws StoppedException where it was to stop; what was computed until then is stored
     */
    public void compute() {
        try {
            loop.run(readers, journal);
        } catch (RuntimeException e) {
            if (stop.getAsBoolean()) {
                throw new StoppedException(
                        "stopped by a signal: stored=" + tally().storedCount() + " of="
                                + workload().products() + ", go on with --resume",
                        e);
            }
            throw e;
        }
    }

    /** What became of products so far; where nothing was computed, nothing was counted either. */
    public Tally tally() {
        return loop == null ? new Tally(selection) : loop.tally();
    }

    /** How many times a product was given to another worker, since one died with it in hand. */
    public long retried() {
        return loop == null ? 0 : loop.retried();
    }

    /** What there really was of the strategy; null where nothing was computed. */
    public Effective effective() {
        return loop == null ? null : loop.effective();
    }

    /** What happened to the strategy that a report should tell. */
    public List<String> strategyNotes() {
        return loop == null ? List.of() : new ArrayList<>(loop.notes());
    }

    /** What keeps it from being faster, or kept; null where nothing is known yet. */
    public Bound bound() {
        Tally tally = tally();
        double elapsed = (System.nanoTime() - loopNanos) / 1e9;
        if (tally.windows() == 0 || elapsed <= 0) {
            return null;
        }
        Usage used = Usage.ofThisProcess().minus(loopUsage);
        double cpuSeconds = (used.userNanos() + used.systemNanos()) / 1e9 + tally.workerSeconds();
        return Bound.of(
                cpuSeconds / (machine.cpus().cpus() * elapsed),
                tally.seconds(RunStage.READ) / elapsed,
                tally.seconds(RunStage.COMPUTE) / elapsed,
                tally.seconds(RunStage.VERIFY) / elapsed,
                tally.seconds(RunStage.STORE) / elapsed,
                loop.windowsAtOnce());
    }

    /** What became of all products. */
    public RunSummary summary() {
        Tally tally = tally();
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

    private void close(RunJournal taken) {
        try {
            if (loop != null) {
                loop.close();
            }
        } finally {
            try {
                if (taken != null) {
                    taken.close();
                }
            } finally {
                readers.close();
            }
        }
    }

    @Override
    public void close() {
        close(journal);
    }
}
