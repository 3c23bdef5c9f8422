package org.blaspool.bench.scenarios;

import org.blaspool.error.BatchFailedException;
import org.blaspool.measure.Workload.Fill;
import org.blaspool.measure.Operands;
import org.blaspool.measure.Workload;
import org.blaspool.strategy.Strategy;
import org.blaspool.verify.Verification;

/** A strategy with workers up and operands in memory, by its own clock. Every product is verified at the end. */
final class WarmStrategy implements Contender {
    private static final long SEED = 42;

    private final Operands operands;
    private final boolean ownsOperands;
    private final Verification verification;
    private final Strategy strategy;

    private WarmStrategy(Bench bench, String spec, Operands operands, boolean ownsOperands) {
        this.operands = operands;
        this.ownsOperands = ownsOperands;
        verification = Verification.of(operands.batch(), ~SEED, bench.workers());
        strategy = bench.strategy(spec);
        boolean warm = false;
        try {
            warmUp();
            warm = true;
        } finally {
            if (!warm) {
                giveBack();
            }
        }
    }

    /** One round; results are spoilt after it, so that they cannot pass for those of a later one. */
    private void warmUp() {
        strategy.start();
        strategy.load(operands.batch());
        strategy.run();
        strategy.collect();
        operands.poisonResults();
    }

    /** Products of size n, with operands of its own of the kind that the strategy wants. */
    static WarmStrategy of(Bench bench, String spec, int n, int pairs) {
        boolean shared;
        try (Strategy asked = bench.strategy(spec)) {
            shared = asked.wantsSharedOperands();
        }
        return new WarmStrategy(bench, spec, operands(bench, n, pairs, shared), true);
    }

    /** Over operands that others use as well. */
    static WarmStrategy over(Bench bench, String spec, Operands operands) {
        return new WarmStrategy(bench, spec, operands, false);
    }

    /** Random operands, in memory. */
    static Operands operands(Bench bench, int n, int pairs, boolean shared) {
        Operands operands = Operands.reserve(new Workload(n, n, n, pairs, Fill.RANDOM, SEED), shared, bench.workers());
        operands.fill();
        return operands;
    }

    @Override
    public double seconds() {
        return strategy.run().seconds();
    }

    @Override
    public void close() {
        try {
            strategy.collect();
            verification.check(operands.batch()).ifPresent(what -> {
                throw new BatchFailedException(what);
            });
        } finally {
            giveBack();
        }
    }

    private void giveBack() {
        strategy.close();
        if (ownsOperands) {
            operands.close();
        }
    }
}
