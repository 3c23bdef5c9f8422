package example;

import dev.ludovic.netlib.blas.BLAS;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.blaspool.BlasPool;
import org.blaspool.LoadedBlas;
import org.blaspool.Matrix;
import org.blaspool.Operation;
import org.blaspool.Outcome;
import org.blaspool.Product;
import org.blaspool.ThreadLimit;
import org.blaspool.netlib.NetlibProducts;

/** The same product in five ways: a batch, a stream, an operation in worker JVMs, a limit, and dev.ludovic.netlib. */
public final class Products {
    private static final double[][] A = {{1, 3}, {2, 4}};
    private static final double[][] B = {{5, 7}, {6, 8}};

    /** A B + shift. */
    private record Shifted(double shift) implements Operation {
        @Override
        public void apply(List<Matrix> operands, Matrix result, Context context) {
            context.blas().multiply(operands.get(0), operands.get(1), result);
            for (long i = 0; i < result.rows(); i++) {
                for (long j = 0; j < result.columns(); j++) {
                    result.set(i, j, result.get(i, j) + shift);
                }
            }
        }
    }

    private Products() {}

    public static void main(String[] arguments) {
        try (BlasPool pool = BlasPool.open();
                ThreadLimit limit = LoadedBlas.limitAll(1)) {
            List<double[][]> batch = pool.multiply(Collections.singletonList(A), Collections.singletonList(B));
            System.out.println("batch, threads " + limit.effective() + ": c[0] = " + batch.get(0)[0][0]);
            try (Stream<Outcome> outcomes =
                    pool.stream(IntStream.range(0, 1000).mapToObj(i -> Product.of(A, B)))) {
                double sum = outcomes.mapToDouble(outcome -> outcome.result().get(0, 0)).sum();
                System.out.println("stream: sum = " + sum);
            }
        }
        try (BlasPool pool = BlasPool.open("processes-shared:workers=2")) {
            List<Matrix> shifted =
                    pool.starmap(new Shifted(100), List.of(List.of(pool.matrix(A), pool.matrix(B))));
            System.out.println("operation: c[0] = " + shifted.get(0).get(0, 0));
        }

        double[] a = {1, 2, 3, 4};
        double[] b = {5, 6, 7, 8};
        double[] c = new double[4];
        BLAS netlib = BLAS.getInstance();
        netlib.dgemm("N", "N", 2, 2, 2, 1, a, 2, b, 2, 0, c, 2);
        System.out.println(netlib.getClass().getName() + ", threads " + NetlibProducts.threads() + ": c[0] = " + c[0]);
    }
}
