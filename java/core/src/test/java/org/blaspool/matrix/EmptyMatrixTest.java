package org.blaspool.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import org.blaspool.Layout;
import org.blaspool.Shape;
import org.junit.jupiter.api.Test;

/** Without elements there is nothing to go through, however long a side is: each of these would take hours. */
class EmptyMatrixTest {
    private static final long LONG = 1L << 50;

    @Test
    void shouldGoThroughNoLinesOfAnEmptyMatrix() {
        try (MatrixStore store = MatrixStore.privateMemory()) {
            StoredMatrix wide = store.allocate(0, LONG);
            StoredMatrix tall = store.allocate(LONG, 0);
            for (StoredMatrix matrix : new StoredMatrix[] {wide, tall, wide.transpose(), tall.transpose()}) {
                matrix.fill(1);
                assertThat(matrix.lines()).isZero();
                assertThat(matrix.isContiguous()).isTrue();
                assertThat(matrix.toArray(Layout.ROW_MAJOR)).isEmpty();
                assertThat(matrix.toArray(Layout.COLUMN_MAJOR)).isEmpty();
            }
            store.allocate(0, LONG).copyFrom(wide);
            store.allocate(LONG, 0).copyFrom(wide.transpose());
        }
    }

    @Test
    void shouldHaveRowsWithoutColumns() {
        try (MatrixStore store = MatrixStore.privateMemory()) {
            StoredMatrix columns = store.allocate(3, 0);
            StoredMatrix rows = store.allocate(0, 3).transpose();
            for (StoredMatrix matrix : new StoredMatrix[] {columns, rows}) {
                matrix.put(new double[3][0]);
                matrix.put(new double[0], Layout.ROW_MAJOR);
                assertThat(matrix.toRows()).isDeepEqualTo(new double[3][0]);
                assertThat(matrix.shape()).isEqualTo(new Shape(3, 0));
            }
        }
    }
}
