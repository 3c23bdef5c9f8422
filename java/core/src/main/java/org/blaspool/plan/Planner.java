package org.blaspool.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.blaspool.error.ResourceUnavailableException;

/**
 * Predicts every strategy for a batch, recommends one and says why. A pure function of the profile, the batch and the
 * memory that there is; thread-safe.
 */
public final class Planner {
    /** Strategies within this of the fastest count as equal, as no prediction is better than that. */
    private static final double NO_DIFFERENCE = 1.03;

    private static final int SMALLEST_SIZE = 4;
    private static final int LARGEST_SIZE = 8192;

    private final MachineProfile profile;
    private final CostModel model;
    private final StrategySpec options;
    private final long memoryLimit;

    /**
     * A planner for a machine.
     *
     * @param options what every strategy takes unless the machine decides: workers, BLAS threads, chunk size, codec
     * @param memoryLimit bytes that all our processes may take together
     */
    public Planner(MachineProfile profile, StrategySpec options, long memoryLimit) {
        this.profile = profile;
        this.model = new CostModel(profile);
        this.options = options;
        this.memoryLimit = memoryLimit;
    }

    /** Predicts one strategy, with the planner's options where its spec leaves them open. */
    public Prediction predict(StrategySpec spec, BatchShape batch) {
        return model.predict(spec.orElse(optionsFor(spec.kind())), batch);
    }

    /**
     * Predicts them all.
     *
     * @throws ResourceUnavailableException where none fits the memory
     */
    public PlanResult plan(BatchShape batch) {
        List<Prediction> predictions =
                candidates().stream().map(spec -> predict(spec, batch)).toList();
        Prediction chosen = choose(predictions)
                .orElseThrow(() -> new ResourceUnavailableException(format(
                        "no strategy fits the memory: memory-limit=%d, the least is %.0f bytes (--memory-limit)",
                        memoryLimit,
                        predictions.stream()
                                .mapToDouble(Prediction::memoryBytes)
                                .min()
                                .orElseThrow())));
        Prediction tuned = withBestChunk(chosen, batch);
        return new PlanResult(predictions, tuned, reason(tuned, predictions, batch), changes(chosen, batch));
    }

    private List<StrategySpec> candidates() {
        List<StrategySpec> specs = new ArrayList<>();
        for (StrategyKind kind : StrategyKind.values()) {
            if (!kind.isPredicted()) {
                continue;
            }
            StrategySpec spec = StrategySpec.of(kind);
            if (kind == StrategyKind.PROCESSES_SERIALIZED && options.codec().isEmpty()) {
                specs.add(spec.withCodec(Codec.RAW));
                specs.add(spec.withCodec(Codec.JAVA));
            } else {
                specs.add(spec);
            }
        }
        return specs;
    }

    /** The options that mean something to a kind: an in-place strategy has no codec, one caller has no workers. */
    private StrategySpec optionsFor(StrategyKind kind) {
        StrategySpec none = StrategySpec.of(kind);
        return new StrategySpec(
                kind,
                kind.hasWorkers() ? options.workers() : none.workers(),
                kind == StrategyKind.SEQUENTIAL ? none.blasThreads() : options.blasThreads(),
                kind.hasWorkers() ? options.chunkSize() : none.chunkSize(),
                kind == StrategyKind.PROCESSES_SERIALIZED ? options.codec() : none.codec(),
                none.pin(),
                none.split());
    }

    /**
     * Of those that fit and are as good as the fastest, the simplest: kinds are listed from simple to not. But BLAS threads
     * give way to threads: they wait for each other in every product, so that whatever disturbs one holds up all.
     */
    private Optional<Prediction> choose(List<Prediction> predictions) {
        List<Prediction> fitting = predictions.stream()
                .filter(prediction -> prediction.memoryBytes() <= memoryLimit && prediction.modelled())
                .toList();
        double fastest = fitting.stream().mapToDouble(Prediction::seconds).min().orElse(0);
        return fitting.stream()
                .filter(prediction -> prediction.seconds() <= NO_DIFFERENCE * fastest)
                .min(Comparator.comparingInt(Planner::preference));
    }

    private static int preference(Prediction prediction) {
        StrategyKind kind = prediction.spec().kind();
        // Just behind threads.
        return kind == StrategyKind.BLAS_THREADS ? 2 * StrategyKind.THREADS.ordinal() + 1 : 2 * kind.ordinal();
    }

    /** A smaller chunk where the default one leaves a worker waiting for more than a hundredth of the time. */
    private Prediction withBestChunk(Prediction chosen, BatchShape batch) {
        if (!chosen.spec().kind().hasWorkers() || chosen.spec().chunkSize().isPresent()) {
            return chosen;
        }
        Prediction single = model.predict(chosen.spec().withChunkSize(1), batch);
        return single.seconds() < 0.99 * chosen.seconds() ? single : chosen;
    }

    private String reason(Prediction chosen, List<Prediction> predictions, BatchShape batch) {
        double gflops = batch.flop() / chosen.seconds() / 1e9;
        String text = format(
                "predicted %.1f GFLOP/s, %.0f %% of the FMA peak; %s",
                gflops, 100 * batch.flop() / chosen.seconds() / profile.fmaPeak(), bound(chosen));
        Optional<Prediction> other = predictions.stream()
                .filter(prediction -> prediction.spec().kind() != chosen.spec().kind() && prediction.modelled())
                .min(Comparator.comparingDouble(Prediction::seconds));
        return text
                + other.map(next -> format(
                                "; %s is next with %.2f times its time",
                                next.spec(), next.seconds() / chosen.seconds()))
                        .orElse("");
    }

    private static String bound(Prediction chosen) {
        Prediction.Terms terms = chosen.terms();
        double share = 100 / terms.total();
        return switch (terms.largest()) {
            case "compute" -> format("dgemm is %.0f %% of the time", share * terms.compute());
            case "copy" -> format("feeding workers is %.0f %% of the time", share * terms.copy());
            case "queue" -> format("waiting for the last chunk is %.0f %% of the time", share * terms.queue());
            default -> format("starting and ending the batch is %.0f %% of the time", share * terms.start());
        };
    }

    /** From which sizes on another strategy would be chosen, the number of equal square products being the same. */
    private List<PlanResult.Change> changes(Prediction chosen, BatchShape batch) {
        double size = Math.cbrt(batch.flop() / 2 / batch.pairs());
        List<PlanResult.Change> changes = new ArrayList<>();
        for (int n = SMALLEST_SIZE * Integer.highestOneBit((int) Math.max(1, size / SMALLEST_SIZE));
                n >= SMALLEST_SIZE;
                n /= 2) {
            if (addChange(changes, chosen, batch.pairs(), n, n < size)) {
                break;
            }
        }
        for (int n = 2 * Integer.highestOneBit((int) Math.max(1, size)); n <= LARGEST_SIZE; n *= 2) {
            if (addChange(changes, chosen, batch.pairs(), n, n > size)) {
                break;
            }
        }
        return changes;
    }

    private boolean addChange(
            List<PlanResult.Change> changes, Prediction chosen, long pairs, int size, boolean relevant) {
        if (!relevant) {
            return false;
        }
        BatchShape batch = BatchShape.of(size, size, size, pairs);
        List<Prediction> predictions =
                candidates().stream().map(spec -> predict(spec, batch)).toList();
        Optional<StrategyKind> kind =
                choose(predictions).map(best -> best.spec().kind());
        if (kind.isEmpty() || kind.get() == chosen.spec().kind()) {
            return false;
        }
        changes.add(new PlanResult.Change(size, kind.get()));
        return true;
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
