package org.blaspool.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A chunk that a dead worker had in hand is free for others; in the parent. */
@Name("org.blaspool.Retry")
@Label("Retry")
@Description("A chunk that a dead worker had in hand is free for others")
@Category("blaspool")
@StackTrace(false)
public final class RetryEvent extends Event {
    @Label("Chunk")
    public long chunk;

    @Label("First Product")
    public long first;

    @Label("Last Product")
    public long last;

    @Label("Dead Worker")
    public long workerPid;

    @Label("Attempt")
    @Description("The attempt to come")
    public int attempt;

    /** Takes one down. */
    public static void commit(long chunk, long first, long last, long pid, int attempt) {
        RetryEvent event = new RetryEvent();
        event.chunk = chunk;
        event.first = first;
        event.last = last;
        event.workerPid = pid;
        event.attempt = attempt;
        event.commit();
    }
}
