package org.blaspool.pool;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.blaspool.blas.BlasSpec;
import org.blaspool.cpu.CpuSet;
import org.blaspool.cpu.HomeCpu;
import org.blaspool.cpu.ProcessLimits;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.jni.NativeChannel;
import org.blaspool.transport.Channel;
import org.blaspool.worker.ArrayServerMain;
import org.blaspool.worker.WorkerMain;

/**
 * Starts worker JVMs side by side and connects them: each must come back to a socket in a private directory as the very
 * process that was started (the kernel tells its pid); anybody else is turned away. The socket's name is removed as soon
 * as all are connected.
 */
final class WorkerLauncher {
    private static final int CONNECT_SECONDS = 60;
    private static final int POLL_MILLIS = 100;
    private static final int DYING_MILLIS = 500;

    /** What the C library says of EMFILE, which reaches us as text alone where a process is started. */
    private static final String OUT_OF_DESCRIPTORS = "Too many open files";

    /** The same of EAGAIN. */
    private static final String OUT_OF_PROCESSES = "Resource temporarily unavailable";

    private final PoolOptions options;
    private final Path directory;
    private final List<String> archiveOptions;
    private final CrashReports crashes;
    private final PoolEvents events;
    private final Set<WorkerProcess> live = ConcurrentHashMap.newKeySet();
    private final AtomicInteger sockets = new AtomicInteger();
    private volatile String blas;
    private Path classPathFile;

    /** @param archiveOptions what the JVMs are told of a class data archive */
    WorkerLauncher(PoolOptions options, Path directory, List<String> archiveOptions) {
        this.options = options;
        this.archiveOptions = archiveOptions;
        this.directory = directory;
        crashes = new CrashReports(directory);
        events = new PoolEvents(options.surroundings().observation());
    }

    /**
     * Starts, connects and configures workers for these slots.
     *
     * @throws KilledAtStartException where a signal ended one of them; none is left then
     */
    List<WorkerProcess> workers(List<Integer> slots) throws KilledAtStartException {
        long startNanos = System.nanoTime();
        return start(slots, WorkerMain.class, started -> {
            for (WorkerProcess worker : started) {
                worker.configure(locateBlas(), options.blasThreads(), options.splitRules(), home(worker.slot()));
            }
            for (WorkerProcess worker : started) {
                worker.awaitConfigured();
                events.started(worker, startNanos);
            }
        });
    }

    /** Starts and connects the JVM of an array server. */
    WorkerProcess arrayServer() throws KilledAtStartException {
        return start(List.of(ArrayServerMain.SLOT), ArrayServerMain.class, started -> {})
                .get(0);
    }

    /** What those that have connected are told. */
    private interface Configuring {
        void configure(List<WorkerProcess> started) throws IOException;
    }

    private List<WorkerProcess> start(List<Integer> slots, Class<?> main, Configuring configuring)
            throws KilledAtStartException {
        ProcessLimits.read()
                .require(
                        (ProcessLimits.THREADS_OF_A_JVM + options.blasThreads() - 1L) * slots.size(),
                        "worker JVMs: workers=" + slots.size() + " blas-threads=" + options.blasThreads());
        List<WorkerProcess> started = new ArrayList<>();
        try {
            connect(slots, main, started);
            configuring.configure(started);
            return started;
        } catch (IOException e) {
            throw failure(started, e);
        } catch (RuntimeException e) {
            started.forEach(WorkerProcess::close);
            throw e;
        }
    }

    /** Ends what has been started, and says what went wrong. */
    private static ResourceUnavailableException failure(List<WorkerProcess> started, IOException e)
            throws KilledAtStartException {
        awaitADeath(started);
        Optional<WorkerDeath> killed = started.stream()
                .filter(WorkerProcess::diedOfSignal)
                .findFirst()
                .map(worker ->
                        new WorkerDeath(worker.pid(), worker.slot(), worker.death() + " as it started", List.of(), 0));
        started.forEach(WorkerProcess::close);
        if (killed.isPresent()) {
            throw new KilledAtStartException(killed.get(), e);
        }
        return new ResourceUnavailableException("workers did not start: " + e.getMessage() + mend(e), e);
    }

    /** The channel of a process ends before itself: waits a moment until one has gone, if one goes at all. */
    private static void awaitADeath(List<WorkerProcess> started) {
        if (started.isEmpty()) {
            return;
        }
        long deadline = System.nanoTime() + DYING_MILLIS * 1_000_000L;
        while (started.stream().allMatch(WorkerProcess::isAlive) && System.nanoTime() < deadline) {
            started.get(0).endsWithin(1);
        }
    }

    private int home(int slot) {
        return options.homes().isEmpty() ? HomeCpu.NONE : options.homes().get(slot);
    }

    /** All processes that were started and not closed; changes with them. */
    Set<WorkerProcess> live() {
        return live;
    }

    /** Tells of the workers. */
    PoolEvents events() {
        return events;
    }

    /** What workers that crashed left. */
    CrashReports crashes() {
        return crashes;
    }

    private String locateBlas() {
        if (blas == null) {
            blas = BlasSpec.parse(options.surroundings().blas()).located().text();
        }
        return blas;
    }

    private void connect(List<Integer> slots, Class<?> main, List<WorkerProcess> started) throws IOException {
        String path = directory.resolve("s" + sockets.incrementAndGet()).toString();
        int listener = NativeChannel.listen(path, slots.size() + 16);
        try {
            Map<Integer, WorkerProcess> expected = new HashMap<>();
            for (int slot : slots) {
                WorkerProcess worker = start(slot, main, path);
                started.add(worker);
                expected.put((int) worker.pid(), worker);
            }
            // The first look at the library is for here, while the JVMs start: they are told where it is.
            locateBlas();
            accept(listener, expected);
        } finally {
            NativeChannel.close(listener);
            removeName(path);
        }
    }

    private WorkerProcess start(int slot, Class<?> main, String path) throws IOException {
        CpuSet cpus = slot >= 0 && !options.cpus().isEmpty() ? options.cpus().get(slot) : null;
        List<String> extra = new ArrayList<>(archiveOptions);
        extra.addAll(crashes.javaOptions());
        List<String> command =
                WorkerCommand.of(options, cpus, extra, classPathFile(), main, path, Integer.toString(slot));
        ProcessBuilder builder = new ProcessBuilder(command);
        WorkerCommand.restrictEnvironment(
                builder.environment(), options.surroundings().jvm().environment());
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        return new WorkerProcess(
                Spawner.start(builder),
                slot,
                live,
                options.surroundings().observation().endsSlowly());
    }

    /** The class path in a file: one argument has 128 KiB at most. */
    private synchronized Path classPathFile() throws IOException {
        if (classPathFile == null) {
            classPathFile =
                    WorkerCommand.writeClassPath(options.surroundings().jvm().classPath(), directory);
        }
        return classPathFile;
    }

    /**
     * Lets the started processes in, and nobody else. Strangers are neither heard nor waited for, and however many come,
     * workers that have ended and the deadline are still looked after.
     */
    private static void accept(int listener, Map<Integer, WorkerProcess> missing) throws IOException {
        long deadline = System.nanoTime() + CONNECT_SECONDS * 1_000_000_000L;
        while (!missing.isEmpty()) {
            try {
                long accepted = NativeChannel.accept(listener, POLL_MILLIS, Channel.BUFFER_BYTES);
                WorkerProcess worker = missing.remove((int) (accepted >>> 32));
                if (worker == null) {
                    // A stranger of the same user: whoever it is, it was not started by this pool.
                    NativeChannel.close((int) accepted);
                } else {
                    worker.connected(new Channel((int) accepted));
                }
            } catch (SocketTimeoutException e) {
                // Nobody for a while: see below whether anybody can still come.
            }
            for (WorkerProcess worker : missing.values()) {
                if (!worker.isAlive()) {
                    throw new IOException("worker " + worker.pid() + " ended with " + worker.death()
                            + " before it connected; its last words are above");
                }
            }
            if (!missing.isEmpty() && System.nanoTime() > deadline) {
                throw new IOException("workers did not connect within " + CONNECT_SECONDS + " s");
            }
        }
    }

    private static String mend(IOException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains(OUT_OF_PROCESSES)) {
            return "; " + ProcessLimits.read().text() + ", expected room for " + ProcessLimits.THREADS_OF_A_JVM
                    + " threads more for each worker; raise the limit or lower --workers";
        }
        return message.contains(OUT_OF_DESCRIPTORS)
                ? "; raise the limit of open files (ulimit -n) or lower --workers"
                : "";
    }

    private static void removeName(String path) {
        try {
            Files.deleteIfExists(Path.of(path));
        } catch (IOException e) {
            // The directory is removed as a whole when the pool is closed.
        }
    }

    /** A signal ended a worker before it was ready. Nothing that it was asked to be did that: another one may well start. */
    static final class KilledAtStartException extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient WorkerDeath death;

        KilledAtStartException(WorkerDeath death, IOException cause) {
            super(death.toString(), cause);
            this.death = death;
        }

        WorkerDeath death() {
            return death;
        }
    }

    /**
     * Starts processes from one thread that lives as long as this JVM: the kernel's "die with your parent" follows the
     * thread that spawned, not the process.
     */
    static final class Spawner {
        private static final ExecutorService THREAD = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "blaspool-spawner");
            thread.setDaemon(true);
            return thread;
        });

        private Spawner() {}

        static Process start(ProcessBuilder builder) throws IOException {
            try {
                return THREAD.submit(builder::start).get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof IOException cause) {
                    throw cause;
                }
                throw new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while starting a process", e);
            }
        }
    }
}
