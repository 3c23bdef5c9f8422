package org.blaspool.bench.jmh;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasSpec;
import org.blaspool.blas.SplitRules;
import org.blaspool.cpu.CpuAllotment;
import org.blaspool.cpu.CpuTopology;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.Dgemm;
import org.blaspool.plan.StrategySpec;
import org.blaspool.pool.PoolOptions.Surroundings;
import org.blaspool.pool.ScratchDirectory;
import org.blaspool.strategy.Round;
import org.blaspool.strategy.Strategies;
import org.blaspool.strategy.Strategy;
import org.blaspool.strategy.StrategyContext;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A batch of one tiny product through a pool and back: what a round costs that computes nothing. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
@Fork(value = 1, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 2, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 400, timeUnit = TimeUnit.MILLISECONDS)
public class RoundTrips {
    @Param({
        "threads",
        "processes-shared",
        "processes-serialized:codec=raw",
        "processes-serialized:codec=java",
        "processes-hosted"
    })
    private String spec;

    private BlasLibrary blas;
    private MatrixStore store;
    private Strategy strategy;

    @Setup(Level.Trial)
    public void prepare() {
        CpuTopology topology = CpuTopology.read(Path.of("/"));
        CpuAllotment allotment = CpuAllotment.read(topology, Path.of("/"), System.getenv());
        blas = BlasSpec.BUNDLED.open();
        strategy = Strategies.create(
                StrategySpec.parse(spec),
                new StrategyContext(
                        blas,
                        Surroundings.of(BlasSpec.BUNDLED.toString(), ScratchDirectory.byEnvironment()),
                        topology,
                        allotment,
                        false,
                        () -> SplitRules.NONE));
        store = strategy.wantsSharedOperands() ? MatrixStore.sharedMemory() : MatrixStore.privateMemory();
        strategy.start();
        strategy.load(Batch.of(Dgemm.of(store.allocate(4, 4), store.allocate(4, 4), store.allocate(4, 4))));
    }

    @TearDown(Level.Trial)
    public void close() {
        strategy.close();
        store.close();
        blas.close();
    }

    @Benchmark
    public Round roundTrip() {
        return strategy.run();
    }
}
