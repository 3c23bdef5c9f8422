package org.blaspool.cli.terminal;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.blaspool.error.StoppedException;
import org.blaspool.jni.NativeProcess;

/**
 * SIGINT, SIGTERM and SIGHUP as a request to stop: the working thread is interrupted, finishes or drops what it has in
 * hand, and says with which status the process is to end. The JVM's shutdown waits for that. Thread-safe.
 */
public final class StopSignal {
    /** Below the 30 s that Slurm leaves between SIGTERM and SIGKILL by default (KillWait). */
    private static final long GRACE_SECONDS = 20;

    private static final int STOPPED = 4;

    private final Thread worker;
    private final boolean patient;
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile boolean requested;
    private volatile int status = STOPPED;

    private StopSignal(Thread worker, boolean patient) {
        this.worker = worker;
        this.patient = patient;
    }

    /**
     * Listens on behalf of the calling thread from now on.
     *
     * @param patient whether a second Ctrl-C changes nothing; otherwise it ends the process at once
     */
    public static StopSignal install(boolean patient) {
        StopSignal signal = new StopSignal(Thread.currentThread(), patient);
        Runtime.getRuntime().addShutdownHook(new Thread(signal::onShutdown, "stop-signal"));
        return signal;
    }

    /** One that listens to nothing, for tests and nested calls; {@link #request} stops it. */
    public static StopSignal none() {
        return new StopSignal(Thread.currentThread(), true);
    }

    /** Whether a signal came. */
    public boolean requested() {
        return requested;
    }

    /** Asks the working thread to stop, as a signal does. */
    public void request() {
        requested = true;
        worker.interrupt();
    }

    /** For the places where a command can stop. */
    public void check() {
        if (requested) {
            throw new StoppedException("stopped by a signal");
        }
    }

    /** Ends the process with this status; after a signal too, where a plain System.exit would wait for ever. */
    public void exit(int exitStatus) {
        status = exitStatus;
        finished.countDown();
        System.exit(exitStatus);
    }

    /** Who presses Ctrl-C twice has no patience left; batch systems send TERM to a script and to what it runs alike. */
    private static void endAtOnceOnAnother() {
        try {
            NativeProcess.exitOnInterrupt(STOPPED);
        } catch (LinkageError e) {
            // Without the native library nothing is running that takes long to stop.
        }
    }

    private void onShutdown() {
        if (finished.getCount() == 0) {
            return;
        }
        request();
        if (!patient) {
            endAtOnceOnAnother();
        }
        try {
            finished.await(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.out.flush();
        System.err.flush();
        end();
    }

    /**
     * Ends with our status, where the JVM's own would be 128 + signal, and without the C library's exit: a BLAS that is
     * in the midst of a product never returns from it.
     */
    private void end() {
        try {
            NativeProcess.exitNow(status);
        } catch (LinkageError e) {
            // Without the native library there is no BLAS to wait for either.
            Runtime.getRuntime().halt(status);
        }
    }
}
