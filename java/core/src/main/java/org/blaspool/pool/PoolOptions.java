package org.blaspool.pool;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.blaspool.blas.SplitRules;
import org.blaspool.cpu.CpuSet;
import org.blaspool.error.InvalidInputException;
import org.blaspool.observe.Observation;

/**
 * How a pool is set up and what it puts up with.
 *
 * @param workers worker JVMs, at least 1
 * @param blas which BLAS each loads, as after {@code --blas}
 * @param blasThreads BLAS threads of each, at least 1
 * @param splitRules by which each splits products
 * @param cpus the CPUs of each worker, or empty: not pinned
 * @param homes the CPU on which each wakes where it is not pinned ({@link org.blaspool.cpu.HomeCpu}), or empty; a worker that
 *     is sent its operands, or fetches them, also computes there: for products with one BLAS thread
 * @param scratch directory for the pool's private files
 * @param faults what becomes of tasks that fail, hang or kill their workers
 * @param observation what is to be seen of it
 * @param jvm what the workers' JVMs are started with
 */
public record PoolOptions(
        int workers,
        String blas,
        int blasThreads,
        SplitRules splitRules,
        List<CpuSet> cpus,
        List<Integer> homes,
        Path scratch,
        FaultTolerance faults,
        Observation observation,
        WorkerJvm jvm) {
    public PoolOptions {
        cpus = List.copyOf(cpus);
        homes = List.copyOf(homes);
        if (workers < 1 || blasThreads < 1) {
            throw new InvalidInputException("pool size is not positive: workers=" + workers + " blas-threads="
                    + blasThreads + ", expected at least 1 of each; see --workers and --blas-threads");
        }
        if (!cpus.isEmpty() && cpus.size() != workers) {
            throw new InvalidInputException(
                    "CPU sets do not match the workers: sets=" + cpus.size() + ", expected " + workers);
        }
        if (!homes.isEmpty() && homes.size() != workers) {
            throw new InvalidInputException(
                    "home CPUs do not match the workers: homes=" + homes.size() + ", expected " + workers);
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
                List.of(),
                ScratchDirectory.byEnvironment(),
                FaultTolerance.DEFAULT,
                Observation.NONE,
                WorkerJvm.DEFAULT);
    }

    /** Where those who feed a worker belong, since a wake-up on the same core is cheap; null where that is anywhere. */
    CpuSet feedingCpus(int slot) {
        if (!cpus.isEmpty()) {
            return cpus.get(slot);
        }
        return homes.isEmpty() ? null : CpuSet.of(homes.get(slot));
    }

    public PoolOptions withBlas(String value) {
        return new PoolOptions(workers, value, blasThreads, splitRules, cpus, homes, scratch, faults, observation, jvm);
    }

    public PoolOptions withBlasThreads(int value) {
        return new PoolOptions(workers, blas, value, splitRules, cpus, homes, scratch, faults, observation, jvm);
    }

    public PoolOptions withCpus(List<CpuSet> value) {
        return new PoolOptions(workers, blas, blasThreads, splitRules, value, homes, scratch, faults, observation, jvm);
    }

    public PoolOptions withHomes(List<Integer> value) {
        return new PoolOptions(workers, blas, blasThreads, splitRules, cpus, value, scratch, faults, observation, jvm);
    }

    public PoolOptions withScratch(Path value) {
        return new PoolOptions(workers, blas, blasThreads, splitRules, cpus, homes, value, faults, observation, jvm);
    }

    public PoolOptions withJvm(WorkerJvm value) {
        return new PoolOptions(
                workers, blas, blasThreads, splitRules, cpus, homes, scratch, faults, observation, value);
    }

    /**
     * What a pool puts up with before it gives a task up.
     *
     * @param retries how many workers a task may kill before it is given up, at least 1
     * @param timeoutMillis how long a task may take before its worker is killed; 0: as long as it likes
     * @param continueOnError whether the other tasks go on when one fails
     */
    public record FaultTolerance(int retries, long timeoutMillis, boolean continueOnError) {
        /** Three workers a task, all the time it takes, and the first failure stops the others. */
        public static final FaultTolerance DEFAULT = new FaultTolerance(3, 0, false);

        public FaultTolerance {
            if (retries < 1 || timeoutMillis < 0) {
                throw new InvalidInputException("retries or timeout is out of range: retries=" + retries
                        + " timeout=" + timeoutMillis / 1e3 + ", expected at least 1 and at least 0 seconds;"
                        + " see --retries and --timeout");
            }
        }
    }

    /**
     * What worker JVMs are started with beyond what every one has.
     *
     * @param options further options of the JVM, such as {@code -Xmx4g} for an operation that needs heap
     * @param classPath in place of this process's class path; empty: that
     * @param environment variables beside those that are passed on
     */
    public record WorkerJvm(List<String> options, List<String> classPath, Map<String, String> environment) {
        /** Nothing else. */
        public static final WorkerJvm DEFAULT = new WorkerJvm(List.of(), List.of(), Map.of());

        public WorkerJvm {
            options = List.copyOf(options);
            classPath = List.copyOf(classPath);
            environment = Map.copyOf(environment);
        }

        /** The same with other options behind these. */
        public WorkerJvm with(List<String> more) {
            List<String> all = new ArrayList<>(options);
            all.addAll(more);
            return new WorkerJvm(all, classPath, environment);
        }
    }
}
