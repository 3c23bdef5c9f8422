package org.blaspool.strategy;

import org.blaspool.usage.Usage;

/**
 * One run of a batch.
 *
 * @param nanos by the strategy's own clock: from … to … as the table of strategies says
 * @param phases where the time went
 * @param usage what this process and its workers used meanwhile
 * @param bytesMoved bytes that crossed a process border (sockets, files); 0 for memory that is worked on in place
 */
public record Round(long nanos, PhaseSeconds phases, Usage usage, long bytesMoved) {
    public double seconds() {
        return nanos / 1e9;
    }
}
