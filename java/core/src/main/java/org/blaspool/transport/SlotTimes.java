package org.blaspool.transport;

import java.io.IOException;
import org.blaspool.task.TaskTable.SlotActivity;

/**
 * Where a worker's time went in one round, in nanoseconds; the clock is the machine's monotonic one, which parent and
 * workers share.
 *
 * @param enter when it began
 * @param exit when it found nothing more to do
 * @param serialize an array server turned operands into bytes while this worker waited
 * @param send operands were on their way to it
 * @param deserialize it turned bytes into operands, or read them from files
 * @param compute it was in the BLAS or the operation
 * @param queue it waited for work between enter and exit
 * @param giveBack it moved results back, or wrote them to files
 * @param bytes bytes that it received and sent
 */
public record SlotTimes(
        long enter,
        long exit,
        long serialize,
        long send,
        long deserialize,
        long compute,
        long queue,
        long giveBack,
        long bytes) {

    /** A slot that never worked. */
    public static SlotTimes idle(long at) {
        return new SlotTimes(at, at, 0, 0, 0, 0, 0, 0, 0);
    }

    /** A slot that only computed, by what is noted of it in the table. */
    public static SlotTimes computing(SlotActivity activity) {
        return new SlotTimes(activity.enterNanos(), activity.exitNanos(), 0, 0, 0, activity.workNanos(), 0, 0, 0);
    }

    /** This and what the same slot did later. */
    public SlotTimes then(SlotTimes later) {
        return new SlotTimes(
                enter,
                later.exit,
                serialize + later.serialize,
                send + later.send,
                deserialize + later.deserialize,
                compute + later.compute,
                queue + later.queue + Math.max(0, later.enter - exit),
                giveBack + later.giveBack,
                bytes + later.bytes);
    }

    /** Puts it on a channel. */
    public void put(Channel channel) throws IOException {
        channel.putLongs(enter, exit, serialize, send, deserialize, compute, queue, giveBack, bytes);
    }

    /** Gets one from a channel. */
    public static SlotTimes get(Channel channel) throws IOException {
        return new SlotTimes(
                channel.getLong(),
                channel.getLong(),
                channel.getLong(),
                channel.getLong(),
                channel.getLong(),
                channel.getLong(),
                channel.getLong(),
                channel.getLong(),
                channel.getLong());
    }

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
            channel.putLongs(idleSince, begun, blocked, decoded, computed);
        }

        /** Gets one from a channel. */
        public static TaskTimes get(Channel channel) throws IOException {
            return new TaskTimes(
                    channel.getLong(), channel.getLong(), channel.getLong(), channel.getLong(), channel.getLong());
        }
    }
}
