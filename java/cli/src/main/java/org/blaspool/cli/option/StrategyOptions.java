package org.blaspool.cli.option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.blaspool.blas.BlasSpec;
import org.blaspool.cli.option.Arguments.NearestName;
import org.blaspool.cpu.Machine;
import org.blaspool.cpu.PinPolicy;
import org.blaspool.error.InvalidInputException;
import org.blaspool.observe.Observation;
import org.blaspool.plan.Codec;
import org.blaspool.plan.StrategyKind;
import org.blaspool.plan.StrategySpec;
import org.blaspool.pool.PoolOptions.FaultTolerance;
import org.blaspool.pool.ScratchDirectory;
import org.blaspool.strategy.Engine;

/**
 * The options that hold for every strategy that does not say otherwise itself.
 *
 * @param blas the BLAS, or several where a command takes a list
 * @param workers threads or worker JVMs
 * @param blasThreads BLAS threads of each
 * @param chunkSize products assigned at once
 * @param codec how operands are serialized
 * @param pin which CPUs
 * @param split whether middle-sized products may be split
 * @param exclusive whether the user has the machine to himself
 * @param memoryLimit bytes for operands, results, copies and worker JVMs
 * @param scratch where temporary files go
 */
public record StrategyOptions(
        List<BlasSpec> blas,
        OptionalInt workers,
        OptionalInt blasThreads,
        OptionalLong chunkSize,
        Optional<Codec> codec,
        Optional<String> pin,
        Optional<Boolean> split,
        boolean exclusive,
        OptionalLong memoryLimit,
        Optional<Path> scratch) {

    public static OptionGroup group(String blasValue) {
        return OptionGroup.of("For every strategy that does not say otherwise")
                .with("workers", "W", "threads or worker JVMs [the physical cores of the CPUs allotted]")
                .with("blas-threads", "T", "BLAS threads of each [1; as many as workers for blas-threads]")
                .with("chunk-size", "N", "products assigned to a worker at once [ceil(pairs / (4 x workers))]")
                .with("codec", "java|raw", "how processes-serialized serializes [raw]")
                .with(
                        "pin",
                        "auto|none|compact|scatter|LIST",
                        "which CPUs; a list is as 0-3,8; auto pins where the CPUs are this" + " process's own [auto]")
                .with(
                        "split",
                        "on|off",
                        "whether one BLAS thread may compute a middle-sized product as several, where that was measured"
                                + " to be faster [on]")
                .flag("exclusive", "the machine is yours alone: --pin auto may pin")
                .with("blas", blasValue, "bundled, system, jblas, netlib or the path of a CBLAS library [bundled]")
                .with(
                        "memory-limit",
                        "BYTES",
                        "for operands, results, copies and worker JVMs, as 512M or 4G [90 % of what is available]")
                .with("scratch", "DIR", "for temporary files [$BLASPOOL_SCRATCH, $SLURM_TMPDIR or $TMPDIR]");
    }

    /**
     * Reads them.
     *
     * @param severalBlas whether --blas takes a list
     */
    public static StrategyOptions read(Arguments arguments, boolean severalBlas) {
        String listed = arguments.text("blas").orElse("bundled");
        List<BlasSpec> blas = BlasSpec.parseList(listed);
        if (blas.size() > 1 && !severalBlas) {
            throw new InvalidInputException("only compare takes several BLAS: blas=" + listed + ", expected one");
        }
        if (blas.stream().distinct().count() < blas.size()) {
            throw new InvalidInputException("a BLAS is listed twice: blas=" + listed);
        }
        Optional<String> pin = arguments.text("pin");
        pin.ifPresent(PinPolicy::parse);
        if (arguments.has("exclusive") && pin.filter(how -> !how.equals("auto")).isPresent()) {
            throw new InvalidInputException("options contradict each other: --exclusive and --pin " + pin.get()
                    + ", expected --exclusive with --pin auto");
        }
        return new StrategyOptions(
                blas,
                arguments.positive("workers"),
                arguments.positive("blas-threads"),
                arguments.number("chunk-size", 1, Integer.MAX_VALUE),
                arguments.word("codec", "java", "raw").map(Codec::of),
                pin,
                arguments.word("split", "on", "off").map("on"::equals),
                arguments.has("exclusive"),
                arguments.bytes("memory-limit"),
                arguments.path("scratch").map(StrategyOptions::directory));
    }

    private static Path directory(Path directory) {
        if (!Files.isDirectory(directory) || !Files.isWritable(directory)) {
            throw new InvalidInputException("scratch directory cannot be written: scratch=" + directory
                    + ", expected a directory for --scratch");
        }
        return directory;
    }

    /** The same with as many workers. */
    public StrategyOptions withWorkers(int count) {
        OptionalInt many = OptionalInt.of(count);
        return new StrategyOptions(
                blas, many, blasThreads, chunkSize, codec, pin, split, exclusive, memoryLimit, scratch);
    }

    /** Loads a BLAS, for strategies with these options that nobody watches and that put up with the usual faults. */
    public Engine open(BlasSpec spec, Machine machine) {
        return open(spec, machine, FaultTolerance.DEFAULT, Observation.NONE);
    }

    /** Loads a BLAS, for strategies with these options. */
    public Engine open(BlasSpec spec, Machine machine, FaultTolerance faults, Observation observation) {
        return Engine.open(spec, machine, exclusive, scratchDirectory(), faults, observation);
    }

    /** Where temporary files go. */
    public Path scratchDirectory() {
        return scratch.orElseGet(ScratchDirectory::byEnvironment);
    }

    /** Whether scratch files are memory, too. */
    public boolean scratchInMemory() {
        try {
            return List.of("tmpfs", "ramfs")
                    .contains(Files.getFileStore(scratchDirectory()).type());
        } catch (IOException e) {
            // It is not there: said when it is needed.
            return false;
        }
    }

    /** These options as a spec of no kind in particular, for a planner. */
    public StrategySpec asSpec() {
        return new StrategySpec(StrategyKind.PROCESSES_SERIALIZED, workers, blasThreads, chunkSize, codec, pin, split);
    }

    /** Reads a list of specs and completes each by these options. */
    public List<StrategySpec> strategies(String list) {
        List<String> known =
                Arrays.stream(StrategyKind.values()).map(StrategyKind::label).toList();
        for (String spec : list.split(",", -1)) {
            String name = spec.strip().split(":", 2)[0];
            if (!known.contains(name) && !name.isBlank()) {
                throw new InvalidInputException("unknown strategy: strategy=" + name + ", allowed "
                        + String.join(", ", known) + NearestName.hint(name, known));
            }
        }
        return StrategySpec.parseList(list).stream()
                .map(spec -> complete(spec.checked()))
                .toList();
    }

    /** The spec with what it leaves open taken from these options, as far as its kind has a use for them. */
    public StrategySpec complete(StrategySpec spec) {
        StrategyKind kind = spec.kind();
        StrategySpec options = new StrategySpec(
                kind,
                kind.hasWorkers() ? workers : OptionalInt.empty(),
                kind == StrategyKind.SEQUENTIAL ? OptionalInt.empty() : blasThreads,
                kind.hasWorkers() ? chunkSize : OptionalLong.empty(),
                kind == StrategyKind.PROCESSES_SERIALIZED ? codec : Optional.empty(),
                pin,
                split);
        return spec.orElse(options);
    }
}
