package org.blaspool.plan;

/**
 * The memory that a strategy's worker JVMs take beside the batch in this process's memory.
 *
 * @param kind which strategy
 * @param workers how many callers it has, threads or JVMs
 */
public record WorkerMemory(StrategyKind kind, int workers) {
    /** What a worker JVM with its BLAS takes before it has operands; measured as proportional set size. */
    private static final double JVM_BYTES = 96e6;

    /** Spark's driver and executors have its classes, and arrays on their heaps; measured likewise. */
    private static final double SPARK_JVM_BYTES = 350e6;

    /**
     * That of a spec.
     *
     * @param cores how many workers there are where the spec leaves it open
     */
    public static WorkerMemory of(StrategySpec spec, int cores) {
        StrategyKind kind = spec.kind();
        return new WorkerMemory(kind, kind.hasWorkers() ? spec.workers().orElse(cores) : 1);
    }

    /** JVMs beside this one: the workers, and the server where arrays are hosted, or the driver of Spark. */
    public int jvms() {
        if (!kind.usesProcesses()) {
            return 0;
        }
        boolean server = kind == StrategyKind.PROCESSES_HOSTED || kind == StrategyKind.SPARK;
        return server ? workers + 1 : workers;
    }

    /** Bytes of the JVMs, and of the one product at a time that each worker has in hand where it gets copies. */
    public double bytes(double largestProductBytes) {
        double jvm = kind == StrategyKind.SPARK ? SPARK_JVM_BYTES : JVM_BYTES;
        return jvm * jvms() + (kind.worksInPlace() ? 0 : workers * largestProductBytes);
    }

    /** Whether the whole batch lies in memory a second time: in the server that hosts it. */
    public boolean holdsBatchAgain() {
        return kind == StrategyKind.PROCESSES_HOSTED;
    }
}
