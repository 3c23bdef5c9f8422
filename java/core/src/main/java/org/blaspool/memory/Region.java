package org.blaspool.memory;

import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.blaspool.error.InvalidInputException;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.jni.NativeMemory;

/**
 * A range of memory outside the heap, zeroed when created, every page of it reserved, so that no touch of it can fail.
 * A shared region lies in a memfd, which other processes map through a descriptor that is passed to them; it has no
 * name and leaves nothing behind.
 *
 * <p>Owned by whoever created it, who closes it. Closing waits for nobody: whoever hands the region's address to native
 * code holds it with {@link #retain()} meanwhile, and closing a held region is an {@link IllegalStateException}.
 * Reading and writing from several threads is as safe as on an array: no tearing, no order without a barrier.
 *
 * <p>Two kinds of owner. A region of {@link #createForMatrices} may be closed by one thread while others read it: they find
 * memory without content at its addresses and, before they return any of it, that it was closed, which is an
 * IllegalStateException; and one that is forgotten gives its memory and descriptor back once nobody refers to it. All
 * others are of threads that know of each other, and are unmapped at once.
 */
public final class Region implements AutoCloseable {
    private static final int SEGMENT_SHIFT = 30;
    private static final long SEGMENT_BYTES = 1L << SEGMENT_SHIFT;

    /** Of a view, which reaches into the next segment: what begins in one may end there. */
    private static final long VIEW_BYTES = Integer.MAX_VALUE;

    /** What is copied from or to an array at once. */
    private static final int PART_DOUBLES = (int) (SEGMENT_BYTES / Double.BYTES);

    /** Instead of the number of holders. */
    private static final int CLOSED = -1;

    private final long address;
    private final long bytes;
    private final int descriptor;
    private final PageKind pages;
    private final ByteBuffer[] segments;
    private final Mapping mapping;
    private final AtomicInteger holders = new AtomicInteger();

    private Region(long[] created, boolean outlivesClose) {
        address = created[NativeMemory.ADDRESS];
        bytes = created[NativeMemory.BYTES];
        descriptor = (int) created[NativeMemory.FD];
        pages = PageKind.of(created[NativeMemory.PAGES]);
        segments = new ByteBuffer[(int) ((bytes + SEGMENT_BYTES - 1) >>> SEGMENT_SHIFT)];
        for (int i = 0; i < segments.length; i++) {
            long start = (long) i << SEGMENT_SHIFT;
            segments[i] = NativeMemory.view(address + start, Math.min(VIEW_BYTES, bytes - start))
                    .order(ByteOrder.nativeOrder());
        }
        mapping = new Mapping(address, created[NativeMemory.MAPPED_BYTES], descriptor);
        if (outlivesClose) {
            mapping.keepFor(segments);
        }
    }

    /**
     * Creates a region of this process alone.
     *
     * @param bytes its size, at least 1
     * @param threads how many threads prepare its pages
     * @throws org.blaspool.error.ResourceUnavailableException where the memory is not there
     */
    public static Region createPrivate(long bytes, int threads) {
        return create(bytes, NativeMemory.PRIVATE, threads, false);
    }

    /** Creates a region that other processes can attach; otherwise as {@link #createPrivate}. */
    public static Region createShared(long bytes, int threads) {
        return create(bytes, NativeMemory.SHARED, threads, false);
    }

    /** Creates a region, shared or private, that others than its owner read and may forget; otherwise as above. */
    public static Region createForMatrices(long bytes, boolean shared, int threads) {
        int kind = shared ? NativeMemory.SHARED : NativeMemory.PRIVATE;
        try {
            return create(bytes, kind, threads, true);
        } catch (ResourceUnavailableException e) {
            if (!Mapping.reclaim()) {
                throw e;
            }
            return create(bytes, kind, threads, true);
        }
    }

    private static Region create(long bytes, int kind, int threads, boolean outlivesClose) {
        if (bytes < 1) {
            throw new InvalidInputException("region size is not positive: bytes=" + bytes + ", expected at least 1");
        }
        return new Region(NativeMemory.create(bytes, kind, true, threads), outlivesClose);
    }

    /** Maps another process's shared region; the descriptor belongs to the region from now on. */
    public static Region attach(int descriptor, long bytes) {
        return new Region(NativeMemory.attach(descriptor, bytes), false);
    }

    public long address() {
        return address;
    }

    public long bytes() {
        return bytes;
    }

    /** Whether other processes can attach it. */
    public boolean isShared() {
        return descriptor >= 0;
    }

    /** The memfd to pass to another process; it stays this region's. */
    public int descriptor() {
        if (!isShared()) {
            throw new IllegalStateException("a private region has no descriptor");
        }
        return descriptor;
    }

    /** The pages it really has. */
    public PageKind pages() {
        return pages;
    }

    /** Whether [start, start + length) lies within it. */
    public boolean contains(long start, long length) {
        return start >= address && length >= 0 && start - address <= bytes - length;
    }

    public double getDouble(long offset) {
        double value = segment(offset).getDouble(within(offset));
        requireStillOpen();
        return value;
    }

    public void putDouble(long offset, double value) {
        segment(offset).putDouble(within(offset), value);
    }

    public long getLong(long offset) {
        long value = segment(offset).getLong(within(offset));
        requireStillOpen();
        return value;
    }

    public void putLong(long offset, long value) {
        segment(offset).putLong(within(offset), value);
    }

    public byte getByte(long offset) {
        byte value = segment(offset).get(within(offset));
        requireStillOpen();
        return value;
    }

    public int getInt(long offset) {
        int value = segment(offset).getInt(within(offset));
        requireStillOpen();
        return value;
    }

    public void putInt(long offset, int value) {
        segment(offset).putInt(within(offset), value);
    }

    /** Copies {@code length} values of the array, from index {@code from} on, to {@code offset}, a multiple of 8. */
    public void putDoubles(long offset, double[] values, int from, int length) {
        checkOpen();
        for (int done = 0; done < length; ) {
            int count = Math.min(length - done, PART_DOUBLES);
            slice(offset + 8L * done, 8 * count).asDoubleBuffer().put(values, from + done, count);
            done += count;
        }
        requireStillOpen();
    }

    /** Copies {@code length} values at {@code offset}, a multiple of 8, into the array from index {@code to} on. */
    public void getDoubles(long offset, double[] values, int to, int length) {
        checkOpen();
        for (int done = 0; done < length; ) {
            int count = Math.min(length - done, PART_DOUBLES);
            slice(offset + 8L * done, 8 * count).asDoubleBuffer().get(values, to + done, count);
            done += count;
        }
        requireStillOpen();
    }

    /**
     * A view of {@code length} bytes, 1 GiB at most, in native byte order; valid until the region is closed, and worth
     * nothing then. Who may be closed meanwhile holds it with {@link #retain()}.
     */
    public ByteBuffer slice(long offset, int length) {
        return segment(offset).slice(within(offset), length).order(ByteOrder.nativeOrder());
    }

    /** Holds the region open until {@link #release()}. */
    public void retain() {
        int before;
        do {
            before = holders.get();
            if (before == CLOSED) {
                throw closed();
            }
        } while (!holders.compareAndSet(before, before + 1));
    }

    /** Ends one {@link #retain()}. */
    public void release() {
        holders.decrementAndGet();
    }

    /**
     * Gives the memory back. Doing so twice does nothing.
     *
     * @throws IllegalStateException while it is held
     */
    @Override
    public void close() {
        int before = holders.compareAndExchange(0, CLOSED);
        if (before > 0) {
            throw new IllegalStateException("region is in use: holders=" + before + ", close it after the batch");
        }
        if (before == 0) {
            Arrays.fill(segments, null);
            mapping.giveBack();
        }
    }

    private void checkOpen() {
        if (holders.get() == CLOSED) {
            throw closed();
        }
    }

    /** After what was read: had it been read from memory that was given back, this would not miss it. */
    private void requireStillOpen() {
        VarHandle.loadLoadFence();
        checkOpen();
    }

    private static IllegalStateException closed() {
        return new IllegalStateException("region is closed");
    }

    private ByteBuffer segment(long offset) {
        ByteBuffer segment = segments[(int) (offset >>> SEGMENT_SHIFT)];
        if (segment == null) {
            throw closed();
        }
        return segment;
    }

    private static int within(long offset) {
        return (int) (offset & (SEGMENT_BYTES - 1));
    }
}
