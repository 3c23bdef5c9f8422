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
 * How a pool is set up.
 *
 * @param workers worker JVMs, at least 1
 * @param blasThreads BLAS threads of each, at least 1
 * @param splitRules by which each splits products
 * @param cpus the CPUs of each worker, or empty: not pinned
 * @param homes the CPU on which each wakes where it is not pinned ({@link org.blaspool.cpu.HomeCpu}), or empty; a worker that
 *     is sent its operands, or fetches them, also computes there: for products with one BLAS thread
 * @param surroundings what it has in common with others
 */
public record PoolOptions(
        int workers,
        int blasThreads,
        SplitRules splitRules,
        List<CpuSet> cpus,
        List<Integer> homes,
        Surroundings surroundings) {
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

    /** Workers with one BLAS thread each, not pinned. */
    public static PoolOptions of(int workers, Surroundings surroundings) {
        return new PoolOptions(workers, 1, SplitRules.NONE, List.of(), List.of(), surroundings);
    }

    /** Where those who feed a worker belong, since a wake-up on the same core is cheap; null where that is anywhere. */
    CpuSet feedingCpus(int slot) {
        if (!cpus.isEmpty()) {
            return cpus.get(slot);
        }
        return homes.isEmpty() ? null : CpuSet.of(homes.get(slot));
    }

    /**
     * What pools of a process have in common.
     *
     * @param blas which BLAS each worker loads, as after {@code --blas}
     * @param scratch directory for private files
     * @param faults what becomes of tasks that fail, hang or kill their workers
     * @param observation what is to be seen of them
     * @param jvm what the workers' JVMs are started with
     */
    public record Surroundings(
            String blas, Path scratch, FaultTolerance faults, Observation observation, WorkerJvm jvm) {
        /** With the default tolerance of faults, watched by nobody. */
        public static Surroundings of(String blas, Path scratch) {
            return new Surroundings(blas, scratch, FaultTolerance.DEFAULT, Observation.NONE, WorkerJvm.DEFAULT);
        }

        /** The same for workers of somebody, with further options of their JVMs. */
        public Surroundings of(String name, List<String> jvmOptions) {
            return new Surroundings(blas, scratch, faults, observation.of(name), jvm.with(jvmOptions));
        }

        /** The same for workers with this class path. */
        public Surroundings withClassPath(List<String> entries) {
            return new Surroundings(
                    blas, scratch, faults, observation, new WorkerJvm(jvm.options(), entries, jvm.environment()));
        }
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
