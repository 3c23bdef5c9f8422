package org.blaspool.task;

import java.util.Arrays;
import jdk.jfr.Event;
import org.blaspool.jni.NativeProcess;
import org.blaspool.matrix.Dgemm;
import org.blaspool.observe.Events.PhaseEvent;
import org.blaspool.observe.Events.ProductEvent;
import org.blaspool.observe.Recordings;
import org.blaspool.observe.TaskSpan.TaskPhase;

/**
 * Takes down what one slot does for one task after another: how long it is in each phase, and, for those who look closer,
 * each task in the table's journal, where it has one, and for the flight recorder, where it runs. For one thread.
 */
public final class TaskRecorder {
    private final TaskTable table;
    private final int slot;
    private final boolean journal;
    private final boolean flight = Recordings.on();
    private final int pid = NativeProcess.pid();
    private final long[] all = new long[TaskPhase.COUNT];
    private final long[] nanos = new long[TaskPhase.COUNT];
    private TaskPhase phase;
    private long since;
    private Event current;
    private long task;
    private int attempt;

    /** For a round of work of a slot. */
    public TaskRecorder(TaskTable table, int slot) {
        this.table = table;
        this.slot = slot;
        journal = table.journal().isOn();
    }

    /** Whether each task is taken down. */
    public boolean isOn() {
        return journal || flight;
    }

    /** How long the tasks that came to their end were in each phase, by {@link TaskPhase#ordinal}. */
    public long[] phaseNanos() {
        return all;
    }

    /** Runs a task that tells of each phase when it begins. */
    public <E extends Exception> void take(long newTask, ClaimLoop.Body<E> body) throws E {
        begin(newTask, System.nanoTime());
        try {
            body.run(newTask);
            end(System.nanoTime());
            Arrays.setAll(all, each -> all[each] + nanos[each]);
            if (journal) {
                table.journal().end(task, attempt, nanos);
            }
        } finally {
            end(System.nanoTime());
        }
    }

    /** A task was taken in hand at that moment. */
    public void begin(long newTask, long startNanos) {
        task = newTask;
        Arrays.fill(nanos, 0);
        if (isOn()) {
            attempt = table.attempt(table.chunkOf(task));
        }
        if (journal) {
            table.journal().begin(slot, task, attempt, startNanos);
        }
    }

    /** Another phase of the task began at that moment; not {@link TaskPhase#COMPUTE}. */
    public void enter(TaskPhase next, long startNanos) {
        end(startNanos);
        phase = next;
        if (flight) {
            PhaseEvent event = new PhaseEvent();
            event.phase = phase.label();
            event.index = task;
            event.pid = pid;
            event.slot = slot;
            event.begin();
            current = event;
        }
    }

    /** Computing began at that moment. */
    public void compute(Dgemm product, long startNanos) {
        compute(product.m(), product.k(), product.n(), startNanos);
    }

    /** The same; sizes are 0 for a user's operation. */
    public void compute(long m, long k, long n, long startNanos) {
        end(startNanos);
        phase = TaskPhase.COMPUTE;
        if (flight) {
            ProductEvent event = new ProductEvent();
            event.index = task;
            event.m = m;
            event.k = k;
            event.n = n;
            event.pid = pid;
            event.slot = slot;
            event.attempt = attempt;
            event.begin();
            current = event;
        }
    }

    /** So much of the phase at hand was another one. */
    public void spent(TaskPhase other, long otherNanos) {
        nanos[other.ordinal()] += otherNanos;
        nanos[phase.ordinal()] -= otherNanos;
    }

    /** The phase at hand, if there is one, ended at that moment. */
    public void end(long endNanos) {
        if (phase != null) {
            nanos[phase.ordinal()] += endNanos - since;
            phase = null;
        }
        if (current != null) {
            if (current instanceof ProductEvent product) {
                product.seconds = (endNanos - since) * 1e-9;
                product.gflops = 2.0 * product.m * product.k * product.n / product.seconds * 1e-9;
            }
            current.commit();
            current = null;
        }
        since = endNanos;
    }
}
