package org.blaspool.bench.scenarios;

import java.nio.file.Path;
import java.util.List;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasSpec;
import org.blaspool.blas.SplitRules;
import org.blaspool.cpu.Machine;
import org.blaspool.matrix.ProductShape;
import org.blaspool.measure.Comparison;
import org.blaspool.measure.ComparisonRequest;
import org.blaspool.measure.ComparisonRequest.Clock;
import org.blaspool.measure.ComparisonRequest.Residency;
import org.blaspool.measure.MachineRecord;
import org.blaspool.measure.MachineRecord.MachineLimits;
import org.blaspool.measure.Workload;
import org.blaspool.plan.SplitTuning;
import org.blaspool.plan.StrategySpec;
import org.blaspool.pool.PoolOptions.Surroundings;
import org.blaspool.pool.ScratchDirectory;
import org.blaspool.strategy.Strategies;
import org.blaspool.strategy.Strategy;
import org.blaspool.strategy.StrategyContext;
import org.blaspool.strategy.StrategyFactory;

/** What all rows are measured with: this machine, taken to be ours alone, and the bundled OpenBLAS. */
final class Bench implements AutoCloseable {
    private static final double BUDGET_SECONDS = 60;

    private final Path root;
    private final boolean quick;
    private final Machine machine = Machine.read();
    private final BlasLibrary blas = BlasSpec.BUNDLED.open();
    private final MachineLimits limits = MachineLimits.of(machine.cpus());
    private SplitTuning splits;

    /** @param root directory of the checkout */
    Bench(Path root, boolean quick) {
        this.root = root;
        this.quick = quick;
    }

    /** The first in a full run, the second in a quick one. */
    int count(int full, int inQuick) {
        return quick ? inQuick : full;
    }

    boolean quick() {
        return quick;
    }

    /** A file of the checkout. */
    Path file(String path) {
        return root.resolve(path);
    }

    Machine machine() {
        return machine;
    }

    /** Workers of each strategy, and of each reference. */
    int workers() {
        return machine.cpus().physicalCores();
    }

    BlasLibrary blas() {
        return blas;
    }

    /** FMA peak of all CPUs now, in FLOP/s. */
    double peak() {
        return limits.flopPerSecond();
    }

    /** A strategy that is not started yet. */
    Strategy strategy(String spec) {
        return strategy(StrategySpec.parse(spec));
    }

    /** The same of a spec that was read already. */
    Strategy strategy(StrategySpec spec) {
        return Strategies.create(
                spec,
                new StrategyContext(
                        blas,
                        Surroundings.of(BlasSpec.BUNDLED.toString(), ScratchDirectory.byEnvironment()),
                        machine.topology(),
                        machine.cpus(),
                        true,
                        this::splitRules));
    }

    /** As every command takes them: of the shapes that mattered so far. */
    synchronized SplitRules splitRules() {
        return splits().rules();
    }

    /** Finds out how products of a shape are best split, as compare and plan do. */
    synchronized void prepareSplits(ProductShape shape) {
        splits().prepareFor(shape);
    }

    private SplitTuning splits() {
        if (splits == null) {
            splits = SplitTuning.inUsersCache(machine.topology(), blas, System.getenv());
        }
        return splits;
    }

    /** A comparison that goes on until every verdict is settled, as compare does without --rounds. */
    Comparison openComparison(Workload workload, List<StrategySpec> strategies, StrategyFactory factory) {
        prepareSplits(new ProductShape(workload.m(), workload.k(), workload.n()));
        return new Comparison(
                new ComparisonRequest(
                        "custom",
                        Clock.WARM,
                        workload,
                        strategies,
                        0,
                        BUDGET_SECONDS,
                        Residency.TOGETHER,
                        workers(),
                        false),
                factory,
                MachineRecord.describe(machine.topology(), machine.cpus(), blas.info()),
                limits);
    }

    /** A comparison of a workload by the warm clock, with workers that stay up. */
    Comparison comparison(Workload workload, List<StrategySpec> strategies, int rounds, StrategyFactory factory) {
        return new Comparison(
                new ComparisonRequest(
                        "custom",
                        Clock.WARM,
                        workload,
                        strategies,
                        rounds,
                        Double.POSITIVE_INFINITY,
                        Residency.TOGETHER,
                        workers(),
                        false),
                factory,
                MachineRecord.describe(machine.topology(), machine.cpus(), blas.info()),
                limits);
    }

    @Override
    public void close() {
        blas.close();
    }
}
