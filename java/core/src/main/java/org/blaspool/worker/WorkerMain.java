package org.blaspool.worker;

import java.io.EOFException;
import java.io.IOException;
import org.blaspool.blas.BlasProvider;
import org.blaspool.jni.NativeProcess;
import org.blaspool.observe.Observation;
import org.blaspool.observe.Recordings;
import org.blaspool.transport.Channel;

/**
 * A worker JVM: connects to its parent's socket, says who it is and obeys until the parent ends it or has gone. It
 * ignores the terminal's and a batch system's signals. Arguments: the socket's path, the worker's slot.
 */
public final class WorkerMain {
    private WorkerMain() {}

    public static void main(String[] arguments) {
        serve(arguments[0], Integer.parseInt(arguments[1]));
    }

    /** Ends this JVM when the conversation with its parent has ended. */
    static void serve(String socket, int slot) {
        // Standard output belongs to the parent's report; what an operation prints goes with the errors.
        System.setOut(System.err);
        NativeProcess.ignoreTerminalSignals();
        boolean orderly = Boolean.getBoolean(Observation.ORDERLY_EXIT_PROPERTY);
        System.setProperty(BlasProvider.NO_HOOKS_PROPERTY, Boolean.toString(!orderly));
        int status = 1;
        try {
            converse(socket, slot);
            status = 0;
        } catch (EOFException e) {
            // The parent has gone: there is nobody to tell.
        } catch (Throwable e) {
            e.printStackTrace();
        }
        if (status == 0 && orderly) {
            System.exit(0);
        }
        NativeProcess.exitNow(status);
    }

    private static void converse(String socket, int slot) throws IOException {
        Recordings recording = Recordings.startIfAsked(slot == ArrayServerMain.SLOT ? "server" : "worker" + slot);
        try (Channel channel = Channel.connect(socket)) {
            new WorkerSession(channel, slot).run();
        } finally {
            // After the parent has seen the channel's end: it waits for this process then.
            if (recording != null) {
                recording.close();
            }
        }
    }
}
