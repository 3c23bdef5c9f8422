package org.blaspool.transport;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;

/** What a worker JVM threw: its message here, its own stack trace in the text. */
public final class WorkerFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final String trace;

    private WorkerFailure(String message, String trace) {
        super(
                message + System.lineSeparator() + "in a worker:" + System.lineSeparator() + trace.stripTrailing(),
                null,
                false,
                false);
        this.trace = trace;
    }

    /** The worker's stack trace, as it would have printed it. */
    public String trace() {
        return trace;
    }

    /** Puts a failure on a channel, after {@link Message#FAILED}. */
    public static void put(Channel channel, Throwable failure) throws IOException {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        channel.putText(String.valueOf(failure.getMessage() == null ? failure : failure.getMessage()));
        channel.putText(trace.toString());
    }

    /** Gets a failure from a channel. */
    public static WorkerFailure get(Channel channel) throws IOException {
        return new WorkerFailure(channel.getText(), channel.getText());
    }

    /** The message without the trace. */
    public String summary() {
        return getMessage().lines().findFirst().orElse("");
    }
}
