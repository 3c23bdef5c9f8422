package org.blaspool.jni;

/** The task table ({@code blaspool/table.h}) by address. Claiming, finishing and working are thread-safe. */
public final class NativeTable {
    /** States of a chunk, of {@code blaspool_chunk_state}. */
    public static final int FREE = 0;

    public static final int CLAIMED = 1;
    public static final int DONE = 2;
    public static final int FAILED = 3;

    static {
        NativeLibrary.load();
    }

    private NativeTable() {}

    /** Bytes that a table of that content needs; 0 where the sizes are negative or overflow. */
    public static native long bytes(int content, long products, long chunks, int slots);

    /**
     * Lays a table out in zeroed memory; chunk i starts at product {@code firsts[i]}. {@code content} is 0 for
     * products, 1 for the operand records of a user's operation, 2 for one product and strides.
     */
    public static native void init(long table, long capacity, int content, long products, int slots, long[] firsts);

    /** Checks a table that another process laid out. */
    public static native void check(long table, long capacity);

    /** Claims a free chunk; -1 where none is left or the table is stopped. */
    public static native long claim(long table, int slot);

    /** Ends a claimed chunk as {@link #DONE} or {@link #FAILED}. */
    public static native void finish(long table, long chunk, int slot, int state);

    /** Frees what a dead slot had claimed; how many chunks that were. */
    public static native long release(long table, int slot);

    /** Marks a product to be passed over, by whoever comes to it. */
    public static native void skip(long table, long product);

    /** Everything free again, for another round. */
    public static native void reset(long table);

    /** No further product is started. */
    public static native void stop(long table);

    /** Chunks in each state, indexed by the constants above. */
    public static native long[] count(long table);

    /** Claims and runs chunks until none is free; the times go to the slot. */
    public static native void work(long table, int slot, long blas, long[] bases, long[] bytes);
}
