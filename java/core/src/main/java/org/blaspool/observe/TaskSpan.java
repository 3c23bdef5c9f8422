package org.blaspool.observe;

import java.util.Locale;

/**
 * What a slot did for one task: its phases follow one another without a gap. Where bytes are awaited and decoded in
 * turns, each phase has all its time at once.
 *
 * @param task index in the batch
 * @param attempt from 1 on; more where a worker died with the task in hand
 * @param startNanos when it began, on the machine's monotonic clock
 * @param phaseNanos how long it was in each {@link TaskPhase}, by ordinal; empty where the worker died meanwhile
 */
public record TaskSpan(long task, int attempt, long startNanos, long... phaseNanos) {
    /** Whether it came to its end. */
    public boolean ended() {
        return phaseNanos.length > 0;
    }

    public long endNanos() {
        long end = startNanos;
        for (long nanos : phaseNanos) {
            end += nanos;
        }
        return end;
    }

    /** What a slot does for a task, in the order in which a timeline draws it. */
    public enum TaskPhase {
        /** It waits for work. */
        QUEUE,
        /** It waits while operands are turned into bytes. */
        SERIALIZE,
        /** It waits while operands are on their way. */
        SEND,
        /** It turns bytes into operands, or reads them from files. */
        DESERIALIZE,
        /** It is in the BLAS or in a user's operation. */
        COMPUTE,
        /** It moves the result back, or writes it to a file. */
        RETURN;

        public static final int COUNT = 6;

        /** The name that reports have for it. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
