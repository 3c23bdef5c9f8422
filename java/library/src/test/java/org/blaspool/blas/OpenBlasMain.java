package org.blaspool.blas;

import org.blaspool.error.BlaspoolException;
import org.blaspool.matrix.Matrix;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.Product;

/**
 * Opens a BLAS in a JVM of its own, multiplies two square matrices that hold 2 and 3 in their first element, and prints
 * that of the result and the BLAS's path, or the exit code and the error. Arguments: the BLAS, the size.
 */
final class OpenBlasMain {
    private OpenBlasMain() {}

    public static void main(String[] arguments) {
        long size = Long.parseLong(arguments[1]);
        try (Blas blas = BlasSpec.parse(arguments[0]).open();
                MatrixStore store = MatrixStore.privateMemory()) {
            Matrix a = store.allocate(size, size);
            Matrix b = store.allocate(size, size);
            Matrix c = store.allocate(size, size);
            a.set(0, 0, 2);
            b.set(0, 0, 3);
            blas.multiply(Product.of(a, b, c));
            System.out.println(c.get(0, 0) + " " + blas.info().path());
        } catch (BlaspoolException e) {
            System.out.println(e.exitCode() + " " + e.getMessage());
        }
    }
}
