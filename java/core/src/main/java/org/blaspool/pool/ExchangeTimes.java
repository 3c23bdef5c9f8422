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
    private long enter;
    private long last;
    private long serialize;
    private long send;
    private long deserialize;
    private long compute;
    private long queue;
    private long giveBack;
    private long lastReceived;
    private final List<TaskSpan> spans;
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
        long atFirst = lastReceived == 0 ? Math.max(0, idleSince - last) : 0;
        if (lastReceived == 0) {
            queue += idleSince - last;
        } else {
            giveBack += Math.max(0, idleSince - last);
        }
        long waited = Math.max(0, worked.begun() - idleSince);
        long queued = Math.min(waited, Math.max(0, sent.begun - idleSince));
        queue += queued;
        long bytesAwaited = waited - queued + worked.blocked();
        double serializing = serializingShare(sent, received);
        long serialized = Math.round(bytesAwaited * serializing);
        serialize += serialized;
        send += bytesAwaited - serialized;
        long deserialized = Math.max(0, worked.decoded() - worked.begun() - worked.blocked());
        deserialize += deserialized;
        if (spans != null) {
            noteReturn(idleSince);
            unreturned = new TaskSpan(
                    sent.task,
                    attempt,
                    idleSince - atFirst,
                    atFirst + queued,
                    serialized,
                    bytesAwaited - serialized,
                    deserialized,
                    worked.computed() - worked.decoded(),
                    0);
        }
        compute += worked.computed() - worked.decoded();
        last = worked.computed();
        lastReceived = received;
    }

    /** The task before has been given back by then. */
    private void noteReturn(long nanos) {
        if (unreturned != null) {
            unreturned.phaseNanos()[TaskPhase.RETURN.ordinal()] = Math.max(0, nanos - last);
            spans.add(unreturned);
            unreturned = null;
        }
    }

    /** Notes what the worker had in hand when it ended: {@code lost} is null for nothing. */
    void noteLost(SentTask lost, int attempt) {
        if (spans != null) {
            noteReturn(lastReceived);
            if (lost != null) {
                spans.add(new TaskSpan(lost.task, attempt, Math.max(lost.begun, lastReceived)));
            }
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
        noteReturn(lastReceived);
        if (lastReceived == 0) {
            return SlotTimes.idle(enter);
        }
        long back = giveBack + Math.max(0, lastReceived - last);
        return new SlotTimes(enter, lastReceived, serialize, send, deserialize, compute, queue, back, bytes);
    }
}
