package org.blaspool.measure;

import java.util.List;
import java.util.Optional;
import org.blaspool.error.ProductFailedException;
import org.blaspool.memory.PageKind;
import org.blaspool.strategy.Round;

/**
 * Times a round by the strategy's own clock, with workers up and operands loaded. One set of operands serves all rows;
 * results are made NaN before each round and checked after it. The warm-up round is where memory is sampled.
 */
final class WarmClock implements RoundClock {
    private final ComparisonRequest request;
    private final StrategyFactory factory;
    private final List<ComparisonRow> rows;
    private final RoundCounters counters;
    private final boolean shared;
    private Operands operands;
    private Verification verification;

    WarmClock(
            ComparisonRequest request,
            StrategyFactory factory,
            List<ComparisonRow> rows,
            boolean shared,
            RoundCounters counters) {
        this.request = request;
        this.factory = factory;
        this.rows = rows;
        this.counters = counters;
        this.shared = shared;
    }

    @Override
    public void prepare() {
        operands = Operands.reserve(request.workload(), shared, request.threads());
        operands.fill();
        verification = Verification.of(operands.batch(), ~request.workload().seed(), request.threads());
    }

    @Override
    public void warmUp(ComparisonRow row) {
        bringUp(row);
        try (MemorySampler sampler = new MemorySampler(new RowMemory(row, rows, operands.bytes()))) {
            operands.poisonResults();
            row.strategy().run();
            row.strategy().collect();
            row.sawMemory(sampler.stop());
        }
        requireRight();
        row.readEffective();
        if (request.residency() == ComparisonRequest.Residency.EACH_ROUND) {
            row.close();
        }
    }

    private void bringUp(ComparisonRow row) {
        if (row.strategy() == null) {
            row.take(factory.create(row.spec()));
        }
        row.start();
        row.strategy().load(operands.batch());
    }

    @Override
    public Round time(ComparisonRow row) {
        if (request.residency() == ComparisonRequest.Residency.KEPT) {
            return timeRunning(row);
        }
        bringUp(row);
        row.strategy().run();
        Round round = timeRunning(row);
        row.close();
        return round;
    }

    private Round timeRunning(ComparisonRow row) {
        operands.poisonResults();
        Round round = counters.count(row.strategy()::run);
        row.strategy().collect();
        requireRight();
        return round;
    }

    private void requireRight() {
        verification.check(operands.batch()).ifPresent(what -> {
            throw new ProductFailedException(what);
        });
    }

    @Override
    public PageKind pages() {
        return operands.pages();
    }

    @Override
    public Optional<Issue> memoryIssue() {
        return Optional.empty();
    }

    @Override
    public void close() {
        rows.forEach(ComparisonRow::close);
        if (operands != null) {
            operands.close();
        }
    }
}
