package example;

import dev.ludovic.netlib.blas.BLAS;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasSpec;
import org.blaspool.blas.ThreadLimit;
import org.blaspool.Layout;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.Dgemm;
import org.blaspool.netlib.NetlibProducts;

/**
 * One product through blaspool's own interface, with matrices outside the heap and one BLAS thread, and the same through
 * dev.ludovic.netlib's, with Java arrays.
 */
public final class Products {
    private Products() {}

    public static void main(String[] arguments) {
        double[] a = {1, 2, 3, 4};
        double[] b = {5, 6, 7, 8};
        try (BlasLibrary blas = BlasSpec.BUNDLED.open();
                ThreadLimit limit = blas.limitThreads(1);
                MatrixStore store = MatrixStore.privateMemory()) {
            StoredMatrix c = store.allocate(2, 2);
            blas.multiply(Dgemm.of(
                    store.copyOf(a, 2, 2, Layout.COLUMN_MAJOR), store.copyOf(b, 2, 2, Layout.COLUMN_MAJOR), c));
            System.out.println(blas.info().kind() + ", threads " + limit.effective() + ": c[0] = " + c.get(0, 0));
        }

        double[] c = new double[4];
        BLAS netlib = BLAS.getInstance();
        netlib.dgemm("N", "N", 2, 2, 2, 1, a, 2, b, 2, 0, c, 2);
        System.out.println(netlib.getClass().getName() + ", threads " + NetlibProducts.threads() + ": c[0] = " + c[0]);
    }
}
