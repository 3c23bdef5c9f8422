package org.blaspool.netlib;

import org.blaspool.BlaspoolException;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasSpec;
import org.blaspool.error.ExitCode;
import org.blaspool.error.InvalidInputException;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;

/**
 * Opens a BLAS in a JVM of its own, multiplies two square matrices that hold 2 and 3 in their first element, and prints
 * that of the result and the BLAS's path, or the exit code and the error. Arguments: the BLAS, the size.
 */
final class OpenBlasMain {
    private OpenBlasMain() {}

    public static void main(String[] arguments) {
        long size = Long.parseLong(arguments[1]);
        try (BlasLibrary blas = BlasSpec.parse(arguments[0]).open();
                MatrixStore store = MatrixStore.privateMemory()) {
            StoredMatrix a = store.allocate(size, size);
            StoredMatrix b = store.allocate(size, size);
            StoredMatrix c = store.allocate(size, size);
            a.set(0, 0, 2);
            b.set(0, 0, 3);
            blas.multiply(Dgemm.of(a, b, c));
            System.out.println(c.get(0, 0) + " " + blas.info().path());
        } catch (BlaspoolException | InvalidInputException e) {
            System.out.println(ExitCode.of(e).orElse(1) + " " + e.getMessage());
        }
    }
}
