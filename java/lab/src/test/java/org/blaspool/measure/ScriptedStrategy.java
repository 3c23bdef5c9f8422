package org.blaspool.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.blaspool.Operation;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.Dgemm;
import org.blaspool.operation.Application;
import org.blaspool.plan.StrategySpec;
import org.blaspool.strategy.Effective;
import org.blaspool.strategy.PhaseSeconds;
import org.blaspool.strategy.Round;
import org.blaspool.strategy.Strategy;
import org.blaspool.usage.Usage;

/** A strategy that really multiplies, whose rounds take as long as a script says, and that can be told to misbehave. */
class ScriptedStrategy implements Strategy {
    /** What a test sees of all strategies: one line a call. */
    final List<String> calls;

    private final StrategySpec spec;
    private final double[] seconds;
    private List<String> notes = List.of();
    private Batch batch;
    private int rounds;
    private int failingRound = -1;
    private int wrongRound = -1;
    private int lazyRound = -1;
    private int blasThreads = 1;
    private double cpuSeconds = Double.NaN;
    private boolean closed;

    /** @param seconds of the warm-up and each round; the last one counts for all that follow */
    ScriptedStrategy(StrategySpec spec, List<String> calls, double... seconds) {
        this.spec = spec;
        this.calls = calls;
        this.seconds = seconds;
    }

    ScriptedStrategy failingIn(int round) {
        failingRound = round;
        return this;
    }

    ScriptedStrategy wrongIn(int round) {
        wrongRound = round;
        return this;
    }

    /** Leaves the results of an earlier round where they are. */
    ScriptedStrategy lazyIn(int round) {
        lazyRound = round;
        return this;
    }

    ScriptedStrategy noting(String note) {
        notes = List.of(note);
        return this;
    }

    /** What it says that each caller has. */
    ScriptedStrategy withBlasThreads(int threads) {
        blasThreads = threads;
        return this;
    }

    /** What each of its rounds takes of the CPUs. */
    ScriptedStrategy usingCpu(double cpu) {
        cpuSeconds = cpu;
        return this;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public StrategySpec requested() {
        return spec;
    }

    @Override
    public boolean wantsSharedOperands() {
        return spec.kind().usesProcesses();
    }

    @Override
    public void start() {
        note("start");
    }

    @Override
    public Effective effective() {
        return new Effective(2, List.of(blasThreads, blasThreads), List.of("0", "1"), "huge", null);
    }

    @Override
    public void load(Batch loaded) {
        note("load" + (loaded.isShared() ? " shared" : " private"));
        batch = loaded;
    }

    @Override
    public Round run() {
        int round = rounds++;
        note("run " + round);
        if (round == failingRound) {
            throw new IllegalStateException("worker died: worker=1 signal=9");
        }
        if (round != lazyRound) {
            batch.products().forEach(ScriptedStrategy::multiply);
        }
        if (round == wrongRound) {
            Dgemm last = batch.get(batch.size() - 1);
            last.c().set(0, 0, last.c().get(0, 0) + 1e-6);
        }
        double total = seconds[Math.min(round, seconds.length - 1)];
        PhaseSeconds phases = PhaseSeconds.within(total, 0, 0, 0, 0, total / 4, total / 2, 0);
        long cpuNanos = Double.isNaN(cpuSeconds) ? round * 1_000_000_000L : Math.round(cpuSeconds * 1e9);
        return new Round(Math.round(total * 1e9), phases, new Usage(cpuNanos, 0, round, 0, 0), 10L * round);
    }

    @Override
    public void collect() {
        note("collect");
    }

    @Override
    public void close() {
        closed = true;
        note("close");
    }

    @Override
    public void apply(Operation operation, List<Application> calls, OptionalLong chunkSize) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void unload() {
        // Nothing was taken anywhere.
    }

    @Override
    public void stop() {
        throw new UnsupportedOperationException();
    }

    private void note(String call) {
        calls.add(spec.kind() + " " + call);
    }

    static List<String> log() {
        return new ArrayList<>();
    }

    private static void multiply(Dgemm product) {
        for (long i = 0; i < product.m(); i++) {
            for (long j = 0; j < product.n(); j++) {
                double sum = 0;
                for (long l = 0; l < product.k(); l++) {
                    sum += product.a().get(i, l) * product.b().get(l, j);
                }
                product.c().set(i, j, sum);
            }
        }
    }

    @Override
    public List<String> notes() {
        return notes;
    }
}
