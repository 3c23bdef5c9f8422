package org.blaspool.spark;

import java.util.List;
import java.util.OptionalLong;
import org.blaspool.Operation;
import org.blaspool.error.InvalidInputException;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.Dgemm;
import org.blaspool.operation.Application;
import org.blaspool.plan.StrategyKind;
import org.blaspool.plan.StrategySpec;
import org.blaspool.spark.SparkDriver.SparkInstallation;
import org.blaspool.strategy.Configuration;
import org.blaspool.strategy.Effective;
import org.blaspool.strategy.OneCallerStrategy;
import org.blaspool.strategy.PhaseSeconds;
import org.blaspool.strategy.Round;
import org.blaspool.strategy.Strategy;
import org.blaspool.strategy.StrategyContext;
import org.blaspool.strategy.StrategyProvider;
import org.blaspool.usage.Usage;

/**
 * Executors of Spark on this machine, which are sent their operands as Java serialization has them and send their results
 * back likewise: what a user of Spark gets who parallelizes a list of pairs and collects the products. The clock runs
 * from operands in this process's memory to results there.
 */
public final class SparkStrategy extends OneCallerStrategy {
    /** Found where its strategy is asked for. */
    public static final class Provider implements StrategyProvider {
        @Override
        public StrategyKind kind() {
            return StrategyKind.SPARK;
        }

        @Override
        public Strategy create(StrategySpec spec, StrategyContext context) {
            return new SparkStrategy(spec, context);
        }
    }

    /** A task's operands are in memory as a whole, several times, and Spark sends no more than 2 GiB at once. */
    private static final long CHUNK_BYTES = 64L << 20;

    private final Configuration configuration;
    private final StrategyContext context;
    private final SparkInstallation spark;
    private SparkDriver driver;
    private Batch batch;
    private Usage sparkUsage = Usage.NONE;

    SparkStrategy(StrategySpec spec, StrategyContext context) {
        super(spec);
        spec.pin().filter(how -> !how.equals("auto") && !how.equals("none")).ifPresent(how -> {
            throw new InvalidInputException(
                    "spark's executors cannot be pinned: pin=" + how + " in " + spec + ", expected auto or none");
        });
        this.configuration = Configuration.of(spec.withPin("none").withSplit(false), context);
        this.context = context;
        this.spark = SparkInstallation.find(System.getenv());
    }

    @Override
    public boolean wantsSharedOperands() {
        return true;
    }

    @Override
    protected void startUp() {
        driver = SparkDriver.start(spark, requested(), configuration, context);
    }

    @Override
    public Effective effective() {
        requireStarted();
        return new Effective(
                configuration.workers(),
                driver.executors().stream()
                        .map(SparkDriver.Executor::blasThreads)
                        .toList(),
                driver.executors().stream().map(SparkDriver.Executor::cpus).toList(),
                Batch.pages(batch),
                null);
    }

    @Override
    protected void take(Batch newBatch) {
        if (!newBatch.isShared()) {
            throw new IllegalArgumentException("operands are not in shared memory");
        }
        batch = newBatch;
        driver.load(batch, chunkSize());
    }

    private int chunkSize() {
        long largest = batch.products().stream().mapToLong(Dgemm::bytes).max().orElse(1);
        long usual = (batch.size() + 4L * configuration.workers() - 1) / (4L * configuration.workers());
        long size = requested().chunkSize().orElse(Math.min(usual, Math.max(1, CHUNK_BYTES / largest)));
        return (int) Math.min(batch.size(), size);
    }

    @Override
    protected Round compute() {
        Usage before = Usage.ofThisProcess();
        long start = System.nanoTime();
        SparkDriver.Work work = driver.run();
        long nanos = System.nanoTime() - start;
        Usage ofSpark = Usage.of(work.usage());
        Usage used = Usage.ofThisProcess().minus(before).plus(ofSpark.minus(sparkUsage));
        sparkUsage = ofSpark;
        return new Round(nanos, phases(nanos, work), used, batch.bytes());
    }

    /** What no executor was busy with, it waited for Spark: scheduling, and bytes on their way. */
    private PhaseSeconds phases(long nanos, SparkDriver.Work work) {
        double scale = 1e-9 / configuration.workers();
        double serialize = work.serializeNanos() * scale;
        double deserialize = work.deserializeNanos() * scale;
        double compute = work.computeNanos() * scale;
        double queue = Math.max(0, nanos * 1e-9 - serialize - deserialize - compute);
        return PhaseSeconds.within(nanos * 1e-9, 0, serialize, 0, deserialize, queue, compute, 0);
    }

    @Override
    protected void call(Operation operation, List<Application> calls, OptionalLong chunkSize) {
        throw new InvalidInputException("spark runs products alone: strategy=" + requested()
                + ", expected threads, processes-shared or processes-serialized for an operation");
    }

    @Override
    protected void letGo() {
        batch = null;
    }

    @Override
    public void stop() {
        shutDown();
    }

    @Override
    public List<String> notes() {
        return configuration.placement().notes();
    }

    @Override
    protected void shutDown() {
        if (driver != null) {
            driver.close();
        }
    }
}
