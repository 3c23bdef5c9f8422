package org.blaspool.netlib;

import org.blaspool.Layout;
import org.blaspool.ThreadLimit;
import org.blaspool.blas.BlasInfo;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasTurn;
import org.blaspool.blas.SplitRules;
import org.blaspool.blas.UncontrolledThreads;
import org.blaspool.error.InvalidInputException;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.task.ClaimLoop;
import org.blaspool.task.RegionMap;
import org.blaspool.task.TaskTable;

/**
 * A BLAS that takes Java arrays: the matrices are copied to the heap and the result back, and chunks are claimed in
 * Java. Its matrices have at most {@value HeapCall#MAX_ELEMENTS} elements. Thread-safe.
 */
abstract class HeapBlas implements BlasLibrary {
    private final BlasInfo info;
    private volatile boolean closed;

    HeapBlas(BlasInfo info) {
        this.info = info;
    }

    /** One dgemm as BLAS defines it. Called from several threads. */
    abstract void dgemm(HeapCall call);

    /**
     * Multiplies 1 by 1, so that what is missing (a native library, a jar behind the jar) is known from the start.
     *
     * @throws LinkageError as the BLAS throws it
     */
    final void tryOut() {
        HeapCall one = new HeapCall(info.kind());
        one.a = new double[] {1};
        one.b = one.a;
        one.c = new double[] {Double.NaN};
        dgemm(one);
        if (one.c[0] != 1) {
            throw new ResourceUnavailableException("BLAS does not compute: blas=" + info.kind() + " path=" + info.path()
                    + ", 1 x 1 gave " + one.c[0] + "; use --blas bundled");
        }
    }

    /** A jar that only one kind of BLAS needs is left out of the class path. */
    static ResourceUnavailableException absent(String kind, String coordinates, NoClassDefFoundError error) {
        return new ResourceUnavailableException(
                "BLAS is not on the class path: blas=" + kind + " class=" + error.getMessage()
                        + ", expected the jar of " + coordinates + "; add it, or use --blas bundled",
                error);
    }

    @Override
    public final BlasInfo info() {
        return info;
    }

    /** One where its calls are sequential; otherwise nobody can tell from Java. */
    @Override
    public final int threads() {
        requireOpen();
        return info.threading().equals("sequential") ? 1 : 0;
    }

    @Override
    public final ThreadLimit limitThreads(int threads) {
        return UncontrolledThreads.limit(info, threads, threads());
    }

    /** There is nothing to take turns on: its threads cannot be set, and it ignores the rules. */
    @Override
    public final BlasTurn turn(String who, int threads, SplitRules rules) {
        return UncontrolledThreads.turn(info, who, threads, threads());
    }

    @Override
    public final void multiply(Dgemm product) {
        requireOpen();
        multiply(product, new HeapCall(info.kind()));
    }

    @Override
    public final void work(TaskTable table, int slot, RegionMap map) {
        requireOpen();
        HeapCall call = new HeapCall(info.kind());
        map.retain();
        try {
            ClaimLoop.run(table, slot, index -> multiply(table, index, map, call));
        } finally {
            map.release();
        }
    }

    private void multiply(TaskTable table, long index, RegionMap map, HeapCall call) {
        try {
            multiply(table.product(index, map), call);
        } catch (InvalidInputException e) {
            throw new InvalidInputException("product " + index + ": " + e.getMessage(), e);
        } catch (ResourceUnavailableException e) {
            throw new ResourceUnavailableException("product " + index + ": " + e.getMessage(), e);
        }
    }

    private void multiply(Dgemm product, HeapCall call) {
        Dgemm columnMajor = product.columnMajor();
        if (columnMajor.m() > 0 && columnMajor.n() > 0) {
            call.load(columnMajor);
            dgemm(call);
            call.store(columnMajor.c());
        }
    }

    @Override
    public final void close() {
        closed = true;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("BLAS is closed: kind=" + info.kind());
        }
    }

    /**
     * The arguments of a dgemm, a product of one by one until others are loaded: copies of a product's matrices on the
     * heap, column-major without gaps. The arrays are kept for the next product of the same shape. For one thread.
     */
    static final class HeapCall {
        /** What every JVM can allocate: some of them keep a few words of an array for themselves. */
        static final int MAX_ELEMENTS = Integer.MAX_VALUE - 8;

        private final String kind;
        boolean transposeA;
        boolean transposeB;
        int m = 1;
        int n = 1;
        int k = 1;
        double alpha = 1;
        double beta;
        double[] a = {};
        double[] b = {};
        double[] c = {};
        int lda = 1;
        int ldb = 1;
        int ldc = 1;

        /** For the BLAS of that kind, which errors name. */
        HeapCall(String kind) {
            this.kind = kind;
        }

        /** Copies A, B and, where beta is not 0, C, which is not empty. */
        void load(Dgemm product) {
            a = fitted(a, product.a());
            b = fitted(b, product.b());
            c = fitted(c, product.c());
            product.a().copyTo(a, Layout.COLUMN_MAJOR);
            product.b().copyTo(b, Layout.COLUMN_MAJOR);
            if (product.beta() != 0) {
                product.c().copyTo(c, Layout.COLUMN_MAJOR);
            }
            transposeA = product.transposeA();
            transposeB = product.transposeB();
            // They fit an int, as the matrices fit arrays and C is not empty.
            m = (int) product.m();
            n = (int) product.n();
            k = (int) product.k();
            alpha = product.alpha();
            beta = product.beta();
            lda = leadingDimension(product.a());
            ldb = leadingDimension(product.b());
            ldc = leadingDimension(product.c());
        }

        private static int leadingDimension(StoredMatrix matrix) {
            return (int) Math.max(1, matrix.lineLength());
        }

        /** Copies C back. */
        void store(StoredMatrix matrix) {
            matrix.put(c, Layout.COLUMN_MAJOR);
        }

        private double[] fitted(double[] array, StoredMatrix matrix) {
            long elements = matrix.shape().elements();
            if (elements == array.length) {
                return array;
            }
            if (elements > MAX_ELEMENTS) {
                throw new InvalidInputException("matrix is too large for a Java array: shape=" + matrix.shape()
                        + " elements=" + elements + ", allowed " + MAX_ELEMENTS + " with --blas " + kind
                        + "; --blas bundled, system and PATH have no such limit");
            }
            try {
                return new double[(int) elements];
            } catch (OutOfMemoryError e) {
                throw new ResourceUnavailableException(
                        "heap is too small for a copy of the matrix: shape=" + matrix.shape() + " bytes="
                                + matrix.shape().bytes() + " max-heap="
                                + Runtime.getRuntime().maxMemory() + ", with --blas " + kind
                                + "; start Java with a larger -Xmx, or use --blas bundled",
                        e);
            }
        }
    }
}
