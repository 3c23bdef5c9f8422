package org.blaspool.cli.command.compare;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.blaspool.blas.BlasSpec;
import org.blaspool.cli.command.Session;
import org.blaspool.cli.report.Json;
import org.blaspool.error.BatchFailedException;
import org.blaspool.error.InvalidInputException;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.error.StoppedException;
import org.blaspool.measure.ComparisonResult;
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
}
