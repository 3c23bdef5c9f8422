package org.blaspool.transport;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.jni.NativeChannel;
import org.blaspool.memory.Region;

/**
 * A stream to one other process over a Unix domain socket, with a buffer in each direction for what is small; what is
 * large goes straight from and into its own memory. Words are in native byte order: both ends are one machine.
 *
 * <p>One thread may send while another receives. What was put is on its way after {@link #flush()}. Every method throws
 * {@link EOFException} when the other process has gone.
 */
public final class Channel implements AutoCloseable {
    /**
     * Size of each buffer here, and of the socket's own in the kernel: all that a byte passes through on its way between
     * two threads of one core stays in that core's cache together.
     */
    public static final int BUFFER_BYTES = 1 << 18;

    /** Payloads from this size on bypass the buffer. */
    private static final int DIRECT_BYTES = BUFFER_BYTES;

    private static final int MAX_TEXT_BYTES = 1 << 20;
    private static final long TAKEN_POLL_NANOS = 50_000;

    private final int descriptor;
    private final Lender lender = new Lender();
    private final Region outRegion = Region.createPrivate(BUFFER_BYTES, 1);
    private final Region inRegion = Region.createPrivate(BUFFER_BYTES, 1);
    private final ByteBuffer out = outRegion.slice(0, BUFFER_BYTES);
    private final ByteBuffer in = inRegion.slice(0, BUFFER_BYTES).limit(0);
    private long sendNanos;
    private long receiveNanos;
    private long bytesSent;
    private long bytesReceived;
    private volatile boolean closed;

    /** Takes the descriptor of a connected socket over. */
    public Channel(int descriptor) {
        this.descriptor = descriptor;
    }

    /** Connects to a listening socket. */
    public static Channel connect(String path) throws IOException {
        return new Channel(NativeChannel.connect(path, BUFFER_BYTES));
    }

    /** Why this system lets no memory be {@linkplain #lend lent}, so that it is copied instead; empty where it is. */
    public static Optional<String> refusalToLend() {
        return Lender.refusal();
    }

    public void putByte(int value) throws IOException {
        room(1).put((byte) value);
    }

    public void putInt(int value) throws IOException {
        room(Integer.BYTES).putInt(value);
    }

    public void putLong(long value) throws IOException {
        room(Long.BYTES).putLong(value);
    }

    public void putLongs(long... values) throws IOException {
        for (long value : values) {
            putLong(value);
        }
    }

    public void putDouble(double value) throws IOException {
        room(Double.BYTES).putDouble(value);
    }

    /** Puts a text of at most 1 MiB in UTF-8; a longer one is cut. */
    public void putText(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, MAX_TEXT_BYTES);
        putInt(length);
        put(bytes, 0, length);
    }

    /** Puts bytes of an array. */
    public void put(byte[] bytes, int from, int length) throws IOException {
        int done = 0;
        while (done < length) {
            ByteBuffer room = room(1);
            int count = Math.min(length - done, room.remaining());
            room.put(bytes, from + done, count);
            done += count;
        }
    }

    /**
     * Puts bytes of a region: copied where they are few, else lent from where they lie, and then they must stay as they
     * are until the other process has taken them, which its answer or {@link #awaitTaken} tells.
     */
    public void lend(Region region, long offset, long bytes) throws IOException {
        if (bytes >= DIRECT_BYTES) {
            flush();
            region.retain();
            try {
                send(region.address() + offset, bytes, true);
            } finally {
                region.release();
            }
            return;
        }
        long done = 0;
        while (done < bytes) {
            ByteBuffer room = room(1);
            int count = (int) Math.min(bytes - done, room.remaining());
            room.put(region.slice(offset + done, count));
            done += count;
        }
    }

    /** A closed channel's buffers are gone: touching them would be the end of this process. */
    private void checkOpen() throws EOFException {
        if (closed) {
            throw new EOFException("the channel is closed");
        }
    }

    private ByteBuffer room(int bytes) throws IOException {
        checkOpen();
        if (out.remaining() < bytes) {
            flush();
        }
        return out;
    }

    /** Sends what was put. */
    public void flush() throws IOException {
        if (out.position() > 0) {
            int length = out.position();
            out.clear();
            send(outRegion.address(), length, false);
        }
    }

    private void send(long address, long bytes, boolean lent) throws IOException {
        checkOpen();
        long start = System.nanoTime();
        if (lent) {
            lender.lend(descriptor, address, bytes);
        } else {
            NativeChannel.send(descriptor, address, bytes);
        }
        sendNanos += System.nanoTime() - start;
        bytesSent += bytes;
    }

    /** Waits until the other process has taken as many of the {@link #bytesSent bytes sent}; for the sending thread. */
    public void awaitTaken(long sent) throws IOException {
        checkOpen();
        while (NativeChannel.untaken(descriptor) > bytesSent - sent) {
            LockSupport.parkNanos(TAKEN_POLL_NANOS);
        }
    }

    public int getByte() throws IOException {
        return buffered(1).get() & 0xff;
    }

    public int getInt() throws IOException {
        return buffered(Integer.BYTES).getInt();
    }

    public long getLong() throws IOException {
        return buffered(Long.BYTES).getLong();
    }

    public long[] getLongs(int count) throws IOException {
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = getLong();
        }
        return values;
    }

    public double getDouble() throws IOException {
        return buffered(Double.BYTES).getDouble();
    }

    /** Gets what {@link #putText} put. */
    public String getText() throws IOException {
        int length = getInt();
        if (length < 0 || length > MAX_TEXT_BYTES) {
            throw new CorruptFrameException("text length=" + length + ", allowed 0 to " + MAX_TEXT_BYTES);
        }
        byte[] bytes = new byte[length];
        get(bytes, 0, length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Gets exactly {@code length} bytes into an array. */
    public void get(byte[] bytes, int to, int length) throws IOException {
        int done = 0;
        while (done < length) {
            ByteBuffer available = buffered(1);
            int count = Math.min(length - done, available.remaining());
            available.get(bytes, to + done, count);
            done += count;
        }
    }

    /** Gets 1 to {@code length} bytes into an array, without waiting for more than one receipt. */
    public int getSome(byte[] bytes, int to, int length) throws IOException {
        ByteBuffer available = buffered(1);
        int count = Math.min(length, available.remaining());
        available.get(bytes, to, count);
        return count;
    }

    /** Gets exactly {@code bytes} into a region: what is buffered first, the rest straight into its place. */
    public void get(Region region, long offset, long bytes) throws IOException {
        long done = 0;
        while (done < bytes) {
            if (!in.hasRemaining() && bytes - done >= DIRECT_BYTES) {
                region.retain();
                try {
                    receive(region.address() + offset + done, bytes - done);
                } finally {
                    region.release();
                }
                return;
            }
            ByteBuffer available = buffered(1);
            int count = (int) Math.min(bytes - done, available.remaining());
            region.slice(offset + done, count).put(available.slice(available.position(), count));
            available.position(available.position() + count);
            done += count;
        }
    }

    private void receive(long address, long bytes) throws IOException {
        checkOpen();
        long start = System.nanoTime();
        NativeChannel.receive(descriptor, address, bytes);
        receiveNanos += System.nanoTime() - start;
        bytesReceived += bytes;
    }

    private ByteBuffer buffered(int bytes) throws IOException {
        checkOpen();
        if (in.remaining() >= bytes) {
            return in;
        }
        in.compact();
        long start = System.nanoTime();
        while (in.position() < bytes) {
            long count = NativeChannel.receiveSome(descriptor, inRegion.address() + in.position(), in.remaining());
            if (count < 0) {
                in.flip();
                throw new EOFException("the other process has gone");
            }
            bytesReceived += count;
            in.position(in.position() + (int) count);
        }
        receiveNanos += System.nanoTime() - start;
        return in.flip();
    }

    /** Whether something was received already that nobody has got yet. */
    public boolean hasBuffered() {
        return in.hasRemaining();
    }

    /**
     * Passes a descriptor to the other end, which has asked for it: one that arrives in the midst of a plain receipt is
     * lost.
     */
    public void putDescriptor(int passed) throws IOException {
        checkOpen();
        flush();
        NativeChannel.sendDescriptor(descriptor, passed);
    }

    /** Asks for a descriptor by {@link Message#READY} and gets it; it is the caller's from now on. */
    public int getDescriptor() throws IOException {
        Message.READY.put(this);
        flush();
        if (in.hasRemaining()) {
            throw new CorruptFrameException("bytes before a descriptor: bytes=" + in.remaining() + ", expected 0");
        }
        return NativeChannel.receiveDescriptor(descriptor);
    }

    /** Nanoseconds in the system calls that send, so far; of the sending thread. */
    public long sendNanos() {
        return sendNanos;
    }

    /** Nanoseconds in the system calls that receive, so far; of the receiving thread. */
    public long receiveNanos() {
        return receiveNanos;
    }

    public long bytesSent() {
        return bytesSent;
    }

    public long bytesReceived() {
        return bytesReceived;
    }

    /** Wakes whoever waits for the other process, with an {@link EOFException}. From any thread. */
    public synchronized void shutdown() {
        if (!closed) {
            NativeChannel.shutdown(descriptor);
        }
    }

    /** Closes the socket; nobody may be sending or receiving any more. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            NativeChannel.close(descriptor);
            lender.close();
            outRegion.close();
            inRegion.close();
        }
    }

    /**
     * What memory is lent through, so that only the receiver copies it. It takes two descriptors, when something is lent for
     * the first time; where this system lends nothing, memory is sent by copying it. For the sending thread.
     */
    static final class Lender implements AutoCloseable {
        private static final long NOT_ASKED = -1;
        private static final long REFUSED = -2;

        private long ends = NOT_ASKED;

        /** Why this system lends nothing; empty where it does. */
        static Optional<String> refusal() {
            try (Lender lender = new Lender()) {
                lender.ends = NativeChannel.lender();
                return Optional.empty();
            } catch (ResourceUnavailableException | IOException e) {
                return Optional.of(e.getMessage());
            }
        }

        /** Sends bytes from where they lie, by reference where that can be. */
        void lend(int descriptor, long address, long bytes) throws IOException {
            if (ends == NOT_ASKED) {
                ends = open();
            }
            if (ends == REFUSED) {
                NativeChannel.send(descriptor, address, bytes);
            } else {
                NativeChannel.lend(descriptor, ends, address, bytes);
            }
        }

        private static long open() throws IOException {
            try {
                return NativeChannel.lender();
            } catch (ResourceUnavailableException e) {
                return REFUSED;
            }
        }

        @Override
        public void close() {
            if (ends >= 0) {
                NativeChannel.close((int) ends);
                NativeChannel.close((int) (ends >>> 32));
                ends = REFUSED;
            }
        }
    }
}
