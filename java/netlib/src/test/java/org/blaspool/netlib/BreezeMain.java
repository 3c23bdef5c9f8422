package org.blaspool.netlib;

import breeze.linalg.DenseMatrix;
import breeze.linalg.operators.HasOps$;
import dev.ludovic.netlib.blas.BLAS;
import java.util.Arrays;
import java.util.Random;

/**
 * Multiplies with Breeze, which knows nothing of blaspool; prints the class that answers, the median nanoseconds of a
 * product, and the checksum of the last. Argument: the size.
 */
final class BreezeMain {
    private static final int PRODUCTS = 9;

    private BreezeMain() {}

    public static void main(String[] arguments) {
        int size = Integer.parseInt(arguments[0]);
        Random random = new Random(7);
        double[] values = random.doubles((long) size * size).toArray();
        DenseMatrix<Object> a = new DenseMatrix<>(size, size, values);
        long[] nanos = new long[PRODUCTS];
        double sum = 0;
        for (int i = 0; i < PRODUCTS; i++) {
            long start = System.nanoTime();
            DenseMatrix<Object> c = a.$times(a, HasOps$.MODULE$.impl_OpMulMatrix_DMD_DMD_eq_DMD());
            nanos[i] = System.nanoTime() - start;
            sum = Arrays.stream((double[]) c.data()).sum();
        }
        Arrays.sort(nanos);
        System.out.println(BLAS.getInstance().getClass().getName() + " " + nanos[PRODUCTS / 2] + " " + sum);
    }
}
