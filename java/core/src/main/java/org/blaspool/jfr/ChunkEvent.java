package org.blaspool.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A chunk of a batch from its claim to its end, in the process that claims it: the worker, or the parent that sends. */
@Name("org.blaspool.Chunk")
@Label("Chunk")
@Description("A chunk of a batch from its claim to its end")
@Category("blaspool")
@StackTrace(false)
public final class ChunkEvent extends Event {
    @Label("Chunk")
    public long chunk;

    @Label("First Product")
    public long first;

    @Label("Last Product")
    public long last;

    @Label("Slot")
    public int slot;

    @Label("Attempt")
    @Description("From 1 on; more where a worker died with the chunk in hand")
    public int attempt;

    /** One that begins now. */
    public static ChunkEvent begun(long chunk, long first, long last, int slot, int attempt) {
        ChunkEvent event = new ChunkEvent();
        event.chunk = chunk;
        event.first = first;
        event.last = last;
        event.slot = slot;
        event.attempt = attempt;
        event.begin();
        return event;
    }
}
