package org.blaspool.transport;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.blaspool.jni.NativeChannel;

/**
 * A channel over a real socket whose other end said some bytes and will say no more; what is sent to it is thrown
 * away.
 */
public final class FedChannel implements AutoCloseable {
    /** One listener for all: only the connection is new for each input. */
    private static final Path SOCKET;

    private static final int LISTENER;

    static {
        try {
            Path directory = Files.createTempDirectory("blaspool-fuzz");
            SOCKET = directory.resolve("s");
            LISTENER = NativeChannel.listen(SOCKET.toString(), 1);
            directory.toFile().deleteOnExit();
            SOCKET.toFile().deleteOnExit();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private final SocketChannel peer;
    private final Channel channel;
    private final Thread drain;

    public FedChannel(byte[] bytes) throws IOException {
        peer = SocketChannel.open(UnixDomainSocketAddress.of(SOCKET));
        channel = new Channel((int) NativeChannel.accept(LISTENER, 10_000, Channel.BUFFER_BYTES));
        drain = new Thread(() -> converse(bytes), "fed-channel");
        drain.setDaemon(true);
        drain.start();
    }

    public Channel channel() {
        return channel;
    }

    private void converse(byte[] bytes) {
        try {
            ByteBuffer said = ByteBuffer.wrap(bytes);
            while (said.hasRemaining()) {
                peer.write(said);
            }
            peer.shutdownOutput();
            ByteBuffer answer = ByteBuffer.allocate(1 << 16);
            while (peer.read(answer) >= 0) {
                answer.clear();
            }
        } catch (IOException e) {
            // The end under test hung up before it had heard all, as it may.
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        try {
            drain.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        peer.close();
    }
}
