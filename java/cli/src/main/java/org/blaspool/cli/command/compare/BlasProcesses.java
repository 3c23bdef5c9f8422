package org.blaspool.cli.command.compare;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.blaspool.blas.BlasSpec;
import org.blaspool.cli.command.Session;
import org.blaspool.cli.report.Figures;
import org.blaspool.cli.report.Json;
import org.blaspool.error.BatchFailedException;
import org.blaspool.error.InvalidInputException;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.error.StoppedException;
import org.blaspool.measure.ComparisonResult;
import org.blaspool.measure.ComparisonResult.Recommendation;
import org.blaspool.measure.StrategyResult;
import org.blaspool.measure.Warning;
import org.blaspool.pool.WorkerCommand;

/**
 * A comparison of several BLAS, each in a process of its own: two in one process would share symbols, threads and
 * environment. The processes run one after another.
 */
final class BlasProcesses {
    private static final int NOT_VERIFIED = 1;
    private static final int WRONG_INPUT = 2;
    private static final int STOPPED = 4;
    private static final int GRACE_SECONDS = 15;

    private final CompareRequest request;
    private final Session session;

    BlasProcesses(CompareRequest request, Session session) {
        this.request = request;
        this.session = session;
    }

    /** One that cannot be had, or can do nothing of what was asked, is left out with a word; the others' half stands. */
    ComparisonResult report() throws IOException {
        List<BlasSpec> kinds = new ArrayList<>();
        List<ComparisonResult> reports = new ArrayList<>();
        List<ResourceUnavailableException> leftOut = new ArrayList<>();
        for (BlasSpec blas : request.options().blas()) {
            session.stop().check();
            try {
                reports.add(compare(blas)); // it draws a progress bar of its own
                kinds.add(blas);
            } catch (ResourceUnavailableException unavailable) {
                leftOut.add(unavailable);
            }
        }
        if (reports.isEmpty()) {
            throw leftOut.get(0);
        }
        return MergedReport.of(
                kinds,
                reports,
                leftOut.stream()
                        .map(refused -> new Warning(
                                "left-out",
                                "one BLAS is left out: " + refused.getMessage(),
                                "mend what it says, or name others (--blas)"))
                        .toList());
    }

    private ComparisonResult compare(BlasSpec blas) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(blas)).redirectError(ProcessBuilder.Redirect.INHERIT);
        WorkerCommand.withoutJavaOptions(builder.environment());
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            FutureTask<byte[]> output = new FutureTask<>(process.getInputStream()::readAllBytes);
            Thread reader = new Thread(output, "blas-process-output");
            reader.setDaemon(true);
            reader.start();
            int status = process.waitFor(); // unlike reading it can be interrupted
            String json = new String(output.get(), StandardCharsets.UTF_8);
            if (!json.startsWith("{")) {
                throw failure(blas, status, json.strip());
            }
            return Json.comparison(json, "comparison with " + blas);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException("stopped by a signal", e);
        } catch (ExecutionException e) {
            throw new IOException("report of a process cannot be read: blas=" + blas, e.getCause());
        } finally {
            end(process);
        }
    }

    /** Waits until it has ended, as its worker JVMs and its files are gone then. */
    private static void end(Process process) {
        process.destroy();
        boolean interrupted = Thread.interrupted();
        try {
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> command(BlasSpec blas) {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-D" + Session.NESTED_PROPERTY + "=true");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.blaspool.cli.Main", "compare"));
        command.addAll(request.words());
        command.addAll(List.of("--blas", blas.toString(), "--json", "-"));
        return command;
    }

    private static RuntimeException failure(BlasSpec blas, int status, String said) {
        String message = said.isEmpty()
                ? "comparison with this BLAS failed: blas=" + blas + " status=" + status
                : said + "; with blas=" + blas;
        return switch (status) {
            case WRONG_INPUT -> new InvalidInputException(message);
            case STOPPED -> new StoppedException(message);
            case NOT_VERIFIED -> new BatchFailedException(message);
            default -> new ResourceUnavailableException(message);
        };
    }

    /**
     * Comparisons of one batch with different BLAS as one. Their rounds did not alternate, so there is no interval for a
     * ratio between them: rows of another BLAS than the best row's have a ratio and no interval.
     */
    private static final class MergedReport {
        private MergedReport() {}

        /**
         * The reports as one.
         *
         * @param kinds which BLAS each report is about, as after {@code --blas}
         * @param leftOut what there is no report of
         */
        static ComparisonResult of(List<BlasSpec> kinds, List<ComparisonResult> reports, List<Warning> leftOut) {
            ComparisonResult first = reports.get(0);
            Optional<StrategyResult> best = reports.stream()
                    .flatMap(report -> report.results().stream())
                    .filter(row -> row.verified() && row.medianSeconds() != null)
                    .min(Comparator.comparingDouble(StrategyResult::medianSeconds));
            List<StrategyResult> rows = new ArrayList<>();
            Set<Warning> warnings = new LinkedHashSet<>(leftOut);
            for (ComparisonResult report : reports) {
                report.results()
                        .forEach(row ->
                                rows.add(best.map(other -> against(other, row)).orElse(row)));
                warnings.addAll(report.warnings());
            }
            if (reports.size() > 1) {
                warnings.add(new Warning(
                        "separate-processes",
                        "each BLAS ran in a process of its own, one after another",
                        "ratios between them have no interval; repeat the comparison to see how they vary"));
            }
            return new ComparisonResult(
                    first.suite(),
                    first.clock(),
                    first.machine(),
                    first.workload(),
                    reports.stream().mapToInt(ComparisonResult::rounds).min().orElseThrow(),
                    reports.stream().mapToInt(ComparisonResult::roundsTainted).sum(),
                    rows,
                    best.filter(row -> reports.stream().noneMatch(ComparisonResult::isBusy))
                            .map(row -> recommendation(row, kinds.get(indexOf(row, reports))))
                            .orElse(null),
                    List.copyOf(warnings),
                    reports.stream()
                            .map(ComparisonResult::busyShare)
                            .filter(Objects::nonNull)
                            .max(Double::compare)
                            .orElse(null),
                    first.untilSettled());
        }

        private static int indexOf(StrategyResult row, List<ComparisonResult> reports) {
            return IntStream.range(0, reports.size())
                    .filter(i -> reports.get(i).results().contains(row))
                    .findFirst()
                    .orElseThrow();
        }

        private static Recommendation recommendation(StrategyResult best, BlasSpec blas) {
            return new Recommendation(
                    best.spec(),
                    "with --blas " + blas + " it has the smallest median, " + Figures.seconds(best.medianSeconds()),
                    Recommendation.Basis.QUIET);
        }

        private static StrategyResult against(StrategyResult best, StrategyResult row) {
            boolean sameRun = row.blas().equals(best.blas());
            return sameRun || row.medianSeconds() == null ? row : row.against(best.medianSeconds());
        }
    }
}
