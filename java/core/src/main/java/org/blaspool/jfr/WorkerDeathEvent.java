package org.blaspool.jfr;

import java.util.List;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A worker that died while it worked, when the parent has noticed; in the parent. */
@Name("org.blaspool.WorkerDeath")
@Label("Worker Death")
@Description("A worker that died while it worked")
@Category("blaspool")
@StackTrace(false)
public final class WorkerDeathEvent extends Event {
    @Label("Worker")
    public long workerPid;

    @Label("Slot")
    public int slot;

    @Label("Cause")
    public String cause;

    @Label("Products in Hand")
    public String products;

    /** Takes one down. */
    public static void commit(long pid, int slot, String cause, List<String> products) {
        WorkerDeathEvent event = new WorkerDeathEvent();
        event.workerPid = pid;
        event.slot = slot;
        event.cause = cause;
        event.products = String.join(", ", products);
        event.commit();
    }
}
