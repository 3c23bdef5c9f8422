package org.blaspool.worker;

import java.io.EOFException;
import java.io.IOException;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.jni.NativeAffinity;
import org.blaspool.jni.NativeProcess;
import org.blaspool.transport.Channel;
import org.blaspool.transport.CorruptFrameException;
import org.blaspool.transport.Message;

/** The array server's conversation with its parent; its clients are served by threads of their own. */
final class ArrayServerSession {
    private final Channel parent;
    private final HostedTasks tasks = new HostedTasks();

    ArrayServerSession(Channel parent) {
        this.parent = parent;
    }

    void run() throws IOException {
        Message.HELLO.put(parent);
        parent.putInt(Message.PROTOCOL);
        parent.putInt(ArrayServerMain.SLOT);
        parent.flush();
        for (Message message = Message.get(parent); message != Message.SHUTDOWN; message = Message.get(parent)) {
            switch (message) {
                case CONNECT -> connect();
                case USAGE -> usage();
                default -> throw new CorruptFrameException("message=" + message + " is not for an array server");
            }
            parent.flush();
        }
    }

    /** Clients do not come by themselves: the parent hands each one's connection over, so that nobody else gets in. */
    private void connect() throws IOException {
        String cpus = parent.getText();
        Message.READY.put(parent);
        parent.flush();
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
            new ArrayServerClient(client, tasks, Long.MAX_VALUE).run();
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

    private void usage() throws IOException {
        Message.USAGE.put(parent);
        for (long value : NativeProcess.usage()) {
            parent.putLong(value);
        }
    }
}
