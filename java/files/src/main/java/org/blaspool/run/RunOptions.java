package org.blaspool.run;

import org.blaspool.file.OutDirectory;
import org.blaspool.pool.PoolOptions.FaultTolerance;

/**
 * What a run over files is to do.
 *
 * @param pairs a manifest, a directory, two patterns, or {@code -} for a manifest from a stream
 * @param out where results go
 * @param resume whether results that are there are kept and skipped
 * @param verifyResults whether the checksums of results that are there are computed to trust them
 * @param shard which entries
 * @param faults what becomes of products that fail, hang or kill their workers
 * @param dryRun whether to check everything and compute nothing
 */
public record RunOptions(
        String pairs,
        OutDirectory out,
        boolean resume,
        boolean verifyResults,
        Shard shard,
        FaultTolerance faults,
        boolean dryRun) {
    /** All products of a manifest, none of whose results may be there yet; the first that fails ends the run. */
    public static RunOptions of(String pairs, OutDirectory out) {
        return new RunOptions(pairs, out, false, false, Shard.WHOLE, FaultTolerance.DEFAULT, false);
    }
}
