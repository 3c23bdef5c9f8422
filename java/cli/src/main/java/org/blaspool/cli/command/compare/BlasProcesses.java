package org.blaspool.cli.command.compare;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.blaspool.blas.BlasSpec;
import org.blaspool.cli.command.Session;
import org.blaspool.cli.report.CompareReport;
import org.blaspool.cli.report.Json;
import org.blaspool.cli.terminal.Progress;
import org.blaspool.error.InvalidInputException;
import org.blaspool.error.ProductFailedException;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.error.StoppedException;

/**
 * A comparison of several BLAS, each in a process of its own: two in one process would share symbols, threads and
 * environment. The processes run one after another.
 */
final class BlasProcesses {
    private static final int NOT_VERIFIED = 1;
    private static final int WRONG_INPUT = 2;
    private static final int STOPPED = 4;

    private final CompareRequest request;
    private final Session session;

    BlasProcesses(CompareRequest request, Session session) {
        this.request = request;
        this.session = session;
    }

    CompareReport report() throws IOException {
        List<BlasSpec> kinds = request.options().blas();
        List<CompareReport> reports = new ArrayList<>();
        try (Progress bar = Progress.start(session.console(), request.output().quiet(), "comparing", kinds.size())) {
            for (BlasSpec blas : kinds) {
                session.stop().check();
                bar.doing(blas.toString());
                reports.add(compare(blas));
                bar.reached(reports.size(), kinds.size());
            }
        }
        return MergedReport.of(reports);
    }

    private CompareReport compare(BlasSpec blas) throws IOException {
        Process process = new ProcessBuilder(command(blas))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            process.getOutputStream().close();
            String json = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            if (status != 0 && status != NOT_VERIFIED || json.isBlank()) {
                throw failure(blas, status);
            }
            return Json.comparison(json, "comparison with " + blas);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException("stopped by a signal", e);
        } finally {
            process.destroy();
        }
    }

    private List<String> command(BlasSpec blas) {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.blaspool.cli.Main", "compare"));
        command.addAll(request.words());
        command.addAll(List.of("--blas", blas.toString(), "--json", "-"));
        return command;
    }

    /** The process said on standard error what is wrong. */
    private static RuntimeException failure(BlasSpec blas, int status) {
        String message = "comparison with this BLAS failed: blas=" + blas + " status=" + status;
        return switch (status) {
            case WRONG_INPUT -> new InvalidInputException(message);
            case STOPPED -> new StoppedException(message);
            case NOT_VERIFIED -> new ProductFailedException(message);
            default -> new ResourceUnavailableException(message);
        };
    }
}
