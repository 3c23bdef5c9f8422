package org.blaspool.cli.command.plan;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.blaspool.cli.command.Session;
import org.blaspool.cli.option.OutputOptions;
import org.blaspool.cli.option.StrategyOptions;
import org.blaspool.cli.option.WorkloadOptions;
import org.blaspool.cli.option.WorkloadOptions.ProductSize;
import org.blaspool.cli.report.Json;
import org.blaspool.cli.report.PlanReport;
import org.blaspool.cli.report.PlanReport.SamplesReport;
import org.blaspool.cli.report.PlanText;
import org.blaspool.cli.report.ReportWriter;
import org.blaspool.cpu.Machine;
import org.blaspool.error.InvalidInputException;
import org.blaspool.file.FileReaders;
import org.blaspool.file.Manifest;
import org.blaspool.file.ManifestProblems;
import org.blaspool.file.OutDirectory;
import org.blaspool.file.Workload;
import org.blaspool.measure.ComparisonResult.Recommendation;
import org.blaspool.measure.MachineRecord;
import org.blaspool.measure.Sampling;
import org.blaspool.measure.Warning;
import org.blaspool.plan.BatchShape;
import org.blaspool.plan.Codec;
import org.blaspool.plan.PlanResult;
import org.blaspool.plan.Planner;
import org.blaspool.plan.Prediction;
import org.blaspool.plan.StrategyKind;
import org.blaspool.plan.StrategySpec;
import org.blaspool.sample.Estimate.Basis;
import org.blaspool.sample.Samples;
import org.blaspool.strategy.Engine;

/**
 * One call of {@code plan}.
 *
 * @param strategies those that were asked for; empty for all
 * @param save a file for the samples, to plan by on another machine
 * @param other such a file of another machine
 */
record PlanRun(
        PlannedBatch batch,
        Optional<String> strategies,
        StrategyOptions options,
        OutputOptions output,
        Optional<Path> save,
        Optional<Path> other,
        boolean details,
        Session session) {
    /** For everything from the start of the JVM on; what is left of it is for sampling. */
    private static final double MOST_SECONDS = 4.8;

    private static final double LEAST_SECONDS = 1.5;
    /** Those that mostly win, in case that there is no time for all. */
    private static final List<StrategyKind> FIRST = List.of(
            StrategyKind.THREADS, StrategyKind.BLAS_THREADS, StrategyKind.SEQUENTIAL, StrategyKind.PROCESSES_SHARED);

    int carryOut() {
        BatchShape shape = batch.shape(session);
        return other.isPresent() ? forAnother(shape, Json.readSamples(other.get())) : forThis(shape);
    }

    private int forAnother(BatchShape shape, SamplesReport machine) {
        long limit = options.memoryLimit().orElse(machine.memoryBytes());
        Planner planner = new Planner(machine.samples(), machine.cores(), options.asSpec(), limit);
        PlanResult plan = planner.plan(specs(planner), shape);
        write(report(plan, shape, limit, null, 0, List.of(), machine));
        return 0;
    }

    private int forThis(BatchShape shape) {
        Machine machine = session.machine();
        int cores = machine.cpus().physicalCores();
        long limit = options.memoryLimit().orElse(machine.memory().availableBytes());
        try (Engine engine = options.open(options.blas().get(0), machine)) {
            Samples samples = engine.samples();
            Planner planner = new Planner(samples, cores, options.asSpec(), limit);
            List<StrategySpec> specs = specs(planner);
            List<Warning> warnings = new ArrayList<>();
            double seconds = sample(planner, specs, shape, engine, warnings);
            PlanResult plan = planner.plan(specs, shape);
            if (plan.predictions().stream().anyMatch(Prediction::busy)) {
                warnings.add(new Warning(
                        "busy-samples",
                        "others used much of the CPUs when some of the samples were taken",
                        "plan again, or compare, once the machine is quiet"));
            }
            MachineRecord record = MachineRecord.describe(machine.topology(), machine.cpus(), engine.blas());
            SamplesReport saved = save.isPresent() ? SamplesReport.of(samples, cores, limit) : null;
            PlanReport report = report(plan, shape, limit, record, seconds, warnings, saved);
            save.ifPresent(file -> ReportWriter.write(file, Json.write(report)));
            write(report);
            return 0;
        }
    }

    private List<StrategySpec> specs(Planner planner) {
        return strategies
                .map(list ->
                        options.strategies(list).stream().map(planner::complete).toList())
                .orElseGet(planner::candidates);
    }

    /** Runs what nothing is known of, in the time that is left; seconds that it took. */
    private double sample(
            Planner planner, List<StrategySpec> specs, BatchShape shape, Engine engine, List<Warning> warnings) {
        List<StrategySpec> unknown = specs.stream()
                .filter(spec -> !cannotWin(spec))
                .filter(spec -> !isSampled(planner.predict(spec, shape), shape))
                .sorted(Comparator.comparingInt(PlanRun::turn))
                .toList();
        if (unknown.isEmpty()) {
            return 0;
        }
        long start = System.nanoTime();
        engine.prepareSplits(shape, true);
        double elapsed = session.secondsSinceStart();
        Sampling sampling =
                new Sampling(engine, engine.samples(), session.machine().cpus().physicalCores());
        sampling.sample(unknown, shape, Math.max(LEAST_SECONDS, MOST_SECONDS - elapsed));
        Map<String, List<StrategySpec>> left = new LinkedHashMap<>();
        sampling.failures()
                .forEach((spec, reason) ->
                        left.computeIfAbsent(reason, each -> new ArrayList<>()).add(spec));
        left.forEach((reason, ofIt) -> warnings.add(new Warning(
                "left-out",
                "not run: "
                        + String.join(
                                ", ",
                                ofIt.stream().map(spec -> spec.kind().label()).toList())
                        + "; " + reason,
                "compare runs it whatever that takes")));
        return (System.nanoTime() - start) / 1e9;
    }

    /** Java's serialization moves what the other codec does, more slowly: it is run where it is asked for. */
    private boolean cannotWin(StrategySpec spec) {
        boolean asked = strategies.isPresent() || options.asSpec().codec().isPresent();
        return !asked && spec.codec().filter(Codec.JAVA::equals).isPresent();
    }

    /** What runs much Java takes longest to run as it will. */
    private static int turn(StrategySpec spec) {
        int turn = FIRST.indexOf(spec.kind());
        return turn >= 0
                ? turn
                : FIRST.size() + (spec.codec().filter(Codec.JAVA::equals).isPresent() ? 1 : 0);
    }

    /** Whether it is known as well as sampling would have it. */
    private static boolean isSampled(Prediction prediction, BatchShape shape) {
        return prediction.isKnown()
                && !(prediction.busy() && prediction.ageSeconds() > 60)
                && (shape.groups().size() > 1
                        || prediction.basis() != Basis.OTHER_SHAPE
                        || Sampling.isStoodFor(shape.groups().get(0).shape()));
    }

    private void write(PlanReport report) {
        ReportWriter writer = new ReportWriter(output, session.console().out());
        writer.write(() -> PlanText.of(report, session.console().style(), details), report, null, null);
    }

    private static PlanReport report(
            PlanResult plan,
            BatchShape shape,
            long limit,
            MachineRecord machine,
            double samplingSeconds,
            List<Warning> warnings,
            SamplesReport samples) {
        double best = plan.predictions().stream()
                .filter(Prediction::isKnown)
                .mapToDouble(Prediction::seconds)
                .min()
                .orElse(Double.NaN);
        return new PlanReport(
                PlanReport.SCHEMA,
                machine,
                new PlanReport.Batch(
                        shape.pairs(),
                        shape.flop(),
                        shape.bytes(),
                        shape.groups().stream()
                                .map(group -> new PlanReport.Group(
                                        group.shape().m(),
                                        group.shape().k(),
                                        group.shape().n(),
                                        group.count()))
                                .toList()),
                limit,
                plan.predictions().stream()
                        .map(prediction -> row(prediction, best, shape.flop(), limit))
                        .toList(),
                new Recommendation(plan.recommended(), plan.reason(), Recommendation.Basis.PREDICTED),
                samplingSeconds,
                warnings,
                samples);
    }

    private static PlanReport.Row row(Prediction prediction, double best, double flop, long limit) {
        boolean known = prediction.isKnown();
        return new PlanReport.Row(
                prediction.spec().kind().label(),
                prediction.spec(),
                known ? prediction.seconds() : null,
                known ? prediction.seconds() / best : null,
                known ? flop / prediction.seconds() / 1e9 : null,
                known ? prediction.startSeconds() : null,
                known ? prediction.basis().name().toLowerCase(Locale.ROOT).replace('_', '-') : null,
                known ? prediction.ageSeconds() : null,
                prediction.busy(),
                Double.isNaN(prediction.setupSeconds()) ? null : prediction.setupSeconds(),
                (long) prediction.memoryBytes(),
                prediction.memoryBytes() <= limit);
    }

    /** Where the shapes of a batch come from: options, or the heads of files. */
    @FunctionalInterface
    interface PlannedBatch {
        ProductSize DEFAULT_SIZE = new ProductSize(1000, 1000, 1000);

        BatchShape shape(Session session);

        static PlannedBatch ofOptions(WorkloadOptions options) {
            ProductSize size = options.size().orElse(DEFAULT_SIZE);
            return session -> {
                int cpus = session.machine().cpus().cpus();
                int pairs = options.pairs().orElseGet(() -> size.worthwhilePairs(cpus));
                return BatchShape.of(size.m(), size.k(), size.n(), pairs);
            };
        }

        static PlannedBatch ofFiles(String pairs) {
            return session -> {
                // No result is written: the directory only has to be one in which names can be resolved.
                OutDirectory out = OutDirectory.of(Path.of(""));
                Manifest manifest = Manifest.open(pairs, out, session.console().in());
                ManifestProblems problems = ManifestProblems.collected(manifest);
                try (FileReaders readers =
                        new FileReaders(session.machine().cpus().cpus())) {
                    Workload work = Workload.of(manifest.entries(problems), manifest, problems, readers);
                    problems.throwIfAny();
                    if (work.products() == 0) {
                        throw new InvalidInputException("manifest has no products: pairs=" + pairs);
                    }
                    return work.batch(1);
                }
            };
        }
    }
}
