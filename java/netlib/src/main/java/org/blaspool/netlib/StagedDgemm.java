package org.blaspool.netlib;

import org.blaspool.blas.BlasLibrary;
import org.blaspool.jni.NativeBlas;
import org.blaspool.memory.Region;

/**
 * dgemm over arrays of the heap by blocks that are copied into memory outside it: with a bounded memory of the calling
 * thread's own, whose pages are there before the first use. Blocks are as large as that memory allows, and what stays
 * the same from one to the next is not copied again. Thread-safe.
 */
final class StagedDgemm {
    /** Elements that one copy moves: a collection need not wait for more (about 0.1 ms). */
    private static final int COPY_ELEMENTS = 1 << 17;

    /** Blocks begin on multiples of this, as BLAS kernels like them. */
    private static final int BLOCK_MULTIPLE = 64;

    private final BlasLibrary blas;
    private final long stageBytes;
    /** Each is given back once its thread has ended and nobody can reach it any more. */
    private final ThreadLocal<Region> regions = new ThreadLocal<>();

    StagedDgemm(BlasLibrary blas, long stageBytes) {
        this.blas = blas;
        this.stageBytes = stageBytes;
    }

    /** A matrix as it is stored in an array. */
    record Operand(double[] values, int offset, int leadingDimension, boolean transposed) {}

    record Sizes(int m, int n, int k, double alpha, double beta) {}

    void multiply(Operand a, Operand b, Operand c, Sizes sizes) {
        long handle = blas.handle();
        int edge = blockEdge();
        int blockM = Math.min(sizes.m, edge);
        int blockN = Math.min(sizes.n, edge);
        int blockK = Math.min(sizes.k, edge);
        long elementsA = (long) blockM * blockK;
        long elementsB = (long) blockK * blockN;
        Region region = region(Double.BYTES * (elementsA + elementsB + (long) blockM * blockN));
        long stageB = elementsA;
        long stageC = elementsA + elementsB;
        int heldRowA = -1;
        int heldDepthA = -1;
        for (int j = 0; j < sizes.n; j += blockN) {
            int n = Math.min(blockN, sizes.n - j);
            for (int i = 0; i < sizes.m; i += blockM) {
                int m = Math.min(blockM, sizes.m - i);
                if (sizes.beta != 0) {
                    load(region, stageC, c, i, j, m, n);
                }
                for (int p = 0; p < sizes.k; p += blockK) {
                    int k = Math.min(blockK, sizes.k - p);
                    if (heldRowA != i || heldDepthA != p) {
                        load(region, 0, a, i, p, m, k);
                        heldRowA = i;
                        heldDepthA = p;
                    }
                    if (i == 0 || blockK < sizes.k) {
                        load(region, stageB, b, p, j, k, n);
                    }
                    NativeBlas.dgemm(
                            handle,
                            a.transposed,
                            b.transposed,
                            m,
                            n,
                            k,
                            sizes.alpha,
                            region.address(),
                            a.transposed ? k : m,
                            region.address() + Double.BYTES * stageB,
                            b.transposed ? n : k,
                            p == 0 ? sizes.beta : 1,
                            region.address() + Double.BYTES * stageC,
                            m);
                }
                store(region, stageC, c, i, j, m, n);
            }
        }
    }

    /** So that one block of each of three matrices fits. */
    private int blockEdge() {
        int edge = (int) Math.sqrt(stageBytes / (3.0 * Double.BYTES));
        return Math.max(BLOCK_MULTIPLE, edge / BLOCK_MULTIPLE * BLOCK_MULTIPLE);
    }

    /** The calling thread's, at least this large. */
    private Region region(long bytes) {
        Region region = regions.get();
        if (region == null || region.bytes() < bytes) {
            if (region != null) {
                region.close();
            }
            region = Region.createForMatrices(bytes, false, 1);
            regions.set(region);
        }
        return region;
    }

    /** Copies the block of op(X) from (row, column) on, without gaps, as X is stored. */
    private static void load(Region region, long at, Operand x, int row, int column, int rows, int columns) {
        int firstRow = x.transposed ? column : row;
        int firstColumn = x.transposed ? row : column;
        int length = x.transposed ? columns : rows;
        int lines = x.transposed ? rows : columns;
        int start = x.offset + firstRow + firstColumn * x.leadingDimension;
        if (length == x.leadingDimension || lines == 1) {
            int total = length * lines;
            for (int done = 0; done < total; done += COPY_ELEMENTS) {
                int count = Math.min(COPY_ELEMENTS, total - done);
                region.putDoubles(Double.BYTES * (at + done), x.values, start + done, count);
            }
            return;
        }
        for (int line = 0; line < lines; line++) {
            region.putDoubles(
                    Double.BYTES * (at + (long) line * length), x.values, start + line * x.leadingDimension, length);
        }
    }

    private static void store(Region region, long at, Operand c, int row, int column, int rows, int columns) {
        int start = c.offset + row + column * c.leadingDimension;
        for (int line = 0; line < columns; line++) {
            region.getDoubles(
                    Double.BYTES * (at + (long) line * rows), c.values, start + line * c.leadingDimension, rows);
        }
    }
}
