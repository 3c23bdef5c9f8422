package org.blaspool.cli.command.run;

import java.util.List;
import org.blaspool.cli.command.Engine;
import org.blaspool.cli.command.Session;
import org.blaspool.cli.report.CompareReport.EffectiveReport;
import org.blaspool.file.FileReaders;
import org.blaspool.file.ProductWindows;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.plan.StrategyKind;
import org.blaspool.plan.StrategySpec;
import org.blaspool.strategy.Contest;
import org.blaspool.strategy.IndependentStrategy;
import org.blaspool.strategy.Strategy;

/** Takes the products of a run through a strategy, window by window. */
final class WindowLoop implements AutoCloseable {
    private final RunRequest request;
    private final Session session;
    private final Selection selection;
    private final RunMemory.Windows windows;
    private final Strategy strategy;
    private final Tally tally;
    private final StoringThreads storing;
    private final int cpus;
    private final int threads;
    private EffectiveReport effective;

    /** @param memory what there is for windows, and for verifying several results at once */
    WindowLoop(
            RunRequest request,
            Session session,
            Engine engine,
            Choice choice,
            Selection selection,
            RunMemory memory) {
        this.request = request;
        this.session = session;
        this.selection = selection;
        StrategySpec spec = choice.spec();
        this.windows = memory.windows(spec);
        this.tally = new Tally(selection);
        this.cpus = session.machine().cpus().cpus();
        this.threads = session.machine().cpus().physicalCores();
        this.strategy = spec.kind() == StrategyKind.INDEPENDENT
                ? engine.create(spec)
                : new Contest(choice.specs().stream().map(engine::create).toList(), engine.samples(), threads);
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
            effective = tally.windows() > 0 ? EffectiveReport.of(strategy.effective()) : null;
        }
    }

    private ResultWriter writer(RunJournal journal) {
        return new ResultWriter(
                request.out().path(), journal.unfinished(), journal.journal(), storing, tally, request.resume());
    }

    private WindowWork work(FileReaders readers, ResultWriter writer, RunJournal journal) {
        boolean goOn = request.faults().continueOnError();
        RunParts parts = new RunParts(session, strategy, tally, readers, storing, cpus, goOn);
        if (strategy instanceof IndependentStrategy independent) {
            return new FileWork(parts, writer, journal.unfinished(), independent);
        }
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
    EffectiveReport effective() {
        return effective;
    }

    /** The strategy that computed the last window. */
    StrategySpec spec() {
        return strategy.requested();
    }

    /** Who won by how much, where several competed for the first windows; else empty. */
    String contest() {
        return strategy instanceof Contest contest ? contest.outcome() : "";
    }

    /** What windows took longer than with the best strategy, until that was known. */
    double choosingSeconds() {
        return strategy instanceof Contest contest ? contest.choosingSeconds() : 0;
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
