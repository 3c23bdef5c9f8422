package org.blaspool.pool;

import java.nio.file.Path;
import java.util.List;
import org.blaspool.cpu.CpuSet;
import org.blaspool.error.InvalidInputException;

/**
 * How a pool is set up.
 *
 * @param workers worker JVMs, at least 1
 * @param blas which BLAS each loads, as after {@code --blas}
 * @param blasThreads BLAS threads of each, at least 1
 * @param cpus the CPUs of each worker, or empty: not pinned
 * @param scratch directory for the pool's private files
 * @param restarts how often a worker that died is replaced, for the whole pool
 */
public record PoolOptions(int workers, String blas, int blasThreads, List<CpuSet> cpus, Path scratch, int restarts) {
    private static final int RESTARTS_PER_WORKER = 4;

    public PoolOptions {
        cpus = List.copyOf(cpus);
        if (workers < 1 || blasThreads < 1) {
            throw new InvalidInputException("pool size is not positive: workers=" + workers + " blas-threads="
                    + blasThreads + ", expected at least 1 of each; see --workers and --blas-threads");
        }
        if (!cpus.isEmpty() && cpus.size() != workers) {
            throw new InvalidInputException(
                    "CPU sets do not match the workers: sets=" + cpus.size() + ", expected " + workers);
        }
    }

    /** Workers with the bundled BLAS, one BLAS thread each, not pinned, scratch files where the environment says. */
    public static PoolOptions of(int workers) {
        return new PoolOptions(
                workers, "bundled", 1, List.of(), ScratchDirectory.byEnvironment(), RESTARTS_PER_WORKER * workers);
    }

    public PoolOptions withBlas(String value) {
        return new PoolOptions(workers, value, blasThreads, cpus, scratch, restarts);
    }

    public PoolOptions withBlasThreads(int value) {
        return new PoolOptions(workers, blas, value, cpus, scratch, restarts);
    }

    public PoolOptions withCpus(List<CpuSet> value) {
        return new PoolOptions(workers, blas, blasThreads, value, scratch, restarts);
    }

    public PoolOptions withScratch(Path value) {
        return new PoolOptions(workers, blas, blasThreads, cpus, value, restarts);
    }

    public PoolOptions withRestarts(int value) {
        return new PoolOptions(workers, blas, blasThreads, cpus, scratch, value);
    }
}
