package org.blaspool.worker;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.blaspool.BlaspoolException;
import org.blaspool.error.ExitCode;
import org.blaspool.error.InvalidInputException;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.plan.Codec;
import org.blaspool.transport.Channel;
import org.blaspool.transport.CorruptFrameException;
import org.blaspool.transport.MatrixCodec;
import org.blaspool.transport.Message;
import org.blaspool.transport.TaskHeader;

/** The array server's side of one connection: the parent's or a worker's. */
final class ArrayServerClient {
    private final Channel channel;
    private final HostedTasks tasks;
    private final MatrixCodec incoming;
    private final MatrixCodec outgoing;
    private final long maxBytes;

    /**
     * Gets the codec of the connection.
     *
     * @param maxBytes the largest matrix that it may bring
     */
    ArrayServerClient(Channel channel, HostedTasks tasks, long maxBytes) throws IOException {
        this.channel = channel;
        this.tasks = tasks;
        this.maxBytes = maxBytes;
        Message.CONFIGURE.expect(channel);
        Codec codec = codec(channel.getText());
        incoming = MatrixCodec.of(codec, channel);
        outgoing = MatrixCodec.of(codec, channel);
    }

    private static Codec codec(String name) throws CorruptFrameException {
        try {
            return Codec.of(name);
        } catch (InvalidInputException e) {
            throw new CorruptFrameException(e.getMessage());
        }
    }

    void run() throws IOException {
        while (true) {
            Message message = Message.get(channel);
            try {
                handle(message);
            } catch (BlaspoolException | InvalidInputException e) {
                if (message == Message.PUT_OPERANDS || message == Message.PUT_RESULT) {
                    // Its payload is still on the way: this connection cannot go on.
                    fail(e);
                    throw new IOException(e.getMessage(), e);
                }
                fail(e);
            }
            channel.flush();
        }
    }

    private void handle(Message message) throws IOException {
        switch (message) {
            case PUT_OPERANDS -> putOperands();
            case FETCH_OPERANDS -> fetchOperands();
            case PUT_RESULT -> {
                incoming.read(tasks.get(channel.getLong()).result());
                Message.READY.put(channel);
            }
            case FETCH_RESULT -> {
                StoredMatrix result = tasks.get(channel.getLong()).result();
                Message.READY.put(channel);
                outgoing.write(result);
            }
            case CLEAR -> {
                tasks.clear();
                Message.READY.put(channel);
            }
            default -> throw new CorruptFrameException("message=" + message + " is not for an array server's client");
        }
    }

    private void putOperands() throws IOException {
        TaskHeader header = TaskHeader.get(channel, maxBytes);
        header.requireProduct();
        List<StoredMatrix> operands = new ArrayList<>();
        for (TaskHeader.Form form : header.operands()) {
            operands.add(tasks.allocate(form));
        }
        if (header.readsResult()) {
            operands.add(tasks.allocate(header.result()));
        }
        StoredMatrix result = tasks.allocate(header.result());
        for (StoredMatrix operand : operands) {
            incoming.read(operand);
        }
        tasks.put(new HostedTasks.Task(header, operands, result));
        Message.READY.put(channel);
    }

    private void fetchOperands() throws IOException {
        HostedTasks.Task task = tasks.get(channel.getLong());
        long start = System.nanoTime();
        long sending = channel.sendNanos();
        Message.READY.put(channel);
        task.header().put(channel);
        for (StoredMatrix operand : task.operands()) {
            outgoing.write(operand);
        }
        channel.putLong(System.nanoTime() - start - (channel.sendNanos() - sending));
    }

    private void fail(RuntimeException failure) throws IOException {
        Message.FAILED.put(channel);
        channel.putInt(ExitCode.of(failure).orElse(1));
        channel.putText(failure.getMessage());
        channel.flush();
    }
}
