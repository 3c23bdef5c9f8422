package org.blaspool.transport;

import java.io.IOException;
import java.util.Arrays;
import org.blaspool.observe.TaskSpan.TaskPhase;
import org.blaspool.task.TaskTable.SlotActivity;

/**
 * Where a worker's time went in one round, in nanoseconds; the clock is the machine's monotonic one, which parent and
 * workers share.
 *
 * @param enter when it began
 * @param exit when it found nothing more to do
 * @param bytes bytes that it received and sent
 * @param phaseNanos how long it was in each {@link TaskPhase}, by ordinal
 */
public record SlotTimes(long enter, long exit, long bytes, long... phaseNanos) {
    /** A slot that never worked. */
    public static SlotTimes idle(long at) {
        return new SlotTimes(at, at, 0, new long[TaskPhase.COUNT]);
    }

    /** A slot whose phases were measured. */
    public static SlotTimes of(SlotActivity activity, long bytes, long... phaseNanos) {
        return new SlotTimes(activity.enterNanos(), activity.exitNanos(), bytes, phaseNanos);
    }

    /** A slot that only computed, by what is noted of it in the table. */
    public static SlotTimes computing(SlotActivity activity) {
        return of(activity, 0, 0, 0, 0, 0, activity.workNanos(), 0);
    }

    /** How long it was in a phase. */
    public long nanos(TaskPhase phase) {
        return phaseNanos[phase.ordinal()];
    }

    /** This and what the same slot did later; it waited for work in between. */
    public SlotTimes then(SlotTimes later) {
        long[] sum = phaseNanos.clone();
        Arrays.setAll(sum, phase -> sum[phase] + later.phaseNanos[phase]);
        sum[TaskPhase.QUEUE.ordinal()] += Math.max(0, later.enter - exit);
        return new SlotTimes(enter, later.exit, bytes + later.bytes, sum);
    }

    /** Puts it on a channel. */
    public void put(Channel channel) throws IOException {
        channel.putLongs(enter, exit, bytes);
        channel.putLongs(phaseNanos);
    }

    /** Gets one from a channel. */
    public static SlotTimes get(Channel channel) throws IOException {
        return new SlotTimes(
                channel.getLong(), channel.getLong(), channel.getLong(), channel.getLongs(TaskPhase.COUNT));
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
