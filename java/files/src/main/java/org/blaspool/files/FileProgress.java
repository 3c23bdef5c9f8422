package org.blaspool.files;

import org.blaspool.run.FileRun;
import org.blaspool.run.Tally;

/**
 * How far a {@link FileBatch} is.
 *
 * @param products all of the shard; stored, skipped and failed in the end
 * @param stored results that were computed, verified and stored
 * @param skipped results that were finished before
 * @param failed products without a result
 * @param flop floating-point operations done
 * @param totalFlop floating-point operations of all that is to be computed
 */
public record FileProgress(long products, long stored, long skipped, long failed, double flop, double totalFlop) {
    static FileProgress of(FileRun run) {
        Tally tally = run.tally();
        return new FileProgress(
                run.workload().products() + run.skipped(),
                tally.storedCount(),
                run.skipped(),
                tally.failedCount(),
                tally.flop(),
                run.workload().flop());
    }
}
