package org.blaspool.chaos;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasSpec;
import org.blaspool.blas.SplitRules;
import org.blaspool.cpu.CpuAllotment;
import org.blaspool.cpu.CpuTopology;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.plan.StrategySpec;
import org.blaspool.pool.PoolOptions.Surroundings;
import org.blaspool.strategy.Strategies;
import org.blaspool.strategy.Strategy;
import org.blaspool.strategy.StrategyContext;

/** Computes the same batch again and again until it is killed. Arguments: the strategy, the scratch directory. */
final class BusyParentMain {
    private BusyParentMain() {}

    public static void main(String[] arguments) {
        CpuTopology topology = CpuTopology.read();
        try (BlasLibrary blas = BlasSpec.BUNDLED.open();
                MatrixStore store = MatrixStore.sharedMemory()) {
            StrategyContext context = new StrategyContext(
                    blas,
                    Surroundings.of("bundled", Path.of(arguments[1])),
                    topology,
                    CpuAllotment.read(topology),
                    false,
                    () -> SplitRules.NONE);
            List<Dgemm> products = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                products.add(Dgemm.of(store.allocate(500, 500), store.allocate(500, 500), store.allocate(500, 500)));
            }
            try (Strategy strategy = Strategies.create(StrategySpec.parse(arguments[0]), context)) {
                strategy.start();
                strategy.load(new Batch(products));
                while (true) {
                    System.out.println("batch");
                    strategy.run();
                }
            }
        }
    }
}
