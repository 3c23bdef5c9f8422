package org.blaspool.blas;

import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;

/**
 * Opens each BLAS that is named, all in one process, then multiplies with each; prints the first element and the
 * largest error of each product, and the BLAS's version and path.
 */
final class TwoOpenBlasMain {
    private static final int SIZE = 300;

    private TwoOpenBlasMain() {}

    public static void main(String[] arguments) {
        BlasLibrary[] opened = new BlasLibrary[arguments.length];
        for (int i = 0; i < opened.length; i++) {
            opened[i] = BlasSpec.parse(arguments[i]).open();
        }
        for (BlasLibrary blas : opened) {
            try (MatrixStore store = MatrixStore.privateMemory()) {
                StoredMatrix a = store.allocate(SIZE, SIZE);
                StoredMatrix c = store.allocate(SIZE, SIZE);
                for (int i = 0; i < SIZE; i++) {
                    for (int j = 0; j < SIZE; j++) {
                        a.set(i, j, 1 + (i + j) % 2);
                    }
                }
                blas.multiply(Dgemm.of(a, a, c));
                System.out.println(c.get(0, 0) + " " + c.get(0, 1) + " "
                        + blas.info().version() + " " + blas.info().path());
            }
        }
    }
}
