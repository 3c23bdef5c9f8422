package org.blaspool.run;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.blaspool.error.InvalidInputException;
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
    /**
     * One job's part of a manifest: every {@code count}-th entry from the {@code index}-th on, counted from 0.
     *
     * @param index 0 to count - 1
     * @param count how many shards there are
     */
    public record Shard(int index, int count) {
        public static final Shard WHOLE = new Shard(0, 1);

        private static final Pattern TEXT = Pattern.compile("(\\d{1,9})/(\\d{1,9})");

        public static Shard parse(String text) {
            Matcher matcher = TEXT.matcher(text.strip());
            if (matcher.matches()) {
                Shard shard = new Shard(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
                if (shard.index < shard.count) {
                    return shard;
                }
            }
            throw new InvalidInputException(
                    "shard is not valid: shard=" + text + ", expected --shard K/N with 0 <= K < N, as 0/4 to 3/4");
        }

        boolean has(long entry) {
            return entry % count == index;
        }

        @Override
        public String toString() {
            return index + "/" + count;
        }
    }
}
