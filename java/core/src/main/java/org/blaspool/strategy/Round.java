package org.blaspool.strategy;

import java.util.Optional;
import org.blaspool.usage.HardwareCounters.CountedEvents;
import org.blaspool.usage.Usage;

/**
 * One run of a batch.
 *
 * @param nanos by the strategy's own clock: from … to … as the table of strategies says
 * @param phases where the time went
 * @param usage what this process and its workers used meanwhile
 * @param bytesMoved bytes that crossed a process border (sockets, files); 0 for memory that is worked on in place
 * @param counted what the hardware counted in all of them meanwhile; empty where it was not asked
 */
public record Round(long nanos, PhaseSeconds phases, Usage usage, long bytesMoved, Optional<CountedEvents> counted) {
    /** Without what the hardware counted. */
    public Round(long nanos, PhaseSeconds phases, Usage usage, long bytesMoved) {
        this(nanos, phases, usage, bytesMoved, Optional.empty());
    }

    public Round with(CountedEvents events) {
        return new Round(nanos, phases, usage, bytesMoved, Optional.of(events));
    }

    public double seconds() {
        return nanos / 1e9;
    }
}
