package org.blaspool.bench.jmh;

import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasSpec;
import org.blaspool.ThreadLimit;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.Dgemm;
import org.blaspool.task.Chunking;
import org.blaspool.task.RegionMap;
import org.blaspool.task.TaskTable;

/** The bundled OpenBLAS on one thread, and products of one pair of matrices outside the heap. */
final class OffHeapProducts implements AutoCloseable {
    private static final int SLOT = 0;

    private final BlasLibrary blas = BlasSpec.BUNDLED.open();
    private final ThreadLimit limit = blas.limitThreads(1);
    private final MatrixStore store = MatrixStore.privateMemory();
    private final Dgemm product;
    private final RegionMap map;
    private final TaskTable table;

    /**
     * @param n size of the square matrices
     * @param products how many results the batch has, all of the same operands
     */
    OffHeapProducts(int n, int products) {
        StoredMatrix a = random(n);
        StoredMatrix b = random(n);
        Batch batch = new Batch(Stream.generate(() -> Dgemm.of(a, b, store.allocate(n, n)))
                .limit(products)
                .toList());
        product = batch.get(0);
        map = new RegionMap(batch.regions());
        table = TaskTable.ofProducts(batch, Chunking.uniform(products, products), 1, map, false);
    }

    private StoredMatrix random(int n) {
        SplittableRandom random = new SplittableRandom(42);
        StoredMatrix matrix = store.allocate(n, n);
        for (int j = 0; j < n; j++) {
            matrix.putLine(j, random.doubles(n).toArray());
        }
        return matrix;
    }

    /** One product, in one call of its own. */
    void multiply() {
        blas.multiply(product);
    }

    /** The whole batch, in one call. */
    void work() {
        table.reset();
        blas.work(table, SLOT, map);
    }

    @Override
    public void close() {
        table.close();
        store.close();
        limit.close();
        blas.close();
    }
}
