package org.blaspool.plan;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.blaspool.error.InvalidInputException;

/** Where the parallelism comes from and how the data reaches it. */
public enum StrategyKind {
    SEQUENTIAL("sequential", false),
    BLAS_THREADS("blas-threads", false),
    THREADS("threads", false),
    PROCESSES_SERIALIZED("processes-serialized", true),
    PROCESSES_SHARED("processes-shared", true),
    PROCESSES_HOSTED("processes-hosted", true),
    INDEPENDENT("independent", true),
    /** Executors of a Spark of the user's own; compared with, never recommended. */
    SPARK("spark", true);

    private final String label;
    private final boolean processes;

    StrategyKind(String label, boolean processes) {
        this.label = label;
        this.processes = processes;
    }

    /** Its name on the command line and in reports. */
    public String label() {
        return label;
    }

    /** Whether worker JVMs do the work. */
    public boolean usesProcesses() {
        return processes;
    }

    /** Whether it works in parallel by callers of its own: threads or processes. */
    public boolean hasWorkers() {
        return processes || this == THREADS;
    }

    /** Whether products are computed where their operands lie. */
    public boolean worksInPlace() {
        return !processes || this == PROCESSES_SHARED;
    }

    /** Whether its time can be predicted: what Spark adds to a product is not ours to know. */
    public boolean isPredicted() {
        return this != SPARK;
    }

    /** The kind of that name. */
    public static StrategyKind of(String label) {
        for (StrategyKind kind : values()) {
            if (kind.label.equals(label)) {
                return kind;
            }
        }
        throw new InvalidInputException("unknown strategy: strategy=" + label + ", allowed "
                + Arrays.stream(values()).map(StrategyKind::label).collect(Collectors.joining(", ")));
    }

    @Override
    public String toString() {
        return label;
    }
}
