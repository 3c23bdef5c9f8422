package org.blaspool.transport;

import java.io.IOException;

/**
 * When a worker did what for one task that came by message, on the machine's monotonic clock, in nanoseconds.
 *
 * @param idleSince it had sent the result before
 * @param begun it saw this task's first bytes
 * @param blocked how long, after that, it waited in receiving system calls
 * @param decoded it had all operands
 * @param computed it had the result
 */
public record TaskTimes(long idleSince, long begun, long blocked, long decoded, long computed) {
    /** Puts it on a channel. */
    public void put(Channel channel) throws IOException {
        channel.putLong(idleSince);
        channel.putLong(begun);
        channel.putLong(blocked);
        channel.putLong(decoded);
        channel.putLong(computed);
    }

    /** Gets one from a channel. */
    public static TaskTimes get(Channel channel) throws IOException {
        return new TaskTimes(
                channel.getLong(), channel.getLong(), channel.getLong(), channel.getLong(), channel.getLong());
    }
}
