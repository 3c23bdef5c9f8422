package org.blaspool.pool;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectOutputStream;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.blaspool.Operation;
import org.blaspool.error.InvalidInputException;
import org.blaspool.transport.Channel;
import org.blaspool.transport.SentOperation;

/**
 * The users' operations that a pool's workers were sent, by identity: the same instance is serialized once. One that
 * nobody refers to any more is forgotten, here and by the workers. Thread-safe.
 */
final class OperationBook {
    private final Map<Instance, SentOperation> known = new HashMap<>();
    private final ReferenceQueue<Operation> unreachable = new ReferenceQueue<>();
    private final List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    private long operations;

    /** An operation by identity. */
    private static final class Instance extends WeakReference<Operation> {
        private final int hash;

        Instance(Operation operation, ReferenceQueue<Operation> queue) {
            super(operation, queue);
            hash = System.identityHashCode(operation);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return this == other || other instanceof Instance instance && get() != null && get() == instance.get();
        }
    }

    /**
     * What workers are sent of an operation.
     *
     * @throws InvalidInputException where it cannot be serialized
     */
    synchronized SentOperation of(Operation operation) {
        return known.computeIfAbsent(
                new Instance(operation, unreachable),
                instance -> new SentOperation(
                        ++operations, loader(operation.getClass().getClassLoader()), bytes(operation)));
    }

    private static byte[] bytes(Operation operation) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream stream = new ObjectOutputStream(bytes)) {
            stream.writeObject(operation);
        } catch (IOException | StackOverflowError e) {
            throw new InvalidInputException(
                    "operation cannot be serialized: class="
                            + operation.getClass().getName() + " reason=" + e
                            + ", expected fields and captured variables that are Serializable, or a strategy that works in"
                            + " this JVM (threads)",
                    e);
        }
        return bytes.toByteArray();
    }

    private int loader(ClassLoader loader) {
        ClassLoader known = loader == null ? ClassLoader.getSystemClassLoader() : loader;
        for (int i = 0; i < loaders.size(); i++) {
            if (loaders.get(i).get() == known) {
                return i;
            }
        }
        loaders.add(new WeakReference<>(known));
        return loaders.size() - 1;
    }

    /** The numbers of operations that nobody refers to any more; told once. */
    synchronized List<Long> forgotten() {
        List<Long> numbers = new ArrayList<>();
        for (Object gone = unreachable.poll(); gone != null; gone = unreachable.poll()) {
            SentOperation sent = known.remove(gone);
            if (sent != null) {
                numbers.add(sent.id());
            }
        }
        return numbers;
    }

    private synchronized ClassLoader loader(int number) {
        return number < 0 || number >= loaders.size()
                ? null
                : loaders.get(number).get();
    }

    /** Answers a worker's questions for classes until it has gone; closes the channel then. */
    void serve(Channel worker) {
        try (worker) {
            while (true) {
                ClassLoader loader = loader(worker.getInt());
                byte[] bytes = resource(loader, worker.getText());
                worker.putInt(bytes == null ? -1 : bytes.length);
                if (bytes != null) {
                    worker.put(bytes, 0, bytes.length);
                }
                worker.flush();
            }
        } catch (IOException e) {
            // The worker has ended.
        }
    }

    private static byte[] resource(ClassLoader loader, String name) {
        if (loader == null) {
            return null;
        }
        try (InputStream stream = loader.getResourceAsStream(name)) {
            return stream == null ? null : stream.readAllBytes();
        } catch (IOException | RuntimeException | LinkageError e) {
            return null;
        }
    }
}
