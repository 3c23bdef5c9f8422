package org.blaspool.cli.command;

import java.util.OptionalLong;
import org.blaspool.cli.option.ByteSize;
import org.blaspool.cpu.MemoryAllotment;
import org.blaspool.error.ResourceUnavailableException;

/**
 * The memory that operands and results may take.
 *
 * @param bytes how much
 * @param origin where the number comes from
 */
public record MemoryBudget(long bytes, String origin) {
    /** Left to the JVMs, the page cache and everyone else. */
    private static final double SHARE = 0.8;

    /** What --memory-limit says, but not more than there is; else most of what is allotted. */
    public static MemoryBudget of(OptionalLong limit, MemoryAllotment memory) {
        long allotted = (long) (SHARE * memory.availableBytes());
        if (limit.isPresent() && limit.getAsLong() <= memory.availableBytes()) {
            return new MemoryBudget(limit.getAsLong(), "--memory-limit");
        }
        if (limit.isPresent()) {
            throw new ResourceUnavailableException("memory limit is more than there is: memory-limit="
                    + ByteSize.format(limit.getAsLong()) + ", available " + memory.describe());
        }
        return new MemoryBudget(allotted, "80 % of " + memory.describe());
    }

    /**
     * Refuses what is too large.
     *
     * @param needed bytes
     * @param what whose bytes they are
     * @param mend the options that make them fewer
     * @throws ResourceUnavailableException where there are more than the budget
     */
    public void require(long needed, String what, String mend) {
        if (needed > bytes) {
            throw new ResourceUnavailableException(what + " does not fit into memory: needs " + ByteSize.format(needed)
                    + ", allowed " + ByteSize.format(bytes) + " (" + origin + "); lower " + mend);
        }
    }
}
