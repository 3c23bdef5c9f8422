package org.blaspool.cpu;

import java.util.OptionalLong;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.memory.ByteSize;

/**
 * The memory that operands, results, copies of them and worker JVMs may take; what this JVM itself takes is taken
 * already.
 *
 * @param bytes how much
 * @param origin where the number comes from
 * @param available the most that it could be
 */
public record MemoryBudget(long bytes, String origin, long available) {
    /** Left to the page cache and everyone else. */
    private static final double SHARE = 0.9;

    /** What --memory-limit says, but not more than there is; else most of what is allotted. */
    public static MemoryBudget of(OptionalLong limit, MemoryAllotment memory) {
        if (limit.isEmpty()) {
            return new MemoryBudget(
                    (long) (SHARE * memory.availableBytes()), "90 % of " + memory.describe(), memory.availableBytes());
        }
        if (limit.getAsLong() <= memory.availableBytes()) {
            return new MemoryBudget(limit.getAsLong(), "--memory-limit", memory.availableBytes());
        }
        throw new ResourceUnavailableException("memory limit is more than there is: memory-limit="
                + ByteSize.format(limit.getAsLong()) + ", available " + memory.describe());
    }

    /**
     * What is left of it.
     *
     * @param taken bytes
     * @param by whom, in words
     */
    public MemoryBudget less(long taken, String by) {
        return taken == 0
                ? this
                : new MemoryBudget(
                        Math.max(0, bytes - taken),
                        origin + " less " + ByteSize.format(taken) + " for " + by,
                        available);
    }

    /** Whether so many bytes are within it. */
    public boolean allows(double needed) {
        return needed <= bytes;
    }

    /**
     * Refuses what is too large.
     *
     * @param needed bytes
     * @param what whose bytes they are
     * @param parts what they are made of, in words
     * @param fewer the options that make them fewer
     * @throws ResourceUnavailableException where there are more than the budget
     */
    public void require(double needed, String what, String parts, String fewer) {
        if (!allows(needed)) {
            String mend =
                    needed <= available ? ", or raise --memory-limit to at most " + ByteSize.format(available) : "";
            throw new ResourceUnavailableException(what + " does not fit into memory: needs "
                    + ByteSize.format((long) needed) + " (" + parts + "), allowed " + ByteSize.format(bytes) + " ("
                    + origin + "); lower " + fewer + mend);
        }
    }
}
