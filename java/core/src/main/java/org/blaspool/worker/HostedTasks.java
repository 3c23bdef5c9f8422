package org.blaspool.worker;

import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.blaspool.BlaspoolException;
import org.blaspool.error.InvalidInputException;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.jni.NativeAffinity;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.plan.Codec;
import org.blaspool.transport.Channel;
import org.blaspool.transport.CorruptFrameException;
import org.blaspool.transport.MatrixCodec;
import org.blaspool.transport.Message;
import org.blaspool.transport.TaskMatrices;
import org.blaspool.transport.TaskMatrices.Form;
import org.blaspool.transport.WorkerFailure;

/**
 * The tasks whose arrays an array server owns. Its clients are served by threads of their own, each of which works on tasks
 * of its own. Thread-safe.
 */
final class HostedTasks {
    private final Map<Long, Hosted> tasks = new ConcurrentHashMap<>();
    private MatrixStore store = MatrixStore.privateMemory();

    /**
     * A task of the server.
     *
     * @param given as it came; where the task reads its result, that is what it is to start from each time
     * @param result where the result is kept
     */
    private record Hosted(TaskMatrices given, StoredMatrix result) {}

    /** Memory for matrices of the server. */
    private synchronized List<StoredMatrix> allocate(List<Form> forms) {
        return forms.stream()
                .map(form -> store.allocate(form.shape(), form.layout()))
                .toList();
    }

    private Hosted get(long index) {
        Hosted task = tasks.get(index);
        if (task == null) {
            throw new InvalidInputException("unknown task: task=" + index + ", the server holds " + tasks.size());
        }
        return task;
    }

    /** Forgets everything; no client may be in the midst of a task. */
    synchronized void clear() {
        tasks.clear();
        store.close();
        store = MatrixStore.privateMemory();
    }

    /** Clients do not come by themselves: the parent hands each one's connection over, so that nobody else gets in. */
    void connect(Channel parent) throws IOException {
        String cpus = parent.getText();
        Channel client = new Channel(parent.getDescriptor());
        Thread server = new Thread(() -> serve(client, cpus), "array-server-client");
        server.setDaemon(true);
        server.start();
        Message.READY.put(parent);
    }

    /**
     * Serves a client where it is itself: each waits while the other is at work, and to wake a thread of another CPU takes
     * longer than to send it a small array.
     *
     * @param cpus its CPUs; empty where it has none of its own
     */
    private void serve(Channel client, String cpus) {
        try (client) {
            if (!cpus.isEmpty()) {
                stayAt(cpus);
            }
            // No bound but memory itself, which the store asks for: what the server will hold is not known before.
            new ArrayServerClient(client, this, Long.MAX_VALUE).run();
        } catch (EOFException e) {
            // A worker has ended, as it may.
        } catch (IOException e) {
            System.err.println("array server: " + e.getMessage());
        }
    }

    private static void stayAt(String cpus) {
        try {
            NativeAffinity.set(0, cpus);
        } catch (ResourceUnavailableException e) {
            // The CPUs have gone: the client is anywhere, too, or was refused before.
        }
    }

    /** The array server's side of one connection: the parent's or a worker's. */
    static final class ArrayServerClient {
        private final Channel channel;
        private final HostedTasks hosted;
        private final MatrixCodec incoming;
        private final MatrixCodec outgoing;
        private final long maxBytes;

        /**
         * Gets the codec of the connection.
         *
         * @param maxBytes the largest matrix that it may bring
         */
        ArrayServerClient(Channel channel, HostedTasks hosted, long maxBytes) throws IOException {
            this.channel = channel;
            this.hosted = hosted;
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
                    incoming.read(hosted.get(channel.getLong()).result());
                    Message.READY.put(channel);
                }
                case FETCH_RESULT -> {
                    StoredMatrix result = hosted.get(channel.getLong()).result();
                    Message.READY.put(channel);
                    outgoing.write(result);
                }
                case CLEAR -> {
                    hosted.clear();
                    Message.READY.put(channel);
                }
                default ->
                    throw new CorruptFrameException("message=" + message + " is not for an array server's client");
            }
        }

        private void putOperands() throws IOException {
            TaskMatrices given = TaskMatrices.getHeader(channel, maxBytes, true, hosted::allocate);
            StoredMatrix result = given.result();
            if (given.readsResult()) {
                result = hosted.allocate(List.of(new Form(result.shape(), result.layout())))
                        .get(0);
            }
            for (StoredMatrix matrix : given.sent()) {
                incoming.read(matrix);
            }
            hosted.tasks.put(given.task(), new Hosted(given, result));
            Message.READY.put(channel);
        }

        private void fetchOperands() throws IOException {
            TaskMatrices task = hosted.get(channel.getLong()).given();
            long start = System.nanoTime();
            long sending = channel.sendNanos();
            Message.READY.put(channel);
            task.putHeader(channel);
            for (StoredMatrix matrix : task.sent()) {
                outgoing.write(matrix);
            }
            channel.putLong(System.nanoTime() - start - (channel.sendNanos() - sending));
        }

        private void fail(RuntimeException failure) throws IOException {
            Message.FAILED.put(channel);
            WorkerFailure.put(channel, failure);
            channel.flush();
        }
    }
}
