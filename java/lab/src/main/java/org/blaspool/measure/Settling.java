package org.blaspool.measure;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.blaspool.usage.RunningThreads;

/**
 * Waits, outside the clock, for the threads of a BLAS that has several: they go on spinning when its batch is done, and
 * of whatever is timed next (another row, the machine's peak) every thread that shares a CPU with one takes twice as
 * long.
 */
final class Settling {
    /** Threads that did not rest so many times in a row are not waited for any more: some spin for ever. */
    private static final int MOST_FAILURES = 3;

    private final Predicate<Set<Long>> await;
    private final Map<ComparisonRow, Integer> failures = new HashMap<>();

    /** @param await waits for the threads of processes and says whether they came to rest */
    Settling(Predicate<Set<Long>> await) {
        this.await = await;
    }

    /** By what /proc says of threads. */
    static Settling ofThisMachine() {
        return new Settling(RunningThreads.ofThisMachine()::awaitNone);
    }

    /** After a batch of a row, or several: nothing where its BLAS has one thread a caller. */
    void after(ComparisonRow row) {
        if (!row.mayLeaveThreadsRunning() || failures.getOrDefault(row, 0) == MOST_FAILURES) {
            return;
        }
        if (await.test(row.computingProcesses())) {
            failures.remove(row);
        } else if (failures.merge(row, 1, Integer::sum) == MOST_FAILURES) {
            row.note("threads of the BLAS do not rest after batches of " + row.spec()
                    + " and slow down what is measured next: OMP_WAIT_POLICY=passive, KMP_BLOCKTIME=0 or"
                    + " OPENBLAS_THREAD_TIMEOUT=4 lets them");
        }
    }
}
