package org.blaspool.bench.scenarios;

import org.blaspool.error.BatchFailedException;
import org.blaspool.measure.Operands;
import org.blaspool.measure.Workload;
import org.blaspool.strategy.Strategy;
import org.blaspool.verify.Verification;

/**
 * A whole program each time: from the first allocation, over filling the operands, starting workers and computing, to the
 * last result in this process's memory. Verifying and closing come after the clock.
 */
final class ColdStrategy implements Contender {
    private final Bench bench;
    private final String spec;
    private final Workload workload;

    ColdStrategy(Bench bench, String spec, Workload workload) {
        this.bench = bench;
        this.spec = spec;
        this.workload = workload;
    }

    @Override
    public double seconds() {
        long start = System.nanoTime();
        try (Strategy strategy = bench.strategy(spec);
                Operands operands = Operands.reserve(workload, strategy.wantsSharedOperands(), bench.workers())) {
            operands.fill();
            strategy.start();
            strategy.load(operands.batch());
            strategy.run();
            strategy.collect();
            double seconds = (System.nanoTime() - start) / 1e9;
            verify(operands);
            return seconds;
        }
    }

    private void verify(Operands operands) {
        Verification.of(operands.batch(), ~workload.seed(), bench.workers())
                .check(operands.batch())
                .ifPresent(what -> {
                    throw new BatchFailedException(what);
                });
    }

    @Override
    public void close() {
        // Each program closes what it opened.
    }
}
