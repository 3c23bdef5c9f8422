package org.blaspool.cli.profile;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.blaspool.error.Reason;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.error.StoppedException;

/** Linux's perf, as far as sampling by the CPU clock takes, which every machine has. */
final class PerfTool {
    private static final Path PARANOID = Path.of("/proc/sys/kernel/perf_event_paranoid");
    /** Of a user's own processes; from 3 on, as some distributions have it, nobody but root may sample. */
    private static final int MOST_PARANOID = 2;

    private PerfTool() {}

    /**
     * Looks whether sampling is possible here.
     *
     * @throws ResourceUnavailableException where not, with what to do
     */
    static void require() {
        if (run(List.of("perf", "--version"), null, new File("/dev/null")) != 0) {
            throw new ResourceUnavailableException(
                    "perf is missing: install it, as apt-get install linux-perf (Debian),"
                            + " linux-tools-$(uname -r) (Ubuntu) or dnf install perf");
        }
        try {
            Path probe = Files.createTempFile("blaspool-perf", ".data");
            List<String> trial =
                    List.of("perf", "record", "-q", "-e", "cpu-clock:u", "-o", probe.toString(), "--", "true");
            try {
                if (run(trial, null, new File("/dev/null")) != 0) {
                    throw new ResourceUnavailableException("perf may not sample: perf_event_paranoid=" + paranoid()
                            + ", expected at most " + MOST_PARANOID
                            + "; as root: sysctl kernel.perf_event_paranoid=" + MOST_PARANOID
                            + " (in a container, --cap-add PERFMON too)");
                }
            } finally {
                Files.deleteIfExists(probe);
            }
        } catch (IOException e) {
            throw new ResourceUnavailableException("temporary file cannot be written: " + Reason.of(e), e);
        }
    }

    private static String paranoid() {
        try {
            return Files.readString(PARANOID).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    /** Samples a command and what it starts; what it writes goes to the terminal. Returns its exit code. */
    static int record(Path data, int frequency, List<String> command) {
        List<String> words = new ArrayList<>(List.of(
                "perf",
                "record",
                "-q",
                "-e",
                "cpu-clock",
                "-F",
                Integer.toString(frequency),
                // The clock of timelines.
                "-k",
                "CLOCK_MONOTONIC",
                // OpenBLAS keeps no frame pointers, but says how to unwind; Java code does it the other way round.
                "--call-graph",
                "dwarf,32768",
                "-o",
                data.toString(),
                "--"));
        words.addAll(command);
        return run(words, null, null);
    }

    /** Writes the samples of a file as text. */
    static void script(Path data, Path text, Path errors) {
        int status = run(
                List.of(
                        "perf",
                        "script",
                        "--no-inline", // else it asks addr2line for every address
                        "--ns",
                        "-F",
                        "comm,pid,tid,time,ip,sym,dso",
                        "-i",
                        data.toString()),
                text.toFile(),
                errors.toFile());
        if (status != 0) {
            throw new ResourceUnavailableException(
                    "perf script failed: status=" + status + " file=" + data + ", its words are in " + errors);
        }
    }

    private static int run(List<String> command, File out, File err) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectInput(new File("/dev/null"));
        builder.redirectOutput(
                out != null
                        ? ProcessBuilder.Redirect.to(out)
                        : err != null ? ProcessBuilder.Redirect.DISCARD : ProcessBuilder.Redirect.INHERIT);
        builder.redirectError(err != null ? ProcessBuilder.Redirect.to(err) : ProcessBuilder.Redirect.INHERIT);
        Process process = null;
        try {
            process = builder.start();
            return process.waitFor();
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new StoppedException("stopped by a signal", e);
        }
    }
}
