package org.blaspool.pool;

import java.nio.file.Path;
import java.util.List;
import org.blaspool.blas.SplitRules;
import org.blaspool.cpu.CpuSet;
import org.blaspool.error.InvalidInputException;

/**
 * How a pool is set up and what it puts up with.
 *
 * @param workers worker JVMs, at least 1
 * @param blas which BLAS each loads, as after {@code --blas}
 * @param blasThreads BLAS threads of each, at least 1
 * @param splitRules by which each splits products
 * @param cpus the CPUs of each worker, or empty: not pinned
 * @param scratch directory for the pool's private files
 * @param retries how many workers a task may kill before it is given up, at least 1
 * @param timeoutMillis how long a task may take before its worker is killed; 0: as long as it likes
 * @param continueOnError whether the other tasks go on when one fails
 * @param javaOptions further options of the workers' JVMs, such as {@code -Xmx4g} for an operation that needs heap
 */
public record PoolOptions(
        int workers,
        String blas,
        int blasThreads,
        SplitRules splitRules,
        List<CpuSet> cpus,
        Path scratch,
        int retries,
        long timeoutMillis,
        boolean continueOnError,
        List<String> javaOptions) {
    private static final int DEFAULT_RETRIES = 3;

    public PoolOptions {
        cpus = List.copyOf(cpus);
        javaOptions = List.copyOf(javaOptions);
        if (workers < 1 || blasThreads < 1) {
            throw new InvalidInputException("pool size is not positive: workers=" + workers + " blas-threads="
                    + blasThreads + ", expected at least 1 of each; see --workers and --blas-threads");
        }
        if (!cpus.isEmpty() && cpus.size() != workers) {
            throw new InvalidInputException(
                    "CPU sets do not match the workers: sets=" + cpus.size() + ", expected " + workers);
        }
        if (retries < 1 || timeoutMillis < 0) {
            throw new InvalidInputException("retries or timeout is out of range: retries=" + retries
                    + " timeout=" + timeoutMillis / 1e3 + ", expected at least 1 and at least 0 seconds;"
                    + " see --retries and --timeout");
        }
    }

    /** Workers with the bundled BLAS, one BLAS thread each, not pinned, scratch files where the environment says. */
    public static PoolOptions of(int workers) {
        return new PoolOptions(
                workers,
                "bundled",
                1,
                SplitRules.NONE,
                List.of(),
                ScratchDirectory.byEnvironment(),
                DEFAULT_RETRIES,
                0,
                false,
                List.of());
    }

    public PoolOptions withBlas(String value) {
        return new PoolOptions(
                workers,
                value,
                blasThreads,
                splitRules,
                cpus,
                scratch,
                retries,
                timeoutMillis,
                continueOnError,
                javaOptions);
    }

    public PoolOptions withBlasThreads(int value) {
        return new PoolOptions(
                workers, blas, value, splitRules, cpus, scratch, retries, timeoutMillis, continueOnError, javaOptions);
    }

    public PoolOptions withSplitRules(SplitRules value) {
        return new PoolOptions(
                workers, blas, blasThreads, value, cpus, scratch, retries, timeoutMillis, continueOnError, javaOptions);
    }

    public PoolOptions withCpus(List<CpuSet> value) {
        return new PoolOptions(
                workers,
                blas,
                blasThreads,
                splitRules,
                value,
                scratch,
                retries,
                timeoutMillis,
                continueOnError,
                javaOptions);
    }

    public PoolOptions withScratch(Path value) {
        return new PoolOptions(
                workers,
                blas,
                blasThreads,
                splitRules,
                cpus,
                value,
                retries,
                timeoutMillis,
                continueOnError,
                javaOptions);
    }

    public PoolOptions withRetries(int value) {
        return new PoolOptions(
                workers,
                blas,
                blasThreads,
                splitRules,
                cpus,
                scratch,
                value,
                timeoutMillis,
                continueOnError,
                javaOptions);
    }

    public PoolOptions withTimeoutMillis(long value) {
        return new PoolOptions(
                workers, blas, blasThreads, splitRules, cpus, scratch, retries, value, continueOnError, javaOptions);
    }

    public PoolOptions withContinueOnError(boolean value) {
        return new PoolOptions(
                workers, blas, blasThreads, splitRules, cpus, scratch, retries, timeoutMillis, value, javaOptions);
    }

    public PoolOptions withJavaOptions(List<String> value) {
        return new PoolOptions(
                workers, blas, blasThreads, splitRules, cpus, scratch, retries, timeoutMillis, continueOnError, value);
    }
}
