package org.blaspool.worker;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.blaspool.Operation;
import org.blaspool.error.InvalidInputException;
import org.blaspool.transport.Channel;
import org.blaspool.transport.CorruptFrameException;
import org.blaspool.transport.Message;
import org.blaspool.transport.SentOperation;

/**
 * This worker's copies of users' operations, each deserialized once, from the parent alone. Classes that are not on the
 * class path are asked of the parent, one class loader here for each there.
 */
final class OperationCopies implements AutoCloseable {
    private final Map<Long, Operation> copies = new HashMap<>();
    private final Map<Integer, ParentClasses> loaders = new HashMap<>();
    private Channel classes;

    /** Gets the connection by which classes are asked for. */
    void connect(Channel parent) throws IOException {
        classes = new Channel(parent.getDescriptor());
        Message.READY.put(parent);
    }

    /**
     * Gets an operation and makes its copy.
     *
     * @throws InvalidInputException where it cannot be made here
     */
    void take(Channel parent) throws IOException {
        SentOperation sent = SentOperation.get(parent);
        if (classes == null) {
            throw new CorruptFrameException("operation without a connection for classes");
        }
        ParentClasses loader = loaders.computeIfAbsent(sent.loader(), number -> new ParentClasses(number, classes));
        Thread thread = Thread.currentThread();
        thread.setContextClassLoader(loader);
        try (ObjectInputStream stream = new Objects(new ByteArrayInputStream(sent.bytes()), loader)) {
            copies.put(sent.id(), (Operation) stream.readObject());
        } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError | StackOverflowError e) {
            throw new InvalidInputException("operation cannot be made in a worker: " + e, e);
        }
        Message.READY.put(parent);
    }

    /** The copy of that number; null for 0, which stands for products. */
    Operation get(long id) throws CorruptFrameException {
        Operation copy = copies.get(id);
        if (copy == null && id != 0) {
            throw new CorruptFrameException("operation=" + id + " is not known");
        }
        return copy;
    }

    /** Lets go of the copy of that number, and closes it. */
    void forget(long id) {
        close(copies.remove(id));
    }

    private static void close(Operation copy) {
        if (copy instanceof AutoCloseable resource) {
            try {
                resource.close();
            } catch (Throwable e) {
                // Nobody waits for it any more; who runs the worker may want to know.
                e.printStackTrace();
            }
        }
    }

    @Override
    public void close() {
        copies.values().forEach(OperationCopies::close);
        copies.clear();
        if (classes != null) {
            classes.close();
        }
    }

    /** Objects whose classes a loader finds. */
    private static final class Objects extends ObjectInputStream {
        private final ClassLoader loader;

        Objects(InputStream bytes, ClassLoader loader) throws IOException {
            super(bytes);
            this.loader = loader;
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass described) throws IOException, ClassNotFoundException {
            try {
                return Class.forName(described.getName(), false, loader);
            } catch (ClassNotFoundException e) {
                // Of primitive types.
                return super.resolveClass(described);
            }
        }

        @Override
        protected Class<?> resolveProxyClass(String[] names) throws IOException, ClassNotFoundException {
            Class<?>[] interfaces = new Class<?>[names.length];
            for (int i = 0; i < names.length; i++) {
                interfaces[i] = Class.forName(names[i], false, loader);
            }
            return Proxy.newProxyInstance(loader, interfaces, (proxy, method, arguments) -> null)
                    .getClass();
        }
    }

    /** Classes of one class loader of the parent. */
    private static final class ParentClasses extends ClassLoader {
        private final int number;
        private final Channel parent;

        ParentClasses(int number, Channel parent) {
            super(ParentClasses.class.getClassLoader());
            this.number = number;
            this.parent = parent;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes;
            try {
                bytes = ask(name.replace('.', '/') + ".class");
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
            if (bytes == null) {
                throw new ClassNotFoundException(
                        name + " is neither on the worker's class path nor a resource of the operation's class loader");
            }
            return defineClass(name, bytes, 0, bytes.length);
        }

        private byte[] ask(String resource) throws IOException {
            synchronized (parent) {
                parent.putInt(number);
                parent.putText(resource);
                parent.flush();
                int length = parent.getInt();
                if (length < 0) {
                    return null;
                }
                byte[] bytes = new byte[length];
                parent.get(bytes, 0, length);
                return bytes;
            }
        }
    }
}
