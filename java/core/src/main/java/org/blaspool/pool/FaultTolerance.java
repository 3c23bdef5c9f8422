package org.blaspool.pool;

import org.blaspool.error.InvalidInputException;

/**
 * What a pool puts up with before it gives a task up.
 *
 * @param retries how many workers a task may kill before it is given up, at least 1
 * @param timeoutMillis how long a task may take before its worker is killed; 0: as long as it likes
 * @param continueOnError whether the other tasks go on when one fails
 */
public record FaultTolerance(int retries, long timeoutMillis, boolean continueOnError) {
    /** Three workers a task, all the time it takes, and the first failure stops the others. */
    public static final FaultTolerance DEFAULT = new FaultTolerance(3, 0, false);

    public FaultTolerance {
        if (retries < 1 || timeoutMillis < 0) {
            throw new InvalidInputException("retries or timeout is out of range: retries=" + retries
                    + " timeout=" + timeoutMillis / 1e3 + ", expected at least 1 and at least 0 seconds;"
                    + " see --retries and --timeout");
        }
    }
}
