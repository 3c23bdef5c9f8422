package org.blaspool.cli.command.compare;

import java.util.List;
import java.util.Locale;
import org.blaspool.cli.option.StrategyOptions;
import org.blaspool.cpu.CpuAllotment;
import org.blaspool.plan.Codec;
import org.blaspool.plan.StrategyKind;
import org.blaspool.plan.StrategySpec;

/** Strategies that are worth comparing together. */
enum Suite {
    QUICK,
    ALL,
    TUTORIAL;

    static Suite of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Whether it says itself which codec each of its rows takes. */
    boolean choosesCodecs() {
        return this != QUICK;
    }

    /**
     * Its rows.
     *
     * @param options what holds for rows that do not say otherwise
     * @param pairs products of the batch, for chunk sizes that depend on it
     */
    List<StrategySpec> specs(StrategyOptions options, CpuAllotment cpus, int pairs) {
        List<StrategySpec> specs = switch (this) {
            case QUICK -> quick();
            case ALL -> all();
            case TUTORIAL -> tutorial(cpus, pairs);
        };
        return specs.stream().map(options::complete).toList();
    }

    private static List<StrategySpec> quick() {
        return List.of(
                StrategySpec.of(StrategyKind.BLAS_THREADS),
                StrategySpec.of(StrategyKind.THREADS),
                StrategySpec.of(StrategyKind.PROCESSES_SHARED),
                StrategySpec.of(StrategyKind.PROCESSES_SERIALIZED));
    }

    private static List<StrategySpec> all() {
        return List.of(
                StrategySpec.of(StrategyKind.SEQUENTIAL),
                StrategySpec.of(StrategyKind.BLAS_THREADS),
                StrategySpec.of(StrategyKind.THREADS),
                StrategySpec.of(StrategyKind.PROCESSES_SHARED),
                StrategySpec.of(StrategyKind.PROCESSES_SERIALIZED).withCodec(Codec.RAW),
                StrategySpec.of(StrategyKind.PROCESSES_SERIALIZED).withCodec(Codec.JAVA),
                StrategySpec.of(StrategyKind.PROCESSES_HOSTED),
                StrategySpec.of(StrategyKind.INDEPENDENT));
    }

    /** The tutorial's programs in their order: its pool as it comes, tuned by workers and chunk, and by BLAS threads. */
    private static List<StrategySpec> tutorial(CpuAllotment cpus, int pairs) {
        StrategySpec pool = StrategySpec.of(StrategyKind.PROCESSES_SERIALIZED).withCodec(Codec.JAVA);
        int cores = cpus.physicalCores();
        StrategySpec chunked = pool.withWorkers(cores).withChunkSize(Math.max(1, pairs / cores));
        return List.of(
                StrategySpec.of(StrategyKind.BLAS_THREADS),
                pool.withWorkers(cpus.cpus()).withBlasThreads(cpus.cpus()),
                chunked.withBlasThreads(cpus.cpus()),
                chunked.withBlasThreads(1),
                StrategySpec.of(StrategyKind.THREADS),
                StrategySpec.of(StrategyKind.PROCESSES_SHARED),
                StrategySpec.of(StrategyKind.PROCESSES_HOSTED),
                StrategySpec.of(StrategyKind.INDEPENDENT));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
