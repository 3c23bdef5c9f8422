package org.blaspool.netlib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasSpec;
import org.blaspool.error.InvalidInputException;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;
import org.jblas.DoubleMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JblasMatricesTest {
    @ParameterizedTest
    @CsvSource({"3,5", "5,3", "1,7", "7,1", "0,4", "4,0", "1,1"})
    void shouldKeepEveryElementInItsPlaceThereAndBack(int rows, int columns) {
        DoubleMatrix original = new DoubleMatrix(rows, columns);
        for (int i = 0; i < original.length; i++) {
            original.put(i, i == 1 ? Double.NaN : i == 2 ? -0.0 : i + 0.5);
        }
        try (MatrixStore store = MatrixStore.privateMemory()) {
            StoredMatrix matrix = JblasMatrices.toMatrix(original, store);
            assertThat(matrix.shape()).isEqualTo(new Shape(rows, columns));
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    assertThat(Double.valueOf(matrix.get(i, j))).isEqualTo(Double.valueOf(original.get(i, j)));
                }
            }
            DoubleMatrix back = JblasMatrices.toDoubleMatrix(matrix);
            assertThat(back.rows).isEqualTo(rows);
            assertThat(back.columns).isEqualTo(columns);
            assertThat(back.data).containsExactly(original.data);
        }
    }

    @Test
    void shouldRearrangeRowsAndLeaveGapsOut() {
        try (MatrixStore store = MatrixStore.privateMemory()) {
            StoredMatrix rows = store.copyOf(new double[][] {{1, 2, 3}, {4, 5, 6}});
            assertThat(JblasMatrices.toDoubleMatrix(rows).data).containsExactly(1, 4, 2, 5, 3, 6);
            StoredMatrix whole = store.copyOf(new double[] {1, 2, 9, 3, 4, 9}, 3, 2, Layout.COLUMN_MAJOR);
            StoredMatrix part =
                    StoredMatrix.over(whole.region(), whole.offset(), new Shape(2, 2), 3, Layout.COLUMN_MAJOR);
            assertThat(JblasMatrices.toDoubleMatrix(part).data).containsExactly(1, 2, 3, 4);
        }
    }

    @Test
    void shouldCopyAndNotShare() {
        DoubleMatrix original = DoubleMatrix.ones(2, 2);
        try (MatrixStore store = MatrixStore.privateMemory()) {
            StoredMatrix matrix = JblasMatrices.toMatrix(original, store);
            original.put(0, 0, 7);
            matrix.set(1, 1, 8);
            assertThat(matrix.get(0, 0)).isEqualTo(1);
            assertThat(original.get(1, 1)).isEqualTo(1);
            assertThat(JblasMatrices.toDoubleMatrix(matrix)).isNotSameAs(original);
        }
    }

    @Test
    void shouldMultiplyAsJblasDoes() {
        DoubleMatrix a = DoubleMatrix.rand(40, 30);
        DoubleMatrix b = DoubleMatrix.rand(30, 20);
        try (MatrixStore store = MatrixStore.privateMemory();
                BlasLibrary jblas = BlasSpec.parse("jblas").open();
                BlasLibrary bundled = BlasSpec.BUNDLED.open()) {
            assertThat(jblas.info().kind()).isEqualTo("jblas");
            StoredMatrix c = store.allocate(40, 20);
            bundled.multiply(Dgemm.of(JblasMatrices.toMatrix(a, store), JblasMatrices.toMatrix(b, store), c));
            assertThat(JblasMatrices.toDoubleMatrix(c).distance1(a.mmul(b))).isLessThan(1e-10);
        }
    }

    @Test
    void shouldRefuseAMatrixWhoseArrayIsTooShort() {
        DoubleMatrix broken = new DoubleMatrix(2, 2);
        broken.data = new double[3];
        try (MatrixStore store = MatrixStore.privateMemory()) {
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> JblasMatrices.toMatrix(broken, store))
                    .withMessage("array does not fit its jblas matrix: shape=2x2 length=3, expected 4");
        }
    }
}
