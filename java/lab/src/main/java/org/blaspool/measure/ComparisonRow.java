package org.blaspool.measure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.blaspool.plan.StrategyKind;
import org.blaspool.plan.StrategySpec;
import org.blaspool.strategy.Effective;
import org.blaspool.strategy.PhaseSeconds;
import org.blaspool.strategy.Round;
import org.blaspool.strategy.Strategy;
import org.blaspool.usage.ProcessTree;
import org.blaspool.usage.Usage;

/** A strategy while it is compared: what is up of it, and what was measured so far. */
final class ComparisonRow {
    private final StrategySpec spec;
    private final List<Round> rounds = new ArrayList<>();
    private final List<Integer> roundNumbers = new ArrayList<>();
    private final List<List<Double>> batchSeconds = new ArrayList<>();
    private final List<Round> batches = new ArrayList<>();
    private final List<Double> setupSeconds = new ArrayList<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private Effective effective;
    private String failure;
    private long peakBytes;
    private Strategy strategy;
    private Set<Long> processes = Set.of();
    private boolean startedSinceRound;
    private int invocations;
    private double measuredSeconds;
    private boolean settled;

    ComparisonRow(StrategySpec spec) {
        this.spec = spec;
    }

    StrategySpec spec() {
        return spec;
    }

    /** One a round: the median of its batches. */
    List<Round> rounds() {
        return rounds;
    }

    /** Of the comparison's rounds, those in which it was. */
    List<Integer> roundNumbers() {
        return roundNumbers;
    }

    /** Seconds of every batch of every round. */
    List<List<Double>> batchSeconds() {
        return batchSeconds;
    }

    /** How many starts of the strategy the rounds are of. */
    int invocations() {
        return invocations;
    }

    /** The median over its starts; NaN where it never started. */
    double setupSeconds() {
        return setupSeconds.isEmpty()
                ? Double.NaN
                : Statistics.median(
                        setupSeconds.stream().mapToDouble(Double::doubleValue).toArray());
    }

    Optional<Effective> effective() {
        return Optional.ofNullable(effective);
    }

    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    boolean failed() {
        return failure != null;
    }

    long peakBytes() {
        return peakBytes;
    }

    void sawMemory(long bytes) {
        peakBytes = Math.max(peakBytes, bytes);
    }

    /** Seconds of its batches since its last start. */
    double measuredSeconds() {
        return measuredSeconds;
    }

    /** Whether its verdict is sure as long as the best row stays the best. */
    boolean settled() {
        return settled;
    }

    void settled(boolean now) {
        settled = now;
    }

    /** Takes a batch of the round that is being measured. */
    void add(Round batch) {
        batches.add(batch);
        measuredSeconds += batch.seconds();
    }

    /** Forgets the batches of the round that is being measured. */
    void dropRound() {
        batches.clear();
    }

    /** Makes a round of the batches since the last one. */
    Round endRound(int number) {
        roundNumbers.add(number);
        Round round = MedianRound.of(batches);
        rounds.add(round);
        batchSeconds.add(batches.stream().map(Round::seconds).toList());
        batches.clear();
        invocations += startedSinceRound ? 1 : 0;
        startedSinceRound = false;
        return round;
    }

    /** What the strategy had to tell, up to its last close or {@link #readNotes()}. */
    Set<String> notes() {
        return notes;
    }

    void note(String text) {
        notes.add(text);
    }

    void readNotes() {
        if (strategy != null) {
            notes.addAll(strategy.notes());
        }
    }

    /** What is up of it; null where nothing is. */
    Strategy strategy() {
        return strategy;
    }

    /** Its worker and server processes, as they were after its start. */
    Set<Long> processes() {
        return processes;
    }

    /** Whether its workers map the comparison's own operands. */
    boolean mapsOperands() {
        return strategy != null && strategy.wantsSharedOperands();
    }

    /** Whether the comparison's own copy of the operands is of no use to it: it has them in a server or in files. */
    boolean keepsOperandsElsewhere() {
        return spec.kind() == StrategyKind.PROCESSES_HOSTED || spec.kind() == StrategyKind.INDEPENDENT;
    }

    /** Whether its BLAS has threads of its own, or cannot tell; known after its warm-up. */
    boolean mayLeaveThreadsRunning() {
        return effective != null && effective.blasThreads().stream().anyMatch(threads -> threads != 1);
    }

    /** The processes that call the BLAS. */
    Set<Long> computingProcesses() {
        return spec.kind().usesProcesses() ? processes : Set.of(ProcessTree.own());
    }

    /** Takes over a strategy that was not started yet. */
    void take(Strategy created) {
        strategy = created;
    }

    /** Starts the strategy and notes how long it took and which processes came with it. */
    void start() {
        Set<Long> before = spec.kind().usesProcesses() ? ProcessTree.descendants() : Set.of();
        long startNanos = System.nanoTime();
        strategy.start();
        startedSinceRound = true;
        measuredSeconds = 0;
        setupSeconds.add((System.nanoTime() - startNanos) / 1e9);
        if (spec.kind().usesProcesses()) {
            processes = ProcessTree.descendants();
            processes.removeAll(before);
        }
    }

    /** Asks the workers what they really have. */
    void readEffective() {
        effective = strategy.effective();
    }

    void fail(String reason) {
        if (failure == null) {
            failure = reason;
        }
    }

    /** Closes what is up; a failure to do so is the row's. */
    void close() {
        Strategy closing = strategy;
        strategy = null;
        processes = Set.of();
        if (closing == null) {
            return;
        }
        try {
            notes.addAll(closing.notes());
            closing.close();
        } catch (RuntimeException e) {
            fail("closing it failed: " + reason(e));
        }
    }

    /** An exception in one line. */
    static String reason(RuntimeException e) {
        String message = e.getMessage();
        return message == null
                ? e.getClass().getName()
                : message.lines().findFirst().orElse("");
    }

    /**
     * The round that stands for all, or the batch that stands for its round: the middle one, or the mean of the middle two,
     * so that its phases add up to the median.
     */
    static final class MedianRound {
        private MedianRound() {}

        static Round of(List<Round> rounds) {
            List<Round> sorted = rounds.stream()
                    .sorted(Comparator.comparingLong(Round::nanos))
                    .toList();
            Round upper = sorted.get(sorted.size() / 2);
            return sorted.size() % 2 == 1 ? upper : mean(sorted.get(sorted.size() / 2 - 1), upper);
        }

        private static Round mean(Round one, Round other) {
            return new Round(
                    (one.nanos() + other.nanos()) / 2,
                    mean(one.phases(), other.phases()),
                    mean(one.usage(), other.usage()),
                    (one.bytesMoved() + other.bytesMoved()) / 2,
                    one.counted().flatMap(events -> other.counted().map(events::mean)));
        }

        private static PhaseSeconds mean(PhaseSeconds one, PhaseSeconds other) {
            return new PhaseSeconds(
                    (one.prepare() + other.prepare()) / 2,
                    (one.serialize() + other.serialize()) / 2,
                    (one.send() + other.send()) / 2,
                    (one.deserialize() + other.deserialize()) / 2,
                    (one.queue() + other.queue()) / 2,
                    (one.compute() + other.compute()) / 2,
                    (one.giveBack() + other.giveBack()) / 2,
                    (one.other() + other.other()) / 2);
        }

        private static Usage mean(Usage one, Usage other) {
            return new Usage(
                    mean(one, other, Usage::userNanos),
                    mean(one, other, Usage::systemNanos),
                    mean(one, other, Usage::pageFaults),
                    mean(one, other, Usage::contextSwitches),
                    mean(one, other, Usage::involuntarySwitches));
        }

        private static long mean(Usage one, Usage other, ToLongFunction<Usage> part) {
            return (part.applyAsLong(one) + part.applyAsLong(other)) / 2;
        }
    }
}
