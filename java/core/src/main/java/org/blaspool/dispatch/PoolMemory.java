package org.blaspool.dispatch;

import java.lang.ref.Cleaner;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.blaspool.Layout;
import org.blaspool.Matrix;
import org.blaspool.Shape;
import org.blaspool.error.InvalidInputException;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.matrix.HeapMatrix;
import org.blaspool.matrix.Holding;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.memory.Region;

/**
 * The memory of a pool's matrices, private or shared with its workers. A large matrix has a region of its own; small ones
 * lie in blocks, one behind another. A region is given back when every matrix in it was closed or nobody refers to them any
 * more, and all are with the pool.
 *
 * <p>Thread-safe.
 */
public final class PoolMemory implements AutoCloseable {
    private static final Cleaner CLEANER = Cleaner.create();
    private static final long BLOCK_BYTES = 1L << 20;

    /** Matrices from this size on have a region of their own. */
    private static final long LARGE_BYTES = BLOCK_BYTES / 4;

    /** Waits of 1, 2, 4 ... ms, each after a collection: 4 s in all. */
    private static final int WAITS = 12;

    private final boolean shared;
    private final int threads;
    private final long limit;
    private final Set<Reserved> reserved = ConcurrentHashMap.newKeySet();
    private final Set<Reserved> givenBack = ConcurrentHashMap.newKeySet();
    private long used;
    private Block filling;
    private boolean closed;

    /**
     * @param shared whether worker processes are to reach it
     * @param threads how many threads prepare the pages of a large region
     * @param limit bytes that may be reserved at once
     */
    public PoolMemory(boolean shared, int threads, long limit) {
        this.shared = shared;
        this.threads = threads;
        this.limit = limit;
    }

    /** Bytes that may be reserved at once. */
    public long limit() {
        return limit;
    }

    /** A region and what it counts for; refers to nothing that refers to it, so that the block above it can go. */
    private final class Reserved implements Runnable {
        private final Region region;

        Reserved(Region region) {
            this.region = region;
        }

        @Override
        public void run() {
            if (reserved.remove(this)) {
                givenBack.add(this);
                release();
            }
        }
    }

    /** Releases what was given back, but for what a batch still works on, which a later call releases. */
    private void release() {
        synchronized (givenBack) {
            givenBack.removeIf(each -> {
                try {
                    each.region.close();
                } catch (IllegalStateException held) {
                    return false;
                }
                free(each.region.bytes());
                return true;
            });
        }
    }

    /** A region with matrices in it, each of which refers to it. */
    private final class Block {
        private final Reserved memory;
        private final Cleaner.Cleanable cleanable;
        /** Matrices in it that are not closed, and one for itself as long as it takes more of them. */
        private final AtomicInteger open = new AtomicInteger(1);

        private long filled;

        Block(Reserved memory) {
            this.memory = memory;
            cleanable = CLEANER.register(this, memory);
        }

        StoredMatrix take(Shape shape, Layout layout) {
            StoredMatrix matrix =
                    StoredMatrix.contiguous(memory.region, filled, shape, layout, new Holding(this::oneLess));
            filled += MatrixStore.footprint(shape);
            open.incrementAndGet();
            return matrix;
        }

        long room() {
            return memory.region.bytes() - filled;
        }

        void oneLess() {
            if (open.decrementAndGet() == 0) {
                cleanable.clean();
            }
        }
    }

    private synchronized void free(long bytes) {
        used -= bytes;
        notifyAll();
    }

    /**
     * A matrix of zeros. Where the pool's memory is used up, this waits until some comes back.
     *
     * @throws ResourceUnavailableException where none comes back, or the machine has none
     * @throws IllegalStateException once the pool is closed
     */
    public StoredMatrix zeros(Shape shape, Layout layout) {
        long bytes = Math.max(MatrixStore.footprint(shape), 1);
        if (bytes >= LARGE_BYTES) {
            Block own = reserve(bytes);
            StoredMatrix matrix = own.take(shape, layout);
            own.oneLess();
            return matrix;
        }
        while (true) {
            synchronized (this) {
                requireOpen();
                if (filling != null && filling.room() >= bytes) {
                    return filling.take(shape, layout);
                }
            }
            Block fresh = reserve(BLOCK_BYTES);
            Block before;
            synchronized (this) {
                before = filling;
                filling = fresh;
            }
            if (before != null) {
                before.oneLess();
            }
        }
    }

    private Block reserve(long bytes) {
        await(bytes);
        Region region;
        try {
            int by = bytes > BLOCK_BYTES ? threads : 1;
            region = shared ? Region.createShared(bytes, by) : Region.createPrivate(bytes, by);
        } catch (RuntimeException e) {
            free(bytes);
            throw e;
        }
        Reserved memory = new Reserved(region);
        synchronized (this) {
            // A region has whole pages.
            used += region.bytes() - bytes;
            reserved.add(memory);
            if (!closed) {
                return new Block(memory);
            }
        }
        memory.run();
        throw closedAlready();
    }

    /** Takes bytes off the limit; waits for what nobody refers to any more, which the collector has to find. */
    private void await(long bytes) {
        for (int waits = 0; ; waits++) {
            release();
            synchronized (this) {
                requireOpen();
                if (bytes <= limit - used) {
                    used += bytes;
                    return;
                }
            }
            if (bytes > limit || waits == WAITS) {
                throw new ResourceUnavailableException("memory of the pool is used up: bytes=" + bytes + " used=" + used
                        + " limit=" + limit
                        + ", close matrices that are done with (Matrix.close, MatrixScope), or raise"
                        + " the limit: BlasPool.builder().memoryLimit(bytes)");
            }
            System.gc();
            synchronized (this) {
                try {
                    wait(1L << waits);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new ResourceUnavailableException("interrupted while waiting for memory of the pool", e);
                }
            }
        }
    }

    /** A copy of an array of rows. */
    public StoredMatrix copyOf(HeapMatrix matrix) {
        StoredMatrix copy = zeros(matrix.shape(), Layout.ROW_MAJOR);
        copy.put(matrix.rowArrays());
        return copy;
    }

    /** Whether those who work for the pool reach a matrix where it lies. */
    boolean reaches(StoredMatrix matrix) {
        return !shared || matrix.region().isShared();
    }

    /**
     * The matrix where those who work for the pool reach it: itself, or a copy.
     *
     * @throws InvalidInputException where it is of somebody else's making
     */
    StoredMatrix reachable(Matrix matrix) {
        if (matrix instanceof HeapMatrix heap) {
            return copyOf(heap);
        }
        StoredMatrix stored = StoredMatrix.of(matrix);
        stored.requireOpen();
        if (reaches(stored)) {
            return stored;
        }
        StoredMatrix copy = zeros(stored.shape(), stored.layout());
        copy.copyFrom(stored);
        return copy;
    }

    private void requireOpen() {
        if (closed) {
            throw closedAlready();
        }
    }

    private static IllegalStateException closedAlready() {
        return new IllegalStateException("pool is closed");
    }

    /** Gives everything back; matrices of this memory must not be used any more. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            filling = null;
            notifyAll();
        }
        reserved.forEach(Reserved::run);
        release();
    }
}
