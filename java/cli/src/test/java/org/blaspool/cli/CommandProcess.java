package org.blaspool.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A command line in a process, and a process group, of its own; whatever is left of it is killed in the end. */
final class CommandProcess implements AutoCloseable {
    private static final String WORKER = "org.blaspool.worker.WorkerMain";
    private static final long PATIENCE_SECONDS = 120;
    private static final int LOOK_MILLIS = 100;

    private final Process process;
    private final CompletableFuture<String> out;
    private final CompletableFuture<String> err;

    private CommandProcess(Process process) {
        this.process = process;
        this.out = CompletableFuture.supplyAsync(() -> read(process.inputReader(StandardCharsets.UTF_8)));
        this.err = CompletableFuture.supplyAsync(() -> read(process.errorReader(StandardCharsets.UTF_8)));
    }

    /** @param scratch where it puts temporary files */
    static CommandProcess start(Path scratch, String... words) throws IOException {
        return start(scratch, Map.of(), words);
    }

    /** The same with variables in its environment. */
    static CommandProcess start(Path scratch, Map<String, String> variables, String... words) throws IOException {
        // A shell without job control starts what it puts into the background with SIGINT ignored; a JVM leaves an
        // ignored signal ignored, and the command would never see its Ctrl-C.
        List<String> command = new ArrayList<>(List.of(
                "env",
                "--default-signal=INT,TERM,HUP",
                "setsid",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "org.blaspool.cli.Main"));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(variables);
        builder.environment().put("BLASPOOL_SCRATCH", scratch.toString());
        return new CommandProcess(builder.start());
    }

    private static String read(java.io.Reader reader) {
        StringBuilder text = new StringBuilder();
        try {
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                text.append((char) c);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    /** Waits until it has worked for so long. */
    void awaitCpuSeconds(double seconds) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (cpuSeconds(process.toHandle()) < seconds) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new AssertionError("not busy: alive=" + process.isAlive());
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static double cpuSeconds(ProcessHandle process) {
        return process.info()
                .totalCpuDuration()
                .map(time -> time.toMillis() / 1e3)
                .orElse(0.0);
    }

    /** Its worker JVMs, once there are so many and each has worked for a moment. */
    List<ProcessHandle> awaitBusyWorkers(int count, double cpuSeconds) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < deadline && process.isAlive()) {
            List<ProcessHandle> busy = workers().stream()
                    .filter(worker -> cpuSeconds(worker) > cpuSeconds)
                    .toList();
            if (busy.size() >= count) {
                return busy;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new AssertionError("no busy workers: alive=" + process.isAlive() + " workers="
                + workers().size() + (process.isAlive() ? "" : " err=" + err.join()));
    }

    /** Waits until a worker computes: between two batches it sleeps. */
    void awaitComputing(ProcessHandle worker) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        double before;
        do {
            before = cpuSeconds(worker);
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            if (!worker.isAlive() || System.nanoTime() > deadline) {
                throw new AssertionError("does not compute: alive=" + worker.isAlive());
            }
        } while (cpuSeconds(worker) - before < LOOK_MILLIS / 2e3);
    }

    List<ProcessHandle> workers() {
        return process.descendants().filter(CommandProcess::isWorker).toList();
    }

    /** The processes that read HDF5 files, for it or for its workers. */
    List<ProcessHandle> readers() {
        return process.descendants()
                .filter(handle -> isRunning(handle, "blaspool-hdf5"))
                .toList();
    }

    private static boolean isWorker(ProcessHandle handle) {
        return isRunning(handle, WORKER);
    }

    private static boolean isRunning(ProcessHandle handle, String program) {
        try {
            return Files.readString(
                            Path.of("/proc", Long.toString(handle.pid()), "cmdline"), StandardCharsets.ISO_8859_1)
                    .contains(program);
        } catch (IOException e) {
            return false;
        }
    }

    /** Sends a signal to the whole process group, as a terminal does; a group that has ended needs none. */
    void signalGroup(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, "--", "-" + process.pid())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Its exit code. */
    int await() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("process did not end");
        }
        return process.exitValue();
    }

    String out() {
        return out.join();
    }

    String err() {
        return err.join();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
