package org.blaspool.jni;

import java.nio.ByteBuffer;

/** Memory regions by address, and the few operations on raw memory that Java lacks. */
public final class NativeMemory {
    /** Region kinds of {@code blaspool_region_kind}. */
    public static final int PRIVATE = 0;

    public static final int SHARED = 1;

    /** Page kinds of {@code blaspool_page_kind}. */
    public static final int PAGES_SMALL = 0;

    public static final int PAGES_HUGE = 1;
    public static final int PAGES_MIXED = 2;

    /** Indices into what {@link #create} and {@link #attach} return. */
    public static final int ADDRESS = 0;

    public static final int BYTES = 1;
    public static final int MAPPED_BYTES = 2;
    public static final int FD = 3;
    public static final int PAGES = 4;

    static {
        NativeLibrary.load();
    }

    private NativeMemory() {}

    /** Creates and reserves a region: {address, bytes, mapped bytes, fd or -1, page kind}. */
    public static native long[] create(long bytes, int kind, boolean hugePages, int threads);

    /** Maps the shared region behind a descriptor, which it takes over: the same five numbers. */
    public static native long[] attach(int fd, long bytes);

    /** Unmaps {@code mappedBytes} from {@code address} on and closes {@code fd} unless it is -1. */
    public static native void release(long address, long mappedBytes, int fd);

    /**
     * Gives memory and {@code fd} (-1: none) back and leaves the addresses mapped, with nothing behind them: reads are
     * zeroes, writes are lost. {@link #release} ends that, without a descriptor.
     */
    public static native void empty(long address, long mappedBytes, int fd);

    /** A view of at most 2^31 - 1 bytes, native byte order not set; valid until the region is released. */
    public static native ByteBuffer view(long address, long bytes);

    /** memcpy; the ranges do not overlap. */
    public static native void copy(long from, long to, long bytes);

    /**
     * Copies {@code columns} columns of {@code columnBytes} each, whose starts are {@code fromStride} and
     * {@code toStride} bytes apart.
     */
    public static native void copyColumns(
            long from, long fromStride, long to, long toStride, long columnBytes, long columns);
}
