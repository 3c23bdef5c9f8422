package org.blaspool.netlib;

import static org.assertj.core.api.Assertions.assertThat;

import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasSpec;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.MatrixStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who waits for a BLAS with arrays of the heap does not hold off the collector meanwhile. */
class CollectorTest {
    private final BlasLibrary blas = BlasSpec.BUNDLED.open();

    private static Thread started(Runnable body) {
        Thread thread = new Thread(null, body, "user", BlasLibrary.CALLER_STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void smallProduct() {
        double[] values = new double[16];
        ArrayDgemm.of(blas, 1000, 0)
                .multiply(false, false, 4, 4, 4, 1, values, 0, 4, new double[16], 0, 4, 0, new double[16], 0, 4);
    }

    /** Whether the collector was done before those that others wait for; a product that ends meanwhile tells nothing. */
    private boolean collects(int size) throws InterruptedException {
        try (MatrixStore store = MatrixStore.privateMemory()) {
            Dgemm large = Dgemm.of(store.allocate(size, size), store.allocate(size, size), store.allocate(size, size));
            Thread inside = started(() -> blas.multiply(large));
            Thread.sleep(100);
            Thread setting = started(() -> blas.limitThreads(1).close());
            Thread.sleep(50);
            Thread waiting = started(this::smallProduct);
            Thread.sleep(50);
            boolean wasInside = inside.isAlive();
            System.gc();
            boolean collected = !wasInside || inside.isAlive();
            inside.join();
            setting.join();
            waiting.join();
            return collected;
        }
    }

    @Test
    @Timeout(300)
    void shouldCollectWhileAProductOfHeapArraysWaitsForItsTurn() throws Exception {
        smallProduct();
        assertThat(collects(2500) || collects(3500) || collects(5000)).isTrue();
    }
}
