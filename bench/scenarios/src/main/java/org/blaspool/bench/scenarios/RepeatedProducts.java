package org.blaspool.bench.scenarios;

import java.util.List;
import org.blaspool.blas.SplitRules;
import org.blaspool.ThreadLimit;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.ProductShape;
import org.blaspool.measure.Operands;
import org.blaspool.verify.Verification;

/**
 * As many products over so few pairs in turn, so that they stay in a cache: one call each, in this thread, with one BLAS
 * thread. A batch takes no result twice; for the middle sizes that this is for, the calls take 0.3 % and less.
 */
final class RepeatedProducts implements Contender {
    private final Bench bench;
    private final Operands operands;
    private final int products;
    private final Verification verification;

    RepeatedProducts(Bench bench, int n, int pairs, int products) {
        this.bench = bench;
        this.products = products;
        operands = WarmStrategy.operands(bench, n, pairs, false);
        verification = Verification.of(operands.batch(), 1, bench.workers());
        bench.prepareSplits(new ProductShape(n, n, n));
    }

    @Override
    @SuppressWarnings("try")
    public double seconds() {
        List<Dgemm> pairs = operands.batch().products();
        bench.blas().split(bench.splitRules());
        try (ThreadLimit limit = bench.blas().limitThreads(1)) {
            long start = System.nanoTime();
            for (int i = 0; i < products; i++) {
                bench.blas().multiply(pairs.get(i % pairs.size()));
            }
            return (System.nanoTime() - start) * 1e-9;
        } finally {
            bench.blas().split(SplitRules.NONE);
        }
    }

    @Override
    public void close() {
        try (operands) {
            verification.require(operands.batch(), 0);
        }
    }
}
