package org.blaspool.cli.command.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.blaspool.blas.BlasSpec;
import org.blaspool.cli.option.Arguments;
import org.blaspool.cli.option.ObservationOptions;
import org.blaspool.cli.option.OutputOptions;
import org.blaspool.cli.option.ProductSize;
import org.blaspool.cli.option.StrategyOptions;
import org.blaspool.cli.option.WorkloadOptions;
import org.blaspool.cpu.CpuAllotment;
import org.blaspool.error.InvalidInputException;
import org.blaspool.measure.Clock;
import org.blaspool.measure.Fill;
import org.blaspool.measure.Workload;
import org.blaspool.plan.StrategySpec;

/**
 * What compare was asked for.
 *
 * @param suite empty where strategies are listed
 * @param listed the strategies that were listed, completed by the options; empty where a suite says them
 * @param batch the batch, as far as it was said
 * @param rounds empty for as many as time allows
 * @param sweep the sizes to compare at, one after another; empty for one batch
 * @param watch what is to be seen of it
 * @param counters whether the hardware counts what every round does
 * @param words the command line without BLAS and output, for one process a BLAS
 */
record CompareRequest(
        Optional<Suite> suite,
        List<StrategySpec> listed,
        WorkloadOptions batch,
        OptionalInt rounds,
        StrategyOptions options,
        OutputOptions output,
        Optional<SizeSweep> sweep,
        ObservationOptions watch,
        boolean counters,
        List<String> words) {
    private static final int TUTORIAL_SIZE = 2000;
    private static final int TUTORIAL_PAIRS = 100;
    private static final int DEFAULT_SIZE = 1000;

    static CompareRequest read(Arguments arguments) {
        arguments.operands(0, "options only");
        arguments.rejectTogether("suite", "strategies");
        StrategyOptions options = StrategyOptions.read(arguments, true);
        Optional<String> strategies = arguments.text("strategies");
        Optional<Suite> suite = strategies.isPresent()
                ? Optional.empty()
                : Optional.of(arguments
                        .word("suite", "quick", "all", "tutorial")
                        .map(Suite::of)
                        .orElse(Suite.ALL));
        if (suite.filter(Suite::choosesCodecs).isPresent() && options.codec().isPresent()) {
            throw new InvalidInputException("suite " + suite.get() + " chooses codecs itself: codec="
                    + options.codec().get() + ", expected --codec with --strategies or --suite quick");
        }
        return new CompareRequest(
                suite,
                strategies.map(options::strategies).orElse(List.of()),
                WorkloadOptions.read(arguments),
                arguments.positive("rounds"),
                options,
                OutputOptions.read(arguments),
                sweep(arguments, suite),
                watch(arguments, options),
                arguments.has("counters"),
                arguments.without("blas", "json", "csv", "html"));
    }

    private static Optional<SizeSweep> sweep(Arguments arguments, Optional<Suite> suite) {
        arguments.rejectTogether("sweep", "size");
        Optional<SizeSweep> sweep = arguments.text("sweep").map(SizeSweep::parse);
        if (sweep.isPresent() && suite.filter(Suite.TUTORIAL::equals).isPresent()) {
            throw new InvalidInputException("suite tutorial is of one batch: sweep="
                    + arguments.text("sweep").get() + ", expected --sweep with --strategies, --suite quick or all");
        }
        return sweep;
    }

    private static ObservationOptions watch(Arguments arguments, StrategyOptions options) {
        ObservationOptions watch = ObservationOptions.read(arguments);
        if (watch.trace().isPresent() && options.blas().size() > 1) {
            throw new InvalidInputException("a trace is of one process and its workers: trace="
                    + watch.trace().get() + " with several --blas, expected one");
        }
        return watch;
    }

    /** The same at one size of a sweep. */
    CompareRequest at(ProductSize size, int pairs) {
        List<String> others = words.stream()
                .filter(word -> !word.startsWith("--sweep=") && !word.startsWith("--pairs="))
                .toList();
        List<String> completed = new ArrayList<>(others);
        completed.addAll(List.of("--size=" + size, "--pairs=" + pairs));
        return new CompareRequest(
                suite,
                listed,
                batch.at(size, pairs),
                rounds,
                options,
                output,
                Optional.empty(),
                watch,
                counters,
                completed);
    }

    /** What the progress bar says is done. */
    String task() {
        return words.stream()
                .filter(word -> word.startsWith("--size="))
                .findFirst()
                .map(word -> "size " + word.substring("--size=".length()))
                .orElse("comparing");
    }

    boolean isTutorial() {
        return suite.filter(Suite.TUTORIAL::equals).isPresent();
    }

    String suiteName() {
        return suite.map(Suite::toString).orElse("custom");
    }

    Clock clock() {
        return isTutorial() ? Clock.COLD : Clock.WARM;
    }

    List<StrategySpec> strategies(CpuAllotment cpus, int pairs) {
        return suite.map(chosen -> chosen.specs(options, cpus, pairs)).orElse(listed);
    }

    /** The batch, with what was not said filled in. */
    Workload workload(CpuAllotment cpus) {
        int edge = isTutorial() ? TUTORIAL_SIZE : DEFAULT_SIZE;
        ProductSize size = batch.size().orElse(new ProductSize(edge, edge, edge));
        int pairs = batch.pairs().orElseGet(() -> isTutorial() ? TUTORIAL_PAIRS : size.worthwhilePairs(cpus.cpus()));
        // The tutorial's programs multiply ones, and by a cold clock it counts how long operands take to make.
        Fill fill = batch.fill().map(Fill::of).orElse(isTutorial() ? Fill.ONES : Fill.RANDOM);
        return new Workload(size.m(), size.k(), size.n(), pairs, fill, batch.seed());
    }

    BlasSpec onlyBlas() {
        return options.blas().get(0);
    }
}
