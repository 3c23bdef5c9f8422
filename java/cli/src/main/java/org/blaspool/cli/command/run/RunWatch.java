package org.blaspool.cli.command.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Timer;
import java.util.TimerTask;
import org.blaspool.cli.report.Figures;
import org.blaspool.cli.report.Json;
import org.blaspool.cli.report.ReportWriter;
import org.blaspool.cli.terminal.Console;
import org.blaspool.cli.terminal.Progress;
import org.blaspool.file.Workload;
import org.blaspool.run.FileRun;
import org.blaspool.run.RunSummary.Bound;
import org.blaspool.run.Tally;
import org.blaspool.run.Tally.RunStage;

/**
 * Looks at a run once a second, from a thread of its own, and tells: a progress bar on a terminal, a line now and then
 * where there is none, and a status file. Thread-safe.
 */
final class RunWatch implements AutoCloseable {
    private static final long LOOKS_EVERY_MILLIS = 1000;
    /** Rates are of so long: windows make them come in bursts. */
    private static final long RATE_NANOS = 30_000_000_000L;

    private final Console console;
    private final RunRequest request;
    private final FileRun run;
    private final Progress bar;
    private final StatusFile file;
    private final Timer timer = new Timer("blaspool-watch", true);
    private final String started = now();
    private final long startNanos = System.nanoTime();
    private final ArrayDeque<Sample> samples = new ArrayDeque<>();
    private long lastLineNanos = System.nanoTime();

    /** What was done until a moment. */
    private record Sample(long nanos, double flop, long settled) {}

    RunWatch(Console console, RunRequest request, FileRun run) {
        this.console = console;
        this.request = request;
        this.run = run;
        this.file = request.watch().status().map(StatusFile::new).orElse(null);
        this.bar = Progress.start(
                console, request.output().quiet(), "products", run.workload().products());
        samples.add(new Sample(startNanos, 0, 0));
        timer.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        look();
                    }
                },
                0,
                LOOKS_EVERY_MILLIS);
    }

    private synchronized void look() {
        RunStatus status = status("running");
        if (file != null) {
            file.replace(status);
        }
        bar.reached(status.done() + status.failed(), run.workload().products());
        bar.doing(status.rates());
        long every = request.watch().everyMillis() * 1_000_000;
        if (System.nanoTime() - lastLineNanos >= every) {
            lastLineNanos += every;
            if (!console.errIsTerminal() && !request.output().quiet()) {
                console.err().println("blaspool: " + status.line());
            }
        }
    }

    /** Where the run is now. */
    private RunStatus status(String state) {
        Tally tally = run.tally();
        Workload work = run.workload();
        double elapsed = (System.nanoTime() - startNanos) / 1e9;
        Sample sample = new Sample(System.nanoTime(), tally.flop(), tally.storedCount() + tally.failedCount());
        samples.add(sample);
        while (samples.size() > 2 && sample.nanos() - samples.peek().nanos() > RATE_NANOS) {
            samples.remove();
        }
        Sample from = samples.peek();
        double seconds = Math.max(1e-9, (sample.nanos() - from.nanos()) / 1e9);
        return new RunStatus(
                RunStatus.SCHEMA,
                state,
                ProcessHandle.current().pid(),
                host(),
                request.run().shard().toString(),
                started,
                now(),
                elapsed,
                work.products() + run.skipped(),
                tally.storedCount(),
                run.skipped(),
                tally.failedCount(),
                run.retried(),
                tally.flop(),
                work.flop(),
                (sample.settled() - from.settled()) / seconds,
                (sample.flop() - from.flop()) / seconds / 1e9,
                eta(tally, work, elapsed),
                run.bound());
    }

    /** What is left by operations where computing takes the time, by bytes where files do, or by both in between. */
    private static Double eta(Tally tally, Workload work, double elapsed) {
        if (tally.storedCount() == 0 || work.flop() == 0 || work.bytes() == 0) {
            return null;
        }
        double compute = tally.seconds(RunStage.COMPUTE);
        double files = Math.max(tally.seconds(RunStage.READ), tally.seconds(RunStage.STORE));
        double weight = compute + files > 0 ? compute / (compute + files) : 0.5;
        double done = weight * tally.flop() / work.flop() + (1 - weight) * tally.storedBytes() / work.bytes();
        return done > 0 ? Math.max(0, elapsed * (1 - done) / done) : null;
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static String host() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    /** The last word, once everything is settled; takes the bar away. @param state as {@link RunStatus} has it */
    synchronized void end(String state) {
        close();
        if (file != null) {
            file.replace(status(state));
        }
    }

    /** Stops looking. */
    @Override
    public void close() {
        timer.cancel();
        bar.close();
    }

    /** A file that programs read while a run goes on: whole whenever it is looked at. */
    private static final class StatusFile {
        private final Path file;
        private final Path next;

        StatusFile(Path file) {
            this.file = file;
            this.next = ReportWriter.unfinished(file);
        }

        /** Puts a new status in place of the last. A status that cannot be written is not worth a run. */
        void replace(RunStatus status) {
            try {
                Files.writeString(next, Json.write(status));
                Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                next.toFile().delete();
            }
        }
    }

    /**
     * Where a run is, for programs to read while it goes on, field by field as {@code blaspool.status/1} has it.
     *
     * @param schema {@link #SCHEMA}
     * @param state {@code running}, and in the end {@code done}, {@code failed} or {@code stopped}
     * @param shard as {@code --shard} has it
     * @param started when, as ISO 8601 in UTC
     * @param updated when this was true
     * @param total entries of the shard
     * @param done results that were computed, verified, stored and recorded
     * @param skipped results that an earlier run had finished
     * @param failed products that failed
     * @param retried how many times a product was given to another worker
     * @param productsPerSecond over the last half minute
     * @param gflops the same
     * @param etaSeconds until the end at the rate so far; null where nothing is known yet
     * @param bound what keeps it from being faster; null as above
     */
    private record RunStatus(
            String schema,
            String state,
            long pid,
            String host,
            String shard,
            String started,
            String updated,
            double elapsedSeconds,
            long total,
            long done,
            long skipped,
            long failed,
            long retried,
            double flop,
            double flopTotal,
            double productsPerSecond,
            double gflops,
            Double etaSeconds,
            Bound bound) {
        public static final String SCHEMA = "blaspool.status/1";

        /** As a line of a log or behind a progress bar. */
        public String rates() {
            return rate() + ", " + Figures.fixed(gflops, 1) + " GFLOP/s" + (etaSeconds == null ? "" : ", " + left());
        }

        /** The whole line. */
        public String line() {
            long finished = done + failed;
            long open = Math.max(1, total - skipped);
            return finished + " of " + open + " products (" + 100 * finished / open + " %)"
                    + (failed > 0 ? ", " + failed + " failed" : "") + ", " + rates();
        }

        private String rate() {
            return Figures.fixed(productsPerSecond, productsPerSecond < 10 ? 1 : 0) + "/s";
        }

        private String left() {
            long seconds = Math.round(etaSeconds);
            if (seconds < 60) {
                return seconds + " s left";
            }
            return seconds < 3600
                    ? String.format(java.util.Locale.ROOT, "%d:%02d min left", seconds / 60, seconds % 60)
                    : String.format(java.util.Locale.ROOT, "%d:%02d h left", seconds / 3600, seconds / 60 % 60);
        }
    }
}
