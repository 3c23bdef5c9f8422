package org.blaspool.pool;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.blaspool.Operation;
import org.blaspool.ProductFailedException;
import org.blaspool.blas.SplitRules;
import org.blaspool.cpu.ProcessLimits;
import org.blaspool.error.BatchFailedException;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.jni.NativeChannel;
import org.blaspool.pool.BatchRun.SlotOutcome;
import org.blaspool.task.ParallelLoop;
import org.blaspool.transport.Channel;
import org.blaspool.transport.CorruptFrameException;
import org.blaspool.transport.Message;
import org.blaspool.transport.SentOperation;
import org.blaspool.transport.SlotTimes;
import org.blaspool.transport.WorkerFailure;
import org.blaspool.usage.Usage;

/** One worker JVM and the channel to it. For one conversation at a time. */
final class WorkerProcess implements AutoCloseable {
    private static final int SHUTDOWN_MILLIS = 2000;
    /** Of one that writes what it recorded. */
    private static final int SLOW_SHUTDOWN_MILLIS = 30_000;

    /** How a JVM that runs with -XX:+ExitOnOutOfMemoryError ends, and what it says then. */
    private static final int OUT_OF_MEMORY_STATUS = 3;

    private static final String OUT_OF_MEMORY = "Terminating due to java.lang.OutOfMemoryError: ";
    /** How a JVM speaks of it that may start no more of them; it ends with status 1 then. */
    private static final List<String> OUT_OF_THREADS = List.of("native thread", "VM thread");

    /** Of an agent or a class data archive that does not suit: of no use to who asked for products. */
    private static final String VM_WARNING = " VM warning: ";

    private static final int LAST_WORDS_MILLIS = 500;

    /** An exit status above this is that of a signal. */
    private static final int SIGNAL_STATUS = 128;

    private final Process process;
    private final int slot;
    private final Set<WorkerProcess> live;
    private final boolean endsSlowly;
    private final Thread relay;
    private volatile String lack = "";
    private final Set<Long> knownOperations = new HashSet<>();
    private Channel channel;
    private String cpus = "";
    private int blasThreads;
    private long readyNanos;
    private volatile String killedFor;
    private volatile boolean dismissed;

    /**
     * @param live the pool's processes, of which it is one until it is closed
     * @param endsSlowly whether it has something to write when it ends
     */
    WorkerProcess(Process process, int slot, Set<WorkerProcess> live, boolean endsSlowly) {
        this.process = process;
        this.slot = slot;
        this.live = live;
        this.endsSlowly = endsSlowly;
        live.add(this);
        relay = new Thread(this::relayErrors, "worker-" + process.pid() + "-stderr");
        relay.setDaemon(true);
        relay.start();
    }

    private void relayErrors() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
            lines.lines().forEach(this::relayError);
        } catch (IOException | UncheckedIOException e) {
            // The worker has ended.
        }
    }

    private void relayError(String line) {
        if (line.contains(VM_WARNING)) {
            return;
        }
        if (OUT_OF_THREADS.stream().anyMatch(line::contains)) {
            lack = "threads cannot be started: " + ProcessLimits.read().text();
        } else if (line.startsWith(OUT_OF_MEMORY)) {
            lack = "out of memory: " + line.substring(OUT_OF_MEMORY.length()).strip();
        }
        System.err.println("worker " + process.pid() + ": " + line);
    }

    void connected(Channel newChannel) {
        channel = newChannel;
    }

    Channel channel() {
        return channel;
    }

    int slot() {
        return slot;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Whether it has ended, or does so in that time. */
    boolean endsWithin(int millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }

    /** Whether a signal has ended it. */
    boolean diedOfSignal() {
        return !isAlive() && process.exitValue() > SIGNAL_STATUS;
    }

    /** The affinity mask that it reported. */
    String cpus() {
        return cpus;
    }

    /** The BLAS threads that it read back. */
    int blasThreads() {
        return blasThreads;
    }

    /** Asks it to load its BLAS; {@link #awaitConfigured} waits for that. */
    void configure(String blas, int threads, SplitRules splitRules, int home) throws IOException {
        Message.CONFIGURE.put(channel);
        channel.putText(blas);
        channel.putInt(threads);
        channel.putText(splitRules.toString());
        channel.putInt(home);
        channel.flush();
    }

    void awaitConfigured() throws IOException {
        awaitReady();
        cpus = channel.getText();
        blasThreads = channel.getInt();
        readyNanos = System.nanoTime();
    }

    /** When it had been configured, on the machine's monotonic clock. */
    long readyNanos() {
        return readyNanos;
    }

    /** Waits until it did what it was asked. */
    void awaitReady() throws IOException {
        try {
            Message.READY.await(channel);
        } catch (WorkerFailure failure) {
            throw new ResourceUnavailableException("worker " + pid() + " refused: " + failure.summary(), failure);
        }
    }

    /** Passes a descriptor, which it asks for. */
    void pass(int descriptor) throws IOException {
        awaitReady();
        channel.putDescriptor(descriptor);
    }

    /**
     * Passes one end of a new connection, which it asks for, and returns the other. The connection has no name, so that
     * nobody else can come in its place.
     */
    int passConnection() throws IOException {
        long ends = NativeChannel.pair(Channel.BUFFER_BYTES);
        try {
            pass((int) (ends >>> 32));
            awaitReady();
            return (int) ends;
        } catch (IOException | RuntimeException e) {
            NativeChannel.close((int) ends);
            throw e;
        } finally {
            NativeChannel.close((int) (ends >>> 32));
        }
    }

    /** Has it let go of what it works on. */
    void detach() throws IOException {
        Message.DETACH.put(channel);
        awaitReady();
    }

    /**
     * Sends it an operation that it does not know yet.
     *
     * @param classes who answers its questions for classes
     */
    void learn(SentOperation operation, OperationBook classes) throws IOException {
        if (knownOperations.isEmpty()) {
            serveClasses(classes);
        }
        if (knownOperations.add(operation.id())) {
            Message.OPERATION.put(channel);
            operation.put(channel);
            awaitReady();
        }
    }

    private void serveClasses(OperationBook classes) throws IOException {
        Message.CLASSES.put(channel);
        Channel own = new Channel(passConnection());
        Thread server = new Thread(() -> classes.serve(own), "worker-" + pid() + "-classes");
        server.setDaemon(true);
        server.start();
    }

    /** Has it let go of those of these operations that it knows. */
    void forget(List<Long> operations) throws IOException {
        for (long operation : operations) {
            if (knownOperations.contains(operation)) {
                Message.FORGET.put(channel);
                channel.putLong(operation);
            }
        }
        channel.flush();
    }

    /** Has it work on what is attached until nothing is left to claim. */
    SlotOutcome work(Operation operation, long operationId, boolean continueOnError) throws IOException {
        Message.WORK.put(channel);
        channel.putLong(operationId);
        channel.putByte(continueOnError ? 1 : 0);
        try {
            Message.DONE.await(channel);
        } catch (WorkerFailure failure) {
            throw new BatchFailedException(failure.summary() + " (worker " + pid() + ")", failure);
        }
        SlotTimes times = SlotTimes.get(channel);
        int count = channel.getInt();
        if (count < 0) {
            throw new CorruptFrameException("faults=" + count + ", expected at least 0");
        }
        List<ProductFailedException> faults = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            faults.add(getFault(operation));
        }
        return new SlotOutcome(times, faults);
    }

    /** Gets a task that failed there, and why. */
    ProductFailedException getFault(Operation operation) throws IOException {
        long task = channel.getLong();
        WorkerFailure failure = WorkerFailure.get(channel);
        Class<?> thrower = operation == null ? WorkerProcess.class : operation.getClass();
        return new ProductFailedException(
                task,
                slot,
                "task " + task + " failed: " + failure.headline() + " (worker " + pid() + ")",
                failure.rebuilt(thrower.getClassLoader()));
    }

    /** What it used since it started; nothing where it does not answer. */
    Usage usage() {
        try {
            Message.USAGE.put(channel);
            channel.flush();
            Message.USAGE.expect(channel);
            return Usage.of(channel.getLongs(Usage.VALUES));
        } catch (IOException e) {
            // It died between two batches: the next one notices and replaces it.
            return Usage.NONE;
        }
    }

    /** Kills it because it hangs; from any thread. */
    void kill(String why) {
        killedFor = why;
        kill();
    }

    /** Kills it because nobody wants what it does any more. */
    void dismiss() {
        dismissed = true;
        kill();
    }

    /** Whether it was ended so. */
    boolean wasDismissed() {
        return dismissed;
    }

    /** Kills and reaps it; afterwards it does nothing more to shared memory. */
    void kill() {
        process.destroyForcibly();
        ParallelLoop.uninterrupted(process::waitFor);
    }

    /** How it ended, in words; after it has ended. */
    String death() {
        int status = process.exitValue();
        String end = status > SIGNAL_STATUS ? "signal " + signalName(status - SIGNAL_STATUS) : "exit code " + status;
        if ((status == OUT_OF_MEMORY_STATUS || status == 1) && !lack().isEmpty()) {
            end += " (" + lack + ")";
        }
        return killedFor == null ? end : end + " (by the pool: " + killedFor + ")";
    }

    private String lack() {
        try {
            relay.join(LAST_WORDS_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return lack;
    }

    private static String signalName(int signal) {
        return switch (signal) {
            case 4 -> "SIGILL";
            case 6 -> "SIGABRT";
            case 7 -> "SIGBUS";
            case 8 -> "SIGFPE";
            case 9 -> "SIGKILL";
            case 11 -> "SIGSEGV";
            case 15 -> "SIGTERM";
            default -> Integer.toString(signal);
        };
    }

    /** Asks it to end; whether it did so in that time, and without an error. */
    boolean endOrderly(int millis) throws IOException {
        Message.SHUTDOWN.put(channel);
        channel.flush();
        return endsWithin(millis) && process.exitValue() == 0;
    }

    /** Asks it to end, and kills it where it does not within two seconds. */
    @Override
    public void close() {
        try {
            if (channel != null && process.isAlive()) {
                endOrderly(endsSlowly ? SLOW_SHUTDOWN_MILLIS : SHUTDOWN_MILLIS);
            }
        } catch (IOException e) {
            // It has gone already.
        }
        kill();
        live.remove(this);
        if (channel != null) {
            channel.close();
        }
    }
}
