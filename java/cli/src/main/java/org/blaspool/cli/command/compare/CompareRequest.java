package org.blaspool.cli.command.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.blaspool.blas.BlasSpec;
import org.blaspool.cli.command.compare.SweepRun.SweepRange;
import org.blaspool.cli.option.Arguments;
import org.blaspool.cli.option.ObservationOptions;
import org.blaspool.cli.option.OutputOptions;
import org.blaspool.cli.option.StrategyOptions;
import org.blaspool.cli.option.WorkloadOptions;
import org.blaspool.cli.option.WorkloadOptions.ProductSize;
import org.blaspool.cli.report.SweepParameter;
import org.blaspool.cpu.CpuAllotment;
import org.blaspool.error.InvalidInputException;
import org.blaspool.measure.ComparisonRequest.Clock;
import org.blaspool.measure.Workload;
import org.blaspool.measure.Workload.Fill;
import org.blaspool.plan.Codec;
import org.blaspool.plan.StrategyKind;
import org.blaspool.plan.StrategySpec;

/**
 * What compare was asked for.
 *
 * @param suite empty where strategies are listed
 * @param listed the strategies that were listed, completed by the options; empty where a suite says them
 * @param batch the batch, as far as it was said
 * @param rounds empty for as many as it takes to settle every verdict
 * @param budgetSeconds for warm-ups and rounds, unless their number is given; of each value of a sweep
 * @param sweep the values to compare at, one after another; empty for one batch
 * @param watch what is to be seen of it
 * @param task what the progress bar says is done
 * @param counters whether the hardware counts what every round does
 * @param details whether the text has all figures
 * @param words the command line without BLAS and output, for one process a BLAS
 */
record CompareRequest(
        Optional<Suite> suite,
        List<StrategySpec> listed,
        WorkloadOptions batch,
        OptionalInt rounds,
        double budgetSeconds,
        StrategyOptions options,
        OutputOptions output,
        Optional<SweepRange> sweep,
        ObservationOptions watch,
        String task,
        boolean counters,
        boolean details,
        List<String> words) {
    /** Options that a value of a sweep says anew. */
    private static final List<String> SWEPT = List.of("--sweep=", "--size=", "--pairs=");

    private static final int TUTORIAL_SIZE = 2000;
    private static final int TUTORIAL_PAIRS = 100;
    private static final int DEFAULT_SIZE = 1000;
    private static final double BUDGET_SECONDS = 60;
    private static final double SWEEP_BUDGET_SECONDS = 20;

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
        List<StrategySpec> listed = strategies.map(options::strategies).orElse(List.of());
        Optional<SweepRange> sweep = sweep(arguments, suite, listed);
        return new CompareRequest(
                suite,
                listed,
                WorkloadOptions.read(arguments),
                arguments.positive("rounds"),
                budget(arguments),
                options,
                OutputOptions.read(arguments),
                sweep,
                watch(arguments, options),
                "comparing",
                arguments.has("counters"),
                arguments.has("details"),
                arguments.without("blas", "json", "csv", "html"));
    }

    private static double budget(Arguments arguments) {
        arguments.rejectTogether("budget", "rounds");
        OptionalLong millis = arguments.seconds("budget");
        return millis.isPresent()
                ? millis.getAsLong() / 1e3
                : arguments.has("sweep") ? SWEEP_BUDGET_SECONDS : BUDGET_SECONDS;
    }

    private static Optional<SweepRange> sweep(Arguments arguments, Optional<Suite> suite, List<StrategySpec> listed) {
        Optional<SweepRange> sweep = arguments.text("sweep").map(SweepRange::parse);
        // What is swept is not said a second time.
        sweep.ifPresent(
                range -> arguments.rejectTogether("sweep", range.parameter().toString()));
        if (sweep.filter(range -> range.parameter() == SweepParameter.WORKERS).isPresent() && suite.isEmpty()) {
            requireOpenWorkers(listed, arguments.text("sweep").get());
        }
        if (sweep.isPresent() && suite.filter(Suite.TUTORIAL::equals).isPresent()) {
            throw new InvalidInputException("suite tutorial is of one batch: sweep="
                    + arguments.text("sweep").get() + ", expected --sweep with --strategies, --suite quick or all");
        }
        return sweep;
    }

    /** Refuses strategies of which a sweep of workers would change none, or one that says its workers itself. */
    private static void requireOpenWorkers(List<StrategySpec> listed, String sweep) {
        for (StrategySpec spec : listed) {
            if (spec.workers().isPresent()) {
                throw new InvalidInputException("a strategy says itself what is swept: sweep=" + sweep + " strategy="
                        + spec + ", expected it without workers in --strategies");
            }
        }
        if (listed.stream().noneMatch(spec -> spec.kind().hasWorkers())) {
            throw new InvalidInputException("no strategy has workers: sweep=" + sweep
                    + ", expected threads or a strategy of processes among --strategies");
        }
    }

    private static ObservationOptions watch(Arguments arguments, StrategyOptions options) {
        ObservationOptions watch = ObservationOptions.read(arguments);
        if (watch.trace().isPresent() && options.blas().size() > 1) {
            throw new InvalidInputException("a trace is of one process and its workers: trace="
                    + watch.trace().get() + " with several --blas, expected one");
        }
        return watch;
    }

    /**
     * The same at one value of its sweep.
     *
     * @param workers of every strategy that has workers; empty where they are not swept
     */
    CompareRequest at(int value, ProductSize size, int pairs, OptionalInt workers) {
        List<String> completed = new ArrayList<>(words);
        completed.removeIf(word -> SWEPT.stream().anyMatch(word::startsWith));
        completed.addAll(List.of("--size=" + size, "--pairs=" + pairs));
        workers.ifPresent(count -> completed.add("--workers=" + count));
        StrategyOptions with = workers.isPresent() ? options.withWorkers(workers.getAsInt()) : options;
        return new CompareRequest(
                suite,
                listed.stream().map(with::complete).toList(),
                batch.at(size, pairs),
                rounds,
                budgetSeconds,
                with,
                output,
                Optional.empty(),
                watch,
                sweep.orElseThrow().parameter().named(value),
                counters,
                details,
                completed);
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

    /** Strategies that are worth comparing together. */
    private enum Suite {
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
            StrategySpec pool =
                    StrategySpec.of(StrategyKind.PROCESSES_SERIALIZED).withCodec(Codec.JAVA);
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
}
