package org.blaspool.worker;

import java.io.EOFException;
import java.io.IOException;
import org.blaspool.jni.NativeProcess;
import org.blaspool.observe.Observation;
import org.blaspool.observe.Recordings;
import org.blaspool.transport.Channel;

/**
 * The array server's JVM: owns the operands and results of tasks and hands them to workers over a socket of its own.
 * Argument: the path of its parent's socket.
 */
public final class ArrayServerMain {
    /** The slot by which a server introduces itself. */
    public static final int SLOT = -1;

    private ArrayServerMain() {}

    public static void main(String[] arguments) {
        System.setOut(System.err);
        NativeProcess.ignoreTerminalSignals();
        int status = 1;
        try {
            serve(arguments[0]);
            status = 0;
        } catch (EOFException e) {
            // The parent has gone: there is nobody to tell.
        } catch (Throwable e) {
            e.printStackTrace();
        }
        if (status == 0 && Boolean.getBoolean(Observation.ORDERLY_EXIT_PROPERTY)) {
            System.exit(0);
        }
        NativeProcess.exitNow(status);
    }

    private static void serve(String socket) throws IOException {
        Recordings recording = Recordings.startIfAsked("server");
        try (Channel parent = Channel.connect(socket)) {
            new ArrayServerSession(parent).run();
        } finally {
            if (recording != null) {
                recording.close();
            }
        }
    }
}
