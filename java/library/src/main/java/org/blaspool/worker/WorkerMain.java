package org.blaspool.worker;

import java.io.EOFException;
import org.blaspool.jni.NativeProcess;
import org.blaspool.transport.Channel;

/**
 * A worker JVM: connects to its parent's socket, says who it is and obeys until the parent ends it or has gone. It
 * ignores the terminal's and a batch system's signals. Arguments: the socket's path, the worker's slot.
 */
public final class WorkerMain {
    /** System property of a worker that records its classes: it ends in the JVM's own way, which writes the archive. */
    public static final String RECORDING_PROPERTY = "blaspool.worker.recording";

    private WorkerMain() {}

    public static void main(String[] arguments) {
        // Standard output belongs to the parent's report; what an operation prints goes with the errors.
        System.setOut(System.err);
        NativeProcess.ignoreTerminalSignals();
        int status = 1;
        try (Channel channel = Channel.connect(arguments[0])) {
            new WorkerSession(channel, Integer.parseInt(arguments[1])).run();
            status = 0;
        } catch (EOFException e) {
            // The parent has gone: there is nobody to tell.
        } catch (Throwable e) {
            e.printStackTrace();
        }
        if (status == 0 && Boolean.getBoolean(RECORDING_PROPERTY)) {
            System.exit(0);
        }
        NativeProcess.exitNow(status);
    }
}
