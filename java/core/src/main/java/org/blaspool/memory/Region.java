package org.blaspool.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.blaspool.error.InvalidInputException;
import org.blaspool.jni.NativeMemory;

/**
 * A range of memory outside the heap, zeroed when created, every page of it reserved, so that no touch of it can fail.
 * A shared region lies in a memfd, which other processes map through a descriptor that is passed to them; it has no
 * name and leaves nothing behind.
 *
 * <p>Owned by whoever created it, who closes it. Closing waits for nobody: whoever hands the region's address to native
 * code holds it with {@link #retain()} meanwhile, and closing a held region is an {@link IllegalStateException}.
 * Reading and writing from several threads is as safe as on an array: no tearing, no order without a barrier.
 */
public final class Region implements AutoCloseable {
    private static final int SEGMENT_SHIFT = 30;
    private static final long SEGMENT_BYTES = 1L << SEGMENT_SHIFT;

    private final long address;
    private final long bytes;
    private final long mappedBytes;
    private final int descriptor;
    private final PageKind pages;
    private final ByteBuffer[] segments;
    private int holders;
    private boolean closed;

    private Region(long[] created) {
        address = created[NativeMemory.ADDRESS];
        bytes = created[NativeMemory.BYTES];
        mappedBytes = created[NativeMemory.MAPPED_BYTES];
        descriptor = (int) created[NativeMemory.FD];
        pages = PageKind.of(created[NativeMemory.PAGES]);
        segments = new ByteBuffer[(int) ((bytes + SEGMENT_BYTES - 1) >>> SEGMENT_SHIFT)];
        for (int i = 0; i < segments.length; i++) {
            long start = (long) i << SEGMENT_SHIFT;
            segments[i] = NativeMemory.view(address + start, Math.min(SEGMENT_BYTES, bytes - start))
                    .order(ByteOrder.nativeOrder());
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
        return create(bytes, NativeMemory.PRIVATE, threads);
    }

    /** Creates a region that other processes can attach; otherwise as {@link #createPrivate}. */
    public static Region createShared(long bytes, int threads) {
        return create(bytes, NativeMemory.SHARED, threads);
    }

    private static Region create(long bytes, int kind, int threads) {
        if (bytes < 1) {
            throw new InvalidInputException("region size is not positive: bytes=" + bytes + ", expected at least 1");
        }
        return new Region(NativeMemory.create(bytes, kind, true, threads));
    }

    /** Maps another process's shared region; the descriptor belongs to the region from now on. */
    public static Region attach(int descriptor, long bytes) {
        return new Region(NativeMemory.attach(descriptor, bytes));
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
        return segment(offset).getDouble(within(offset));
    }

    public void putDouble(long offset, double value) {
        segment(offset).putDouble(within(offset), value);
    }

    public long getLong(long offset) {
        return segment(offset).getLong(within(offset));
    }

    public void putLong(long offset, long value) {
        segment(offset).putLong(within(offset), value);
    }

    public byte getByte(long offset) {
        return segment(offset).get(within(offset));
    }

    public int getInt(long offset) {
        return segment(offset).getInt(within(offset));
    }

    public void putInt(long offset, int value) {
        segment(offset).putInt(within(offset), value);
    }

    /** Copies {@code length} values of the array, from index {@code from} on, to {@code offset}, a multiple of 8. */
    public void putDoubles(long offset, double[] values, int from, int length) {
        checkOpen();
        int done = 0;
        while (done < length) {
            long at = offset + 8L * done;
            int count = (int) Math.min(length - done, (SEGMENT_BYTES - (at & (SEGMENT_BYTES - 1))) / 8);
            ByteBuffer part = slice(at, 8 * count);
            part.asDoubleBuffer().put(values, from + done, count);
            done += count;
        }
    }

    /** Copies {@code length} values at {@code offset}, a multiple of 8, into the array from index {@code to} on. */
    public void getDoubles(long offset, double[] values, int to, int length) {
        checkOpen();
        int done = 0;
        while (done < length) {
            long at = offset + 8L * done;
            int count = (int) Math.min(length - done, (SEGMENT_BYTES - (at & (SEGMENT_BYTES - 1))) / 8);
            ByteBuffer part = slice(at, 8 * count);
            part.asDoubleBuffer().get(values, to + done, count);
            done += count;
        }
    }

    /**
     * A view of {@code length} bytes in native byte order, which must not cross a GiB from the region's start; valid
     * until the region is closed.
     */
    public ByteBuffer slice(long offset, int length) {
        return segment(offset).slice(within(offset), length).order(ByteOrder.nativeOrder());
    }

    /** Holds the region open until {@link #release()}. */
    public synchronized void retain() {
        checkOpen();
        holders++;
    }

    /** Ends one {@link #retain()}. */
    public synchronized void release() {
        holders--;
    }

    /**
     * Gives the memory back. Doing so twice does nothing.
     *
     * @throws IllegalStateException while it is held
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        if (holders > 0) {
            throw new IllegalStateException("region is in use: holders=" + holders + ", close it after the batch");
        }
        closed = true;
        Arrays.fill(segments, null);
        NativeMemory.release(address, mappedBytes, descriptor);
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("region is closed");
        }
    }

    private ByteBuffer segment(long offset) {
        ByteBuffer segment = segments[(int) (offset >>> SEGMENT_SHIFT)];
        if (segment == null) {
            throw new IllegalStateException("region is closed");
        }
        return segment;
    }

    private static int within(long offset) {
        return (int) (offset & (SEGMENT_BYTES - 1));
    }
}
