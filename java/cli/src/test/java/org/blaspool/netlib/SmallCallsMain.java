package org.blaspool.netlib;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasSpec;
import org.blaspool.blas.NaiveDgemm;
import org.blaspool.blas.RandomMatrices;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.MatrixStore;

/**
 * Calls a BLAS from several threads with small products over and over, in a JVM of its own, without the checks that
 * slow JNI down, and prints how many results were wrong. Arguments: the BLAS, callers, calls of each.
 */
final class SmallCallsMain {
    private static final int SIZE = 16;
    private static final double TOLERANCE = 1e-12;

    private SmallCallsMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        Thread[] callers = new Thread[Integer.parseInt(arguments[1])];
        int calls = Integer.parseInt(arguments[2]);
        AtomicInteger wrong = new AtomicInteger();
        CyclicBarrier start = new CyclicBarrier(callers.length);
        try (BlasLibrary blas = BlasSpec.parse(arguments[0]).open();
                MatrixStore store = MatrixStore.privateMemory()) {
            RandomMatrices matrices = new RandomMatrices(store, 42);
            for (int i = 0; i < callers.length; i++) {
                Dgemm product = matrices.product(SIZE, SIZE, SIZE);
                callers[i] = new Thread(
                        null, () -> call(blas, product, calls, start, wrong), "caller", BlasLibrary.CALLER_STACK_BYTES);
            }
            for (Thread caller : callers) {
                caller.start();
            }
            for (Thread caller : callers) {
                caller.join();
            }
        }
        System.out.println("wrong=" + wrong);
    }

    private static void call(BlasLibrary blas, Dgemm product, int calls, CyclicBarrier start, AtomicInteger wrong) {
        double[][] expected = NaiveDgemm.expected(product);
        try {
            start.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        for (int i = 0; i < calls; i++) {
            blas.multiply(product);
            // One element of each call: reading all of them would keep the callers apart.
            int row = i % SIZE;
            int column = i / SIZE % SIZE;
            if (Math.abs(product.c().get(row, column) - expected[row][column]) > TOLERANCE) {
                wrong.incrementAndGet();
            }
        }
    }
}
