package org.blaspool.dispatch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasSpec;
import org.blaspool.cpu.CpuAllotment;
import org.blaspool.cpu.CpuTopology;
import org.blaspool.cpu.MemoryAllotment;
import org.blaspool.cpu.ProcessLimits;
import org.blaspool.error.InvalidInputException;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.plan.StrategyKind;
import org.blaspool.plan.StrategySpec;
import org.blaspool.pool.FaultTolerance;
import org.blaspool.pool.ScratchDirectory;
import org.blaspool.pool.WorkerJvm;
import org.blaspool.strategy.StrategyContext;

/** What a pool is opened with. For one thread. */
public final class PoolSettings {
    private static final String AUTO = "auto";

    private StrategySpec asked;
    /** Of any strategy: the kind does not matter here. */
    private StrategySpec options = StrategySpec.of(StrategyKind.THREADS);

    private BlasSpec blas = BlasSpec.BUNDLED;
    private long timeoutMillis = FaultTolerance.DEFAULT.timeoutMillis();
    private int retries = FaultTolerance.DEFAULT.retries();
    private long memoryLimit;
    private WorkerJvm jvm = WorkerJvm.DEFAULT;
    private Path scratch;
    private CpuAllotment allotment;

    public void strategy(String spec) {
        String text = spec.strip();
        if (text.equals(AUTO) || text.startsWith(AUTO + ":")) {
            asked = null;
            options = StrategySpec.parse(StrategyKind.THREADS + text.substring(AUTO.length()))
                    .orElse(options);
        } else {
            asked = StrategySpec.parse(text);
        }
    }

    public void blas(String kind) {
        blas = BlasSpec.parse(kind);
    }

    public void workers(int count) {
        options = options.withWorkers((int) positive("workers", count));
    }

    public void blasThreads(int count) {
        options = options.withBlasThreads((int) positive("blas-threads", count));
    }

    public void chunkSize(long products) {
        options = options.withChunkSize(positive("chunk-size", products));
    }

    public void timeout(Duration each) {
        timeoutMillis = positive("timeout", each.toMillis());
    }

    public void retries(int count) {
        retries = (int) positive("retries", count);
    }

    public void memoryLimit(long bytes) {
        memoryLimit = positive("memory-limit", bytes);
    }

    public void javaOptions(List<String> more) {
        jvm = jvm.with(more);
    }

    public void classPath(List<String> entries) {
        jvm = new WorkerJvm(jvm.options(), entries, jvm.environment());
    }

    public void environment(Map<String, String> variables) {
        jvm = new WorkerJvm(jvm.options(), jvm.classPath(), variables);
    }

    public void scratch(Path directory) {
        scratch = directory;
    }

    private static long positive(String name, long value) {
        if (value < 1) {
            throw new InvalidInputException("value is not positive: " + name + "=" + value + ", expected at least 1");
        }
        return value;
    }

    /** Loads the BLAS and sees which strategies there are; {@link Ways#start} starts them. */
    public Ways ways() {
        CpuTopology topology = CpuTopology.read();
        allotment = CpuAllotment.read(topology);
        ProcessLimits.requireThreadsOver(allotment.cpus());
        BlasLibrary library = blas.open();
        try {
            StrategyContext context = new StrategyContext(
                            library,
                            blas.toString(),
                            topology,
                            allotment,
                            false,
                            scratch == null ? ScratchDirectory.byEnvironment() : scratch)
                    .withFaults(new FaultTolerance(retries, timeoutMillis, true))
                    .withJvm(jvm);
            return new Ways(library, context, asked, options);
        } catch (RuntimeException | Error e) {
            library.close();
            throw e;
        }
    }

    /** Memory for the pool's matrices; after {@link #ways}. */
    public PoolMemory memory(boolean shared) {
        long limit = memoryLimit > 0 ? memoryLimit : MemoryAllotment.read().availableBytes() / 10 * 9;
        return new PoolMemory(shared, parallelism(), limit);
    }

    /** How many products are computed at once; after {@link #ways}. */
    public int parallelism() {
        return options.workers().orElse(allotment.physicalCores());
    }

    /** Opens something; what goes wrong with natives as classes are initialised is told as what it is. */
    public <T> T guarded(Supplier<T> opening) {
        try {
            return opening.get();
        } catch (LinkageError e) {
            Throwable reason = e;
            while (reason.getCause() != null && reason instanceof LinkageError) {
                reason = reason.getCause();
            }
            if (reason instanceof RuntimeException known && !(reason instanceof NullPointerException)) {
                throw known;
            }
            throw new ResourceUnavailableException(
                    "native library cannot be loaded: " + reason
                            + "; expected the jar of org.blaspool:blaspool with the"
                            + " classifier of this machine and that of org.bytedeco:openblas on the class path",
                    e);
        }
    }
}
