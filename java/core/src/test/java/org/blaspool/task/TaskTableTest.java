package org.blaspool.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasSpec;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A list whose products lie at equal distances is described once; every other one product by product. */
class TaskTableTest {
    private static final int COUNT = 50;

    private final MatrixStore store = MatrixStore.privateMemory();
    private final List<Dgemm> products = new ArrayList<>();

    @AfterEach
    void close() {
        store.close();
    }

    /** Row-major products, side by side. */
    private void fill() {
        for (int i = 0; i < COUNT; i++) {
            StoredMatrix a = store.allocate(new Shape(3, 4), Layout.ROW_MAJOR);
            StoredMatrix b = store.allocate(new Shape(4, 5), Layout.ROW_MAJOR);
            a.fill(i);
            b.fill(1);
            products.add(Dgemm.of(a, b, store.allocate(new Shape(3, 5), Layout.ROW_MAJOR)));
        }
    }

    /** Bytes of the table, whose products are those of the list wherever they are described. */
    private long checkedBytes() {
        Batch batch = new Batch(products);
        RegionMap map = new RegionMap(batch.regions());
        try (BlasLibrary blas = BlasSpec.BUNDLED.open();
                TaskTable table = TaskTable.ofProducts(batch, Chunking.uniform(COUNT, 7), 1, map, false)) {
            for (int i = 0; i < COUNT; i++) {
                Dgemm told = table.product(i, map);
                assertThat(told.a().address()).isEqualTo(batch.get(i).b().address());
                assertThat(told.b().address()).isEqualTo(batch.get(i).a().address());
                assertThat(told.c().address()).isEqualTo(batch.get(i).c().address());
                assertThat(told.alpha()).isEqualTo(batch.get(i).alpha());
            }
            blas.work(table, 0, map);
            for (int i = 0; i < COUNT; i++) {
                assertThat(batch.get(i).c().get(2, 4))
                        .isEqualTo(batch.get(i).alpha() * 4 * batch.get(i).a().get(0, 0));
            }
            return table.region().getLong(TaskTableDescriptor.HEADER_BYTES);
        }
    }

    @Test
    void shouldDescribeAListOnceWhereItLiesAtEqualDistances() {
        fill();

        assertThat(checkedBytes()).isLessThan(COUNT * TaskTableDescriptor.PRODUCT_BYTES);
    }

    @Test
    void shouldDescribeEachProductWhereOneLiesElsewhereOrIsNotLikeTheOthers() {
        fill();
        Dgemm last = products.get(COUNT - 1);
        products.set(COUNT - 1, new Dgemm(3, last.a(), false, last.b(), false, 0, last.c()));
        assertThat(checkedBytes()).isGreaterThan(COUNT * TaskTableDescriptor.PRODUCT_BYTES);

        products.set(COUNT - 1, last.with(products.get(1).a(), last.b(), last.c()));
        assertThat(checkedBytes()).isGreaterThan(COUNT * TaskTableDescriptor.PRODUCT_BYTES);
    }
}
