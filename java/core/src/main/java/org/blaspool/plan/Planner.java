package org.blaspool.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.matrix.ProductShape;
import org.blaspool.sample.Estimate;
import org.blaspool.sample.Samples;
import org.blaspool.sample.Way;

/**
 * Predicts strategies for a batch by samples of what batches like it took, recommends one and says why. It measures
 * nothing.
 *
 * <p>Products of a size that was not measured are predicted from others: computing goes by their operations, and what a
 * way takes beyond threads that work in place, which is moving operands and results, by their bytes. Products of several
 * sizes add up, and a worker may be left with the largest: half of the most that this can cost is added, as a list schedule
 * ends between sum / p and sum / p + (1 - 1/p) max (R. Graham, Bounds on multiprocessing timing anomalies, 1969).
 *
 * @param cores how many workers there are where nothing says so
 * @param options what every strategy takes unless the machine decides: workers, BLAS threads, chunk size, codec
 * @param memoryLimit bytes that all our processes may take together
 */
public record Planner(Samples samples, int cores, StrategySpec options, long memoryLimit) {
    /** Strategies within this of the fastest count as equal, as no prediction is better than that. */
    private static final double NO_DIFFERENCE = 1.03;
    /** Processes compute no faster than this one: what they seem ahead of it by less is chance. */
    private static final double CLEARLY_FASTER = 1.1;
    /** What this process takes beside the batch. */
    private static final double PARENT_BYTES = 128e6;
    /** From this size on rates change slowly: any such product tells of any other. */
    private static final double LARGE_FLOP = 2.0 * 512 * 512 * 512;
    /** Smaller ones tell of those with up to so many times their operations. */
    private static final double SIMILAR = 2;

    /** Every strategy that can be predicted, with the options; serialized with both codecs unless these say which. */
    public List<StrategySpec> candidates() {
        List<StrategySpec> specs = new ArrayList<>();
        for (StrategyKind kind : StrategyKind.values()) {
            StrategySpec spec = StrategySpec.of(kind);
            if (kind == StrategyKind.PROCESSES_SERIALIZED && options.codec().isEmpty()) {
                specs.add(complete(spec.withCodec(Codec.RAW)));
                specs.add(complete(spec.withCodec(Codec.JAVA)));
            } else if (kind.isPredicted()) {
                specs.add(complete(spec));
            }
        }
        return specs;
    }

    /** With the options that mean something to it, and as many workers and BLAS threads as there will be. */
    public StrategySpec complete(StrategySpec spec) {
        StrategyKind kind = spec.kind();
        StrategySpec none = StrategySpec.of(kind);
        StrategySpec full = spec.orElse(new StrategySpec(
                kind,
                kind.hasWorkers() ? options.workers() : none.workers(),
                kind == StrategyKind.SEQUENTIAL ? none.blasThreads() : options.blasThreads(),
                kind.hasWorkers() ? options.chunkSize() : none.chunkSize(),
                kind == StrategyKind.PROCESSES_SERIALIZED ? options.codec() : none.codec(),
                none.pin(),
                none.split()));
        Way way = full.way(cores);
        full = kind.hasWorkers() ? full.withWorkers(way.workers()) : full;
        return kind == StrategyKind.SEQUENTIAL ? full : full.withBlasThreads(way.blasThreads());
    }

    /** Predicts one strategy. */
    public Prediction predict(StrategySpec spec, BatchShape batch) {
        StrategySpec full = complete(spec);
        Way way = full.way(cores);
        double setup = full.kind().usesProcesses()
                ? samples.predict(way, Samples.START, 1).map(Estimate::seconds).orElse(Double.NaN)
                : 0;
        double memory = memoryBytes(full, batch);
        return estimate(way, batch)
                .map(found -> new Prediction(
                        full,
                        found.seconds(),
                        found.startSeconds(),
                        found.basis(),
                        found.ageSeconds(),
                        found.isBusy(),
                        setup,
                        memory))
                .orElseGet(() -> new Prediction(full, Double.NaN, 0, null, 0, false, setup, memory));
    }

    /**
     * Of strategies of which all are known, by samples of a machine that was quiet, the first that is as good as the fastest.
     *
     * @return empty where something is not known of one
     */
    public Optional<Prediction> fastest(List<StrategySpec> specs, BatchShape batch) {
        List<Prediction> all = specs.stream().map(spec -> predict(spec, batch)).toList();
        double least = all.stream().mapToDouble(Prediction::seconds).min().orElse(Double.NaN);
        return all.stream().allMatch(Planner::isTold)
                ? all.stream()
                        .filter(each -> each.seconds() <= NO_DIFFERENCE * least)
                        .findFirst()
                : Optional.empty();
    }

    /** Whether a strategy is known by samples of a machine that was quiet. */
    public boolean tells(StrategySpec spec, BatchShape batch) {
        return isTold(predict(spec, batch));
    }

    private static boolean isTold(Prediction prediction) {
        return prediction.isKnown() && !prediction.busy();
    }

    private Optional<Estimate> estimate(Way way, BatchShape batch) {
        if (batch.groups().size() == 1) {
            BatchShape.Group only = batch.groups().get(0);
            return estimate(way, only.shape(), only.count());
        }
        double products = 0;
        double start = 0;
        double largest = 0;
        Estimate last = null;
        for (BatchShape.Group group : batch.groups()) {
            long whole = (group.count() + way.workers() - 1) / way.workers() * way.workers();
            Optional<Estimate> found = estimate(way, group.shape(), whole);
            if (found.isEmpty()) {
                return found;
            }
            double turn = (found.get().seconds() - found.get().startSeconds()) / way.turns(whole);
            products += turn * group.count() / way.workers();
            largest = Math.max(largest, turn);
            start = Math.max(start, found.get().startSeconds());
            last = last == null ? found.get() : last.with(found.get());
        }
        int parallel = (int) Math.min(way.workers(), batch.pairs());
        return Optional.of(last.of(start + products + 0.5 * (1 - 1.0 / parallel) * largest, start));
    }

    private Optional<Estimate> estimate(Way way, ProductShape shape, long count) {
        Optional<Estimate> direct = samples.predict(way, shape, count);
        return direct.isPresent() ? direct : scaled(way, shape, count);
    }

    private Optional<Estimate> scaled(Way way, ProductShape shape, long count) {
        Way inPlace = new Way(StrategyKind.THREADS.label(), way.workers(), way.blasThreads(), "", way.chunkSize());
        boolean computes = way.codec().isEmpty() && !way.strategy().equals(StrategyKind.INDEPENDENT.label());
        return samples.shapes(way).stream()
                .filter(other -> isSimilar(shape, other))
                .sorted(Comparator.comparingDouble(other -> Math.abs(Math.log(other.flop() / shape.flop()))))
                .map(other -> samples.predict(way, other, count)
                        .flatMap(found -> computes
                                ? Optional.of(found.scaled(found.seconds(), shape, other))
                                : samples.predict(inPlace, other, count)
                                        .map(base ->
                                                found.scaled(Math.min(base.seconds(), found.seconds()), shape, other))))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static boolean isSimilar(ProductShape shape, ProductShape other) {
        double ratio = shape.flop() / other.flop();
        boolean large = Math.min(shape.flop(), other.flop()) >= LARGE_FLOP;
        return shape.flop() > 0 && other.flop() > 0 && (large || (ratio <= SIMILAR && ratio >= 1 / SIMILAR));
    }

    /** The batch once (nowhere where tasks load their operands from files), this process and its workers. */
    private double memoryBytes(StrategySpec spec, BatchShape batch) {
        double once = spec.kind() == StrategyKind.INDEPENDENT ? 0 : batch.bytes();
        return PARENT_BYTES + once + WorkerMemory.of(spec, cores).bytes(batch.largestBytes());
    }

    /**
     * Predicts these and recommends one: of those that fit and are as good as the fastest, the simplest. Where nothing is
     * known it goes by {@link Rule}.
     *
     * @throws ResourceUnavailableException where none fits the memory
     */
    public PlanResult plan(List<StrategySpec> specs, BatchShape batch) {
        List<Prediction> predictions =
                specs.stream().map(spec -> predict(spec, batch)).toList();
        List<Prediction> fitting = predictions.stream()
                .filter(prediction -> prediction.memoryBytes() <= memoryLimit)
                .toList();
        if (fitting.isEmpty()) {
            throw new ResourceUnavailableException(format(
                    "no strategy fits the memory: memory-limit=%d, the least is %.0f bytes (--memory-limit)",
                    memoryLimit,
                    predictions.stream()
                            .mapToDouble(Prediction::memoryBytes)
                            .min()
                            .orElse(0)));
        }
        List<Prediction> known = fitting.stream()
                .filter(Prediction::isKnown)
                .sorted(Comparator.comparingDouble(Prediction::seconds))
                .toList();
        Rule rule = Rule.of(batch, cores, true);
        // What is known of others is no reason to take them instead of the one that should win.
        if (known.stream().noneMatch(each -> each.spec().kind() == rule.spec().kind())
                && specs.stream().anyMatch(each -> each.kind() == rule.spec().kind())) {
            return new PlanResult(predictions, complete(rule.spec()), "it was not measured; " + rule.reason());
        }
        if (known.isEmpty()) {
            return new PlanResult(predictions, specs.get(0), "nothing was measured of those that were asked for");
        }
        double clear = CLEARLY_FASTER * known.get(0).seconds();
        Prediction fastest = known.stream()
                .filter(each -> !each.spec().kind().usesProcesses() && each.seconds() <= clear)
                .findFirst()
                .orElse(known.get(0));
        Prediction chosen = known.stream()
                .filter(each -> each.seconds() <= NO_DIFFERENCE * fastest.seconds())
                .min(Comparator.comparingInt(Planner::preference))
                .orElseThrow();
        return new PlanResult(predictions, chosen.spec(), reason(chosen, known, batch));
    }

    /** BLAS threads come behind threads: they wait for each other in every product, so that whatever disturbs one holds up all. */
    private static int preference(Prediction prediction) {
        StrategyKind kind = prediction.spec().kind();
        return kind == StrategyKind.BLAS_THREADS ? 2 * StrategyKind.THREADS.ordinal() + 1 : 2 * kind.ordinal();
    }

    private static String reason(Prediction chosen, List<Prediction> known, BatchShape batch) {
        String text = format("%.1f GFLOP/s are expected", batch.flop() / chosen.seconds() / 1e9);
        return text
                + known.stream()
                        .filter(each -> each.spec().kind() != chosen.spec().kind())
                        .findFirst()
                        .map(next -> format(
                                "; %s would take %.2f times as long", next.spec(), next.seconds() / chosen.seconds()))
                        .orElse("");
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
