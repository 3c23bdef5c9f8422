package org.blaspool.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.blaspool.cpu.PinPolicy;
import org.blaspool.error.InvalidInputException;
import org.blaspool.sample.Way;

/**
 * A configured strategy, written {@code NAME[:key=value]…} with the keys workers, blas-threads, chunk-size, codec, pin
 * (a CPU list has {@code +} for the comma) and split. What is left out is empty here and decided from the machine
 * and the batch where the strategy is set up.
 *
 * @param kind the strategy
 * @param workers threads or worker JVMs
 * @param blasThreads BLAS threads of each
 * @param chunkSize tasks assigned at once
 * @param codec for operands that are serialized
 * @param pin auto, none, compact, scatter or a CPU list with commas
 * @param split whether middle-sized products may be split
 */
public record StrategySpec(
        StrategyKind kind,
        OptionalInt workers,
        OptionalInt blasThreads,
        OptionalLong chunkSize,
        Optional<Codec> codec,
        Optional<String> pin,
        Optional<Boolean> split) {

    /** The strategy with nothing else said. */
    public static StrategySpec of(StrategyKind kind) {
        return new StrategySpec(
                kind,
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Reads one spec. */
    public static StrategySpec parse(String text) {
        String[] parts = text.strip().split(":");
        StrategySpec spec = of(StrategyKind.of(parts[0]));
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            if (equals < 1) {
                throw new InvalidInputException(
                        "strategy option has no value: " + parts[i] + " in " + text + ", expected key=value");
            }
            spec = spec.with(parts[i].substring(0, equals), parts[i].substring(equals + 1));
        }
        return spec;
    }

    /** Reads a list of specs separated by commas. */
    public static List<StrategySpec> parseList(String text) {
        List<StrategySpec> specs = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            if (part.isBlank()) {
                throw new InvalidInputException("strategy list has an empty entry: strategies=" + text);
            }
            specs.add(parse(part));
        }
        return specs;
    }

    private StrategySpec with(String key, String value) {
        return switch (key) {
            case "workers" -> withWorkers(positive(key, value));
            case "blas-threads" -> withBlasThreads(positive(key, value));
            case "chunk-size" -> withChunkSize(positive(key, value));
            case "codec" -> withCodec(Codec.of(value));
            case "pin" -> withPin(value.replace('+', ','));
            case "split" -> withSplit(onOff(value));
            default ->
                throw new InvalidInputException("unknown strategy option: " + key + "=" + value
                        + ", allowed workers, blas-threads, chunk-size, codec, pin, split");
        };
    }

    private static int positive(String key, String value) {
        try {
            int number = Integer.parseInt(value);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number that is not positive.
        }
        throw new InvalidInputException(
                "strategy option is not a positive number: " + key + "=" + value + ", expected 1 to 2147483647");
    }

    private static boolean onOff(String value) {
        if (!value.equals("on") && !value.equals("off")) {
            throw new InvalidInputException("strategy option is neither on nor off: split=" + value);
        }
        return value.equals("on");
    }

    /**
     * This spec.
     *
     * @throws InvalidInputException where it says something that its kind has no use for
     */
    public StrategySpec checked() {
        if (!kind.hasWorkers() && workers.isPresent()) {
            throw useless("workers", "threads or a strategy of processes");
        }
        if (!kind.hasWorkers() && chunkSize.isPresent()) {
            throw useless("chunk-size", "threads or a strategy of processes");
        }
        if (kind == StrategyKind.SEQUENTIAL && blasThreads.orElse(1) != 1) {
            throw useless("blas-threads", "blas-threads, or 1");
        }
        if (kind != StrategyKind.PROCESSES_SERIALIZED && codec.isPresent()) {
            throw useless("codec", "processes-serialized");
        }
        pin.ifPresent(PinPolicy::parse);
        return this;
    }

    private InvalidInputException useless(String key, String expected) {
        return new InvalidInputException(
                "strategy has no use for its option: " + key + " in " + this + ", expected with " + expected);
    }

    public StrategySpec withWorkers(int value) {
        return new StrategySpec(kind, OptionalInt.of(value), blasThreads, chunkSize, codec, pin, split);
    }

    public StrategySpec withBlasThreads(int value) {
        return new StrategySpec(kind, workers, OptionalInt.of(value), chunkSize, codec, pin, split);
    }

    public StrategySpec withChunkSize(long value) {
        return new StrategySpec(kind, workers, blasThreads, OptionalLong.of(value), codec, pin, split);
    }

    public StrategySpec withCodec(Codec value) {
        return new StrategySpec(kind, workers, blasThreads, chunkSize, Optional.of(value), pin, split);
    }

    public StrategySpec withPin(String value) {
        return new StrategySpec(kind, workers, blasThreads, chunkSize, codec, Optional.of(value), split);
    }

    public StrategySpec withSplit(boolean value) {
        return new StrategySpec(kind, workers, blasThreads, chunkSize, codec, pin, Optional.of(value));
    }

    /** This spec, with what it leaves open taken from options that hold for every strategy. */
    public StrategySpec orElse(StrategySpec options) {
        return new StrategySpec(
                kind,
                workers.isPresent() ? workers : options.workers,
                blasThreads.isPresent() ? blasThreads : options.blasThreads,
                chunkSize.isPresent() ? chunkSize : options.chunkSize,
                codec.isPresent() ? codec : options.codec,
                pin.isPresent() ? pin : options.pin,
                split.isPresent() ? split : options.split);
    }

    /** Whether it says nothing of CPUs or splits, so that its times hold for whoever says nothing of them either. */
    public boolean isUsual() {
        return pin.filter(how -> !how.equals("auto")).isEmpty() && split.orElse(true) && kind.isPredicted();
    }

    /**
     * What of it decides how long products take, with what it leaves open filled in: as many workers as cores; for
     * blas-threads as many BLAS threads, else one.
     */
    public Way way(int cores) {
        int threads =
                kind == StrategyKind.BLAS_THREADS ? blasThreads.orElse(workers.orElse(cores)) : blasThreads.orElse(1);
        boolean sends = kind == StrategyKind.PROCESSES_SERIALIZED || kind == StrategyKind.PROCESSES_HOSTED;
        return new Way(
                kind.label(),
                kind.hasWorkers() ? workers.orElse(cores) : 1,
                kind == StrategyKind.SEQUENTIAL ? 1 : threads,
                sends ? codec.orElse(Codec.RAW).toString() : "",
                kind.hasWorkers() ? chunkSize.orElse(0) : 0);
    }

    /** The spec as it is written, {@link #parse}'s inverse; what is left open is left out. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(kind.label());
        workers.ifPresent(value -> text.append(":workers=").append(value));
        blasThreads.ifPresent(value -> text.append(":blas-threads=").append(value));
        chunkSize.ifPresent(value -> text.append(":chunk-size=").append(value));
        codec.ifPresent(value -> text.append(":codec=").append(value));
        pin.ifPresent(value -> text.append(":pin=").append(value.replace(',', '+')));
        split.ifPresent(value -> text.append(":split=").append(value ? "on" : "off"));
        return text.toString();
    }
}
