package org.blaspool.measure;

import java.util.Optional;
import java.util.function.Supplier;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.strategy.Round;
import org.blaspool.usage.HardwareCounters;

/** Hardware counters around rounds; nothing at all where they were not asked for or the machine has none. */
final class RoundCounters implements AutoCloseable {
    private final HardwareCounters counters;
    private final Issue refusal;

    private RoundCounters(HardwareCounters counters, Issue refusal) {
        this.counters = counters;
        this.refusal = refusal;
    }

    /** To be opened before workers are started. */
    static RoundCounters open(boolean wanted) {
        if (!wanted) {
            return new RoundCounters(null, null);
        }
        try {
            return new RoundCounters(HardwareCounters.open(), null);
        } catch (ResourceUnavailableException e) {
            return new RoundCounters(null, new Issue.Fallback("no --counters: " + e.getMessage()));
        }
    }

    /** Why there are none although they were asked for. */
    Optional<Issue> refusal() {
        return Optional.ofNullable(refusal);
    }

    /** Runs a round and notes what was counted meanwhile. */
    Round count(Supplier<Round> round) {
        if (counters == null) {
            return round.get();
        }
        long[] before = counters.read();
        Round counted = round.get();
        return counted.with(counters.since(before));
    }

    @Override
    public void close() {
        if (counters != null) {
            counters.close();
        }
    }
}
