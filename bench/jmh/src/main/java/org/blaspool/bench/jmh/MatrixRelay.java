package org.blaspool.bench.jmh;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.blaspool.jni.NativeChannel;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.plan.Codec;
import org.blaspool.transport.Channel;
import org.blaspool.transport.MatrixCodec;

/** A matrix that goes through a socket to a thread of this process, which acknowledges it by one byte. */
final class MatrixRelay implements AutoCloseable {
    private static final int MILLIS_TO_CONNECT = 5_000;

    private final MatrixStore store = MatrixStore.privateMemory();
    private final StoredMatrix sent;
    private final StoredMatrix received;
    private final Channel near;
    private final Channel far;
    private final MatrixCodec encoder;
    private final Thread receiver;

    private MatrixRelay(Codec codec, int n, Channel near, Channel far) {
        this.near = near;
        this.far = far;
        sent = store.allocate(n, n);
        received = store.allocate(n, n);
        encoder = MatrixCodec.of(codec, near);
        MatrixCodec decoder = MatrixCodec.of(codec, far);
        receiver = new Thread(() -> receive(decoder), "receiver");
        receiver.start();
    }

    static MatrixRelay open(Codec codec, int n) throws IOException {
        Path directory = Files.createTempDirectory("blaspool-jmh");
        Path name = directory.resolve("socket");
        int listener = NativeChannel.listen(name.toString(), 1);
        try {
            Channel near = Channel.connect(name.toString());
            int far = (int) NativeChannel.accept(listener, MILLIS_TO_CONNECT, Channel.BUFFER_BYTES);
            return new MatrixRelay(codec, n, near, new Channel(far));
        } finally {
            NativeChannel.close(listener);
            Files.deleteIfExists(name);
            Files.delete(directory);
        }
    }

    private void receive(MatrixCodec decoder) {
        try {
            while (true) {
                decoder.read(received);
                far.putByte(1);
                far.flush();
            }
        } catch (EOFException e) {
            // The other end was shut down: the benchmark is over.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Encodes the matrix, and waits until it is decoded at the other end. */
    void pass() throws IOException {
        encoder.write(sent);
        near.flush();
        near.getByte();
    }

    @Override
    public void close() throws IOException {
        near.shutdown();
        try {
            receiver.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        near.close();
        far.close();
        store.close();
    }
}
