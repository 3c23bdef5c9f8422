package org.blaspool.strategy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.blaspool.Operation;
import org.blaspool.matrix.Batch;
import org.blaspool.operation.Application;
import org.blaspool.plan.StrategySpec;
import org.blaspool.sample.Samples;

/**
 * Strategies of which each computes one of the first batches; the one with the best rate computes all others. What they
 * compute counts as any other work. What batches took is added to the samples. With one strategy there is nothing to
 * choose, and it is that strategy with its batches sampled. For strategies that want operands in memory of one kind.
 */
public final class Contest implements Strategy {
    private final List<Strategy> strategies;
    private final SampledRuns runs;
    private final List<Double> secondsPerFlop = new ArrayList<>();
    private final List<Double> seconds = new ArrayList<>();
    private Strategy current;
    private Batch batch;

    /**
     * @param strategies at least one, not started yet; they are this one's to close
     * @param cores how many workers there are where a spec leaves it open
     */
    public Contest(List<Strategy> strategies, Samples samples, int cores) {
        this.strategies = List.copyOf(strategies);
        this.runs = new SampledRuns(samples, cores);
        this.current = strategies.get(0);
    }

    /** Of the one that computes now. */
    @Override
    public StrategySpec requested() {
        return current.requested();
    }

    @Override
    public boolean wantsSharedOperands() {
        return current.wantsSharedOperands();
    }

    @Override
    public void start() {
        strategies.forEach(Strategy::start);
    }

    @Override
    public Effective effective() {
        return current.effective();
    }

    @Override
    public void load(Batch next) {
        if (isOpen()) {
            current = strategies.get(secondsPerFlop.size());
        }
        batch = next;
        current.load(next);
    }

    private boolean isOpen() {
        return strategies.size() > 1 && secondsPerFlop.size() < strategies.size();
    }

    @Override
    public Round run() {
        Round round = runs.run(current, batch);
        if (isOpen()) {
            secondsPerFlop.add(round.seconds() / Math.max(1, batch.flop()));
            seconds.add(round.seconds());
            if (!isOpen()) {
                current = strategies.get(best());
            }
        }
        return round;
    }

    private int best() {
        int best = 0;
        for (int i = 1; i < secondsPerFlop.size(); i++) {
            best = secondsPerFlop.get(i) < secondsPerFlop.get(best) ? i : best;
        }
        return best;
    }

    /** What it cost to choose: seconds that batches took longer than with the best; 0 where nothing was to be chosen. */
    public double choosingSeconds() {
        double cost = 0;
        for (int i = 0; i < seconds.size(); i++) {
            cost += seconds.get(i) * (1 - secondsPerFlop.get(best()) / secondsPerFlop.get(i));
        }
        return cost;
    }

    /** Who won by how much; empty where there was nothing to choose, or not enough batches to do so. */
    public String outcome() {
        if (strategies.size() == 1 || isOpen()) {
            return "";
        }
        List<String> rates = new ArrayList<>();
        for (int i = 0; i < strategies.size(); i++) {
            rates.add(String.format(
                    Locale.ROOT,
                    "%s %.1f GFLOP/s",
                    strategies.get(i).requested().kind(),
                    1e-9 / secondsPerFlop.get(i)));
        }
        return "in the first batches " + String.join(", ", rates);
    }

    @Override
    public void collect() {
        current.collect();
        runs.record();
    }

    @Override
    public List<String> notes() {
        return strategies.stream()
                .flatMap(each -> each.notes().stream())
                .distinct()
                .toList();
    }

    @Override
    public boolean runsMuchJava() {
        return current.runsMuchJava();
    }

    @Override
    public long retried() {
        return strategies.stream().mapToLong(Strategy::retried).sum();
    }

    @Override
    public void apply(Operation operation, List<Application> calls, OptionalLong chunkSize) {
        current.apply(operation, calls, chunkSize);
    }

    @Override
    public void unload() {
        strategies.forEach(Strategy::unload);
    }

    @Override
    public void stop() {
        strategies.forEach(Strategy::stop);
    }

    @Override
    public void close() {
        strategies.forEach(Strategy::close);
    }
}
