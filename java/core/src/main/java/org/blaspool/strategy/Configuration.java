package org.blaspool.strategy;

import java.util.List;
import java.util.OptionalLong;
import org.blaspool.blas.SplitRules;
import org.blaspool.cpu.CpuPlacement;
import org.blaspool.cpu.CpuSet;
import org.blaspool.cpu.PinPolicy;
import org.blaspool.plan.Codec;
import org.blaspool.plan.StrategyKind;
import org.blaspool.plan.StrategySpec;
import org.blaspool.task.Chunking;

/**
 * A spec with everything decided that it left open.
 *
 * @param requested what was asked for
 * @param workers callers: threads or worker JVMs
 * @param blasThreads BLAS threads of each
 * @param codec for operands that are sent
 * @param placement the CPUs of each worker
 * @param splitRules by which middle-sized products are split
 */
public record Configuration(
        StrategySpec requested,
        int workers,
        int blasThreads,
        Codec codec,
        CpuPlacement placement,
        SplitRules splitRules) {

    /** Workers default to the physical cores of the allotment; BLAS threads to 1, or to those cores for one caller. */
    public static Configuration of(StrategySpec spec, StrategyContext context) {
        int cores = context.allotment().physicalCores();
        StrategyKind kind = spec.kind();
        int workers = kind.hasWorkers() ? spec.workers().orElse(cores) : 1;
        int blasThreads = switch (kind) {
            case SEQUENTIAL -> 1;
            case BLAS_THREADS -> spec.blasThreads().orElse(spec.workers().orElse(cores));
            default -> spec.blasThreads().orElse(1);
        };
        PinPolicy policy = spec.pin().map(PinPolicy::parse).orElse(PinPolicy.AUTO);
        CpuPlacement placement = CpuPlacement.of(
                context.topology(),
                context.allotment(),
                new CpuPlacement.Request(policy, context.exclusive(), workers, blasThreads));
        // With more than one thread a call nothing is split: the rules need not be measured.
        SplitRules splitRules = SplitRules.OFF;
        if (spec.split().orElse(true)) {
            splitRules = blasThreads == 1 ? context.splitRules().get() : SplitRules.NONE;
        }
        return new Configuration(spec, workers, blasThreads, spec.codec().orElse(Codec.RAW), placement, splitRules);
    }

    /** The CPUs of each worker; empty where they are not pinned. */
    public List<CpuSet> cpus() {
        return placement.pinned() ? placement.workers() : List.of();
    }

    public Chunking chunking(long tasks) {
        return chunking(tasks, OptionalLong.empty());
    }

    /** @param asked tasks a chunk, before what the spec says; empty: none was asked for */
    Chunking chunking(long tasks, OptionalLong asked) {
        OptionalLong size = asked.isPresent() ? asked : requested.chunkSize();
        return size.isPresent() ? Chunking.uniform(tasks, size.getAsLong()) : Chunking.byDefault(tasks, workers);
    }
}
