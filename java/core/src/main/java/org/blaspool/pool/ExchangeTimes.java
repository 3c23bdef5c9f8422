package org.blaspool.pool;

import java.util.List;
import org.blaspool.observe.TaskSpan;
import org.blaspool.observe.TaskSpan.TaskPhase;
import org.blaspool.pool.TaskExchange.SentTask;
import org.blaspool.transport.SlotTimes;
import org.blaspool.transport.SlotTimes.TaskTimes;

/**
 * Adds up where one worker's time went. From one result to the next the worker waits (in the queue until the parent
 * begins to send, then for bytes), receives, computes and gives back; the time that it waits for bytes is split between
 * serialize and send as the parent's own time for that task was.
 */
final class ExchangeTimes {
    private final long[] all = new long[TaskPhase.COUNT];
    private final List<TaskSpan> spans;
    private long enter;
    private long last;
    private long lastReceived;
    private TaskSpan unreturned;

    /** @param spans where each task is noted too; null for nowhere */
    ExchangeTimes(List<TaskSpan> spans) {
        this.spans = spans;
    }

    void begin(long nanos) {
        enter = nanos;
        last = nanos;
    }

    /** Adds a task whose result had arrived at {@code received}. */
    void add(SentTask sent, int attempt, TaskTimes worked, long received) {
        long idleSince = Math.max(worked.idleSince(), enter);
        returned(idleSince);
        long waiting = lastReceived == 0 ? last : idleSince;
        long waited = Math.max(0, worked.begun() - idleSince);
        long queued = Math.min(waited, Math.max(0, sent.begun - idleSince));
        long bytesAwaited = waited - queued + worked.blocked();
        long serialized = Math.round(bytesAwaited * serializingShare(sent, received));
        long[] phases = {
            idleSince - waiting + queued,
            serialized,
            bytesAwaited - serialized,
            Math.max(0, worked.decoded() - worked.begun() - worked.blocked()),
            worked.computed() - worked.decoded(),
            0
        };
        for (int i = 0; i < phases.length; i++) {
            all[i] += phases[i];
        }
        if (spans != null) {
            unreturned = new TaskSpan(sent.task, attempt, waiting, phases);
        }
        last = worked.computed();
        lastReceived = received;
    }

    /** The task before, if there was one, has been given back by then. */
    private void returned(long nanos) {
        if (lastReceived == 0) {
            return;
        }
        long took = Math.max(0, nanos - last);
        all[TaskPhase.RETURN.ordinal()] += took;
        if (unreturned != null) {
            unreturned.phaseNanos()[TaskPhase.RETURN.ordinal()] = took;
            spans.add(unreturned);
            unreturned = null;
        }
    }

    /** Notes what the worker had in hand when it ended: {@code lost} is null for nothing. */
    void noteLost(SentTask lost, int attempt) {
        returned(lastReceived);
        if (spans != null && lost != null) {
            spans.add(new TaskSpan(lost.task, attempt, Math.max(lost.begun, lastReceived)));
        }
    }

    /** The part of the parent's time for a task in which it did not wait for the socket. */
    private static double serializingShare(SentTask sent, long received) {
        long ended = sent.ended == 0 ? received : sent.ended;
        long total = Math.max(1, ended - sent.begun);
        return Math.max(0, Math.min(1, 1 - (double) sent.sendNanos / total));
    }

    /** The sum; the end is when the last result was in its place. */
    SlotTimes total(long bytes) {
        returned(lastReceived);
        return lastReceived == 0 ? SlotTimes.idle(enter) : new SlotTimes(enter, lastReceived, bytes, all);
    }
}
