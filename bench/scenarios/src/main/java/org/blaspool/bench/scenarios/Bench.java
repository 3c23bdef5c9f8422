package org.blaspool.bench.scenarios;

import java.nio.file.Path;
import org.blaspool.blas.Blas;
import org.blaspool.blas.BlasSpec;
import org.blaspool.cli.command.Machine;
import org.blaspool.measure.MachineLimits;
import org.blaspool.plan.StrategySpec;
import org.blaspool.pool.ScratchDirectory;
import org.blaspool.strategy.Strategies;
import org.blaspool.strategy.Strategy;
import org.blaspool.strategy.StrategyContext;

/** What all rows are measured with: this machine, taken to be ours alone, and the bundled OpenBLAS. */
final class Bench implements AutoCloseable {
    private final Path root;
    private final boolean quick;
    private final Machine machine = Machine.read();
    private final Blas blas = BlasSpec.BUNDLED.open();
    private final MachineLimits limits = MachineLimits.of(machine.cpus());

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

    Blas blas() {
        return blas;
    }

    /** FMA peak of all CPUs now, in FLOP/s. */
    double peak() {
        return limits.flopPerSecond();
    }

    /** A strategy that is not started yet. */
    Strategy strategy(String spec) {
        StrategyContext context = new StrategyContext(
                blas,
                BlasSpec.BUNDLED.toString(),
                machine.topology(),
                machine.cpus(),
                true,
                ScratchDirectory.byEnvironment());
        return Strategies.create(StrategySpec.parse(spec), context);
    }

    @Override
    public void close() {
        blas.close();
    }
}
