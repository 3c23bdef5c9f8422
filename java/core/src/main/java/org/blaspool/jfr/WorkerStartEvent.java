package org.blaspool.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A worker JVM is ready: it has loaded its BLAS; in the parent. */
@Name("org.blaspool.WorkerStart")
@Label("Worker Start")
@Description("A worker JVM has loaded its BLAS")
@Category("blaspool")
@StackTrace(false)
public final class WorkerStartEvent extends Event {
    @Label("Worker")
    public long workerPid;

    @Label("Slot")
    public int slot;

    @Label("CPUs")
    public String cpus;

    @Label("BLAS Threads")
    public int blasThreads;

    @Label("Seconds")
    @Description("Since the JVM was started")
    public double seconds;

    /** Takes one down. */
    public static void commit(long pid, int slot, String cpus, int blasThreads, double seconds) {
        WorkerStartEvent event = new WorkerStartEvent();
        event.workerPid = pid;
        event.slot = slot;
        event.cpus = cpus;
        event.blasThreads = blasThreads;
        event.seconds = seconds;
        event.commit();
    }
}
