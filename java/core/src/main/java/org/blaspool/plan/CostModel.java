package org.blaspool.plan;

import java.util.Optional;
import org.blaspool.matrix.ProductShape;

/**
 * Seconds and bytes that a strategy takes for a batch, from a machine's profile. A pure function; terms add up:
 *
 * <ul>
 *   <li>compute: a product's seconds on one CPU while all workers run, spread over the CPUs that work; for BLAS threads
 *       the products' seconds one after another
 *   <li>copy: CPU seconds of feeding workers and taking results back, as measured, spread over the CPUs that work: overlap
 *       hides latency, not work, and one product is sent, computed and returned in turn
 *   <li>queue: what the slowest worker does beyond the mean, as chunks are assigned whole
 *   <li>start: what a batch of as many tiny products takes beside computing them
 * </ul>
 *
 * W workers with T &gt; 1 BLAS threads each in one process queue for the BLAS: that is taken for one caller. More threads
 * than CPUs are not modelled beyond their sharing of the CPUs, nor is what Spark adds to serializing; such a prediction
 * is a lower bound and says so.
 */
public final class CostModel {
    /** What this process takes beside the batch. */
    private static final double PARENT_BYTES = 128e6;

    private static final ProductShape SMALLEST =
            new ProductShape(FeedingCost.SMALLEST_SIZE, FeedingCost.SMALLEST_SIZE, FeedingCost.SMALLEST_SIZE);

    private final MachineProfile profile;

    public CostModel(MachineProfile profile) {
        this.profile = profile;
    }

    /**
     * Predicts one strategy. What the spec leaves open is taken as: workers = CPUs of the profile, BLAS threads = 1 (for
     * blas-threads: CPUs), the default chunk size, codec raw.
     */
    public Prediction predict(StrategySpec spec, BatchShape batch) {
        Configuration configuration = Configuration.of(spec, profile.cpus());
        double work = workSeconds(configuration, batch);
        int parallel = configuration.parallel(profile.cpus(), batch.pairs());
        double compute = work / parallel;
        double imbalance = imbalance(configuration, batch, parallel);
        double copy = copySeconds(configuration, batch) / parallel;
        Prediction.Terms terms = new Prediction.Terms(
                compute,
                copy,
                startSeconds(configuration, batch, parallel),
                queueSeconds(batch, parallel, (imbalance - 1) * (compute + copy), compute));
        return new Prediction(
                configuration.spec(),
                terms,
                setupSeconds(configuration),
                memoryBytes(configuration, batch),
                configuration.threads() <= profile.cpus()
                        && configuration.kind().isPredicted());
    }

    /** CPU seconds of all products (for BLAS threads: their wall seconds) in the worker's hands. */
    private double workSeconds(Configuration configuration, BatchShape batch) {
        // What is copied into a worker's memory or read from a file passes through other memory.
        double cached = configuration.kind().worksInPlace() ? profile.cachedShare(batch.bytes()) : 0;
        double sum = 0;
        for (BatchShape.Group group : batch.groups()) {
            ProductShape shape = group.shape();
            double seconds;
            if (configuration.blasThreads() > 1) {
                seconds = profile.threadedSeconds(shape, configuration.blasThreads());
            } else {
                int active = (int) Math.min(configuration.workers(), batch.pairs());
                seconds = profile.sharedSeconds(shape, active, cached);
            }
            sum += group.count() * seconds;
        }
        return sum;
    }

    /** How much longer the slowest worker takes than the mean one; 1 for chunks that divide evenly. */
    private double imbalance(Configuration configuration, BatchShape batch, int parallel) {
        if (parallel <= 1) {
            return 1;
        }
        long pairs = batch.pairs();
        long chunkSize = configuration.chunkSize(pairs);
        double even = (double) pairs / parallel;
        return Math.max(1, longestShare(pairs, chunkSize, parallel) / even);
    }

    /**
     * For products of different shapes, whose order is not known, half of what the worst order costs is the least that is
     * taken: a list schedule ends between sum / p and sum / p + (1 - 1/p) max (R. Graham, Bounds on multiprocessing timing
     * anomalies, 1969).
     */
    private double queueSeconds(BatchShape batch, int parallel, double ofChunks, double compute) {
        if (batch.groups().size() == 1 || parallel == 1) {
            return ofChunks;
        }
        double largestFlop = batch.groups().stream()
                .mapToDouble(group -> group.shape().flop())
                .max()
                .orElseThrow();
        double largest = compute * parallel * largestFlop / batch.flop();
        return Math.max(ofChunks, 0.5 * (1 - 1.0 / parallel) * largest);
    }

    /** Tasks of the worker that has most, when equal chunks go to whoever is free. */
    static double longestShare(long tasks, long chunkSize, int workers) {
        long full = tasks / chunkSize;
        long rest = tasks % chunkSize;
        long each = full / workers;
        return full % workers > 0 ? (each + 1) * chunkSize : each * chunkSize + rest;
    }

    /** CPU seconds of feeding workers, of all processes together. */
    private double copySeconds(Configuration configuration, BatchShape batch) {
        return Feeding.of(configuration.kind(), configuration.codec())
                .map(feeding -> feedSeconds(feeding, batch))
                .map(seconds -> seconds + codecOfHostedSeconds(configuration, batch))
                .orElse(0.0);
    }

    private double feedSeconds(Feeding feeding, BatchShape batch) {
        CostCurve curve = profile.feedings().get(feeding).product();
        return batch.groups().stream()
                .mapToDouble(group -> group.count()
                        * curve.seconds(
                                group.shape().operandBytes() + group.shape().resultBytes()))
                .sum();
    }

    /** A server that is asked for serialized arrays does what a parent that sends them does. */
    private double codecOfHostedSeconds(Configuration configuration, BatchShape batch) {
        boolean serializes =
                configuration.kind() == StrategyKind.PROCESSES_HOSTED && configuration.codec() == Codec.JAVA;
        return serializes
                ? Math.max(0, feedSeconds(Feeding.SERIALIZED_JAVA, batch) - feedSeconds(Feeding.SERIALIZED_RAW, batch))
                : 0;
    }

    /** By the products of each worker: with fewer workers than were measured each has more, with more it has fewer. */
    private double startSeconds(Configuration configuration, BatchShape batch, int parallel) {
        // One product wakes one thread of a pool, which is then no other than one caller.
        boolean oneThread = configuration.kind() == StrategyKind.THREADS && batch.pairs() == 1;
        Optional<Feeding> feeding =
                oneThread ? Optional.of(Feeding.CALLER) : Feeding.of(configuration.kind(), configuration.codec());
        if (feeding.isEmpty()) {
            return 0;
        }
        double pairs = batch.pairs();
        if (configuration.kind().hasWorkers() && !oneThread) {
            double workers = Math.min(configuration.workers(), profile.cpus());
            pairs *= FeedingCost.workers(profile.cpus()) / workers;
        }
        double computed = batch.pairs() * profile.sharedSeconds(SMALLEST, parallel, 1) / parallel;
        return Math.max(0, profile.feedings().get(feeding.get()).batch().seconds(pairs) - computed);
    }

    private double setupSeconds(Configuration configuration) {
        if (!configuration.kind().usesProcesses()) {
            return 0;
        }
        double jvms = memory(configuration).jvms();
        return profile.jvmStartSeconds() * Math.ceil(jvms / profile.cpus());
    }

    private static WorkerMemory memory(Configuration configuration) {
        return new WorkerMemory(configuration.kind(), configuration.workers());
    }

    /** The batch once (nowhere where tasks load their operands from files), this process and its workers. */
    private static double memoryBytes(Configuration configuration, BatchShape batch) {
        double once = configuration.kind() == StrategyKind.INDEPENDENT ? 0 : batch.bytes();
        return PARENT_BYTES + once + memory(configuration).bytes(batch.largestBytes());
    }

    /** A spec with nothing left open. */
    record Configuration(StrategySpec spec, StrategyKind kind, int workers, int blasThreads, Codec codec) {
        static Configuration of(StrategySpec spec, int cpus) {
            StrategyKind kind = spec.kind();
            int workers = kind.hasWorkers() ? spec.workers().orElse(cpus) : 1;
            int blasThreads = switch (kind) {
                case SEQUENTIAL -> 1;
                case BLAS_THREADS -> spec.blasThreads().orElse(cpus);
                default -> spec.blasThreads().orElse(1);
            };
            StrategySpec full = spec;
            full = kind.hasWorkers() ? full.withWorkers(workers) : full;
            full = kind == StrategyKind.SEQUENTIAL ? full : full.withBlasThreads(blasThreads);
            return new Configuration(
                    full, kind, workers, blasThreads, spec.codec().orElse(Codec.RAW));
        }

        /** Threads that want a CPU at once. */
        int threads() {
            return kind == StrategyKind.THREADS && blasThreads > 1 ? blasThreads : workers * blasThreads;
        }

        /** How many products are computed at once, as far as there are CPUs. */
        int parallel(int cpus, long pairs) {
            if (kind == StrategyKind.THREADS && blasThreads > 1) {
                return 1;
            }
            int room = Math.max(1, cpus / Math.min(blasThreads, cpus));
            return (int) Math.max(1, Math.min(pairs, Math.min(workers, room)));
        }

        long chunkSize(long pairs) {
            // Chunks of the default size shrink to single products towards the end: nobody waits for a whole one.
            return spec.chunkSize().orElse(1);
        }
    }
}
