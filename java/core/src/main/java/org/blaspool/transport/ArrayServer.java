package org.blaspool.transport;

import java.io.IOException;
import org.blaspool.error.InvalidInputException;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.plan.Codec;
import org.blaspool.transport.TaskMatrices.Memory;

/**
 * A client's view of the JVM that hosts arrays: operands and results by the index of their task. One for each
 * connection; for one thread at a time.
 */
public final class ArrayServer implements AutoCloseable {
    private final Channel channel;
    private final MatrixCodec incoming;
    private final MatrixCodec outgoing;

    /** Takes a connected channel over and tells the server the codec of this connection. */
    public ArrayServer(Channel channel, Codec codec) throws IOException {
        this.channel = channel;
        incoming = MatrixCodec.of(codec, channel);
        outgoing = MatrixCodec.of(codec, channel);
        Message.CONFIGURE.put(channel);
        channel.putText(codec.toString());
    }

    /** The connection, for its clocks and counts. */
    public Channel channel() {
        return channel;
    }

    /** Has the server keep a task. */
    public void putOperands(TaskMatrices task) throws IOException {
        Message.PUT_OPERANDS.put(channel);
        task.putHeader(channel);
        for (StoredMatrix matrix : task.sent()) {
            outgoing.write(matrix);
        }
        expectReady();
    }

    /** Gets a task with its operands. */
    public TaskMatrices fetchOperands(long task, Memory memory) throws IOException {
        Message.FETCH_OPERANDS.put(channel);
        channel.putLong(task);
        expectReady();
        TaskMatrices fetched = TaskMatrices.getHeader(channel, Long.MAX_VALUE, true, memory);
        for (StoredMatrix matrix : fetched.sent()) {
            incoming.read(matrix);
        }
        return fetched;
    }

    /** How long the server was busy turning what it just sent into bytes, in nanoseconds; after {@link #fetchOperands}. */
    public long readSerializeNanos() throws IOException {
        return channel.getLong();
    }

    /** Has the server keep a result. */
    public void putResult(long task, StoredMatrix result) throws IOException {
        Message.PUT_RESULT.put(channel);
        channel.putLong(task);
        outgoing.write(result);
        expectReady();
    }

    /** Gets a result into a matrix of its shape and layout. */
    public void fetchResult(long task, StoredMatrix target) throws IOException {
        Message.FETCH_RESULT.put(channel);
        channel.putLong(task);
        expectReady();
        incoming.read(target);
    }

    /** Has the server forget all tasks and give their memory back. */
    public void clear() throws IOException {
        Message.CLEAR.put(channel);
        expectReady();
    }

    private void expectReady() throws IOException {
        try {
            Message.READY.await(channel);
        } catch (WorkerFailure failure) {
            String text = "array server: " + failure.summary();
            throw failure.rebuilt(null) instanceof ResourceUnavailableException
                    ? new ResourceUnavailableException(text)
                    : new InvalidInputException(text);
        }
    }

    @Override
    public void close() {
        channel.close();
    }
}
