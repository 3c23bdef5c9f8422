package org.blaspool.jni;

import java.io.IOException;

/**
 * Streams over Unix domain sockets by descriptor. One thread may send while another receives; a peer that has gone is
 * an {@link java.io.EOFException}, a time-out a {@link java.net.SocketTimeoutException}.
 */
public final class NativeChannel {
    static {
        NativeLibrary.load();
    }

    private NativeChannel() {}

    /** Listens at a path; the descriptor. */
    public static native int listen(String path, int backlog) throws IOException;

    /** Accepts one connection of the same user: its descriptor in the lower and the peer's pid in the upper half. */
    public static native long accept(int listener, int timeoutMillis, int bufferBytes) throws IOException;

    /** Connects to a path; the descriptor. */
    public static native int connect(String path, int bufferBytes) throws IOException;

    /** A new channel without a name: the descriptors of its two ends, one in the lower and one in the upper half. */
    public static native long pair(int bufferBytes) throws IOException;

    /** Sends all of {@code bytes} from an address. */
    public static native void send(int fd, long address, long bytes) throws IOException;

    /**
     * Opens what memory is lent through: the ends of a pipe, to be {@linkplain #close closed} both, one in the lower and
     * one in the upper half.
     *
     * @throws IOException where this system lends none
     */
    public static native long lender() throws IOException;

    /** Sends all of {@code bytes} from where they lie; they must stay as they are until they have been received. */
    public static native void lend(int fd, long lender, long address, long bytes) throws IOException;

    /** At most so many of the bytes that were sent have not been received yet. */
    public static native long untaken(int fd) throws IOException;

    /** Receives exactly {@code bytes} to an address. */
    public static native void receive(int fd, long address, long bytes) throws IOException;

    /** Receives 1 to {@code capacity} bytes; how many, or -1 at the end of the stream. */
    public static native long receiveSome(int fd, long address, long capacity) throws IOException;

    /** Passes a descriptor to the peer. */
    public static native void sendDescriptor(int fd, int passed) throws IOException;

    /** Receives a descriptor from the peer. */
    public static native int receiveDescriptor(int fd) throws IOException;

    /** Wakes whoever is blocked on it. */
    public static native void shutdown(int fd);

    /** Closes the descriptor. */
    public static native void close(int fd);
}
