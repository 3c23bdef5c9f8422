package org.blaspool.task;

import jdk.jfr.Event;
import org.blaspool.jni.NativeProcess;
import org.blaspool.matrix.Dgemm;
import org.blaspool.observe.Events.PhaseEvent;
import org.blaspool.observe.Events.ProductEvent;
import org.blaspool.observe.Recordings;
import org.blaspool.observe.TaskSpan.TaskPhase;

/**
 * Takes down what one slot does for one task after another: in the table's journal, where it has one, and for the flight
 * recorder, where it runs. Off, each call is a branch. For one thread.
 */
public final class TaskRecorder {
    private final TaskTable table;
    private final int slot;
    private final boolean journal;
    private final boolean flight;
    private final int pid = NativeProcess.pid();
    private final long[] nanos = new long[TaskPhase.COUNT];
    private Event current;
    private long productNanos;
    private long task;
    private int attempt;

    private TaskRecorder(TaskTable table, int slot) {
        this.table = table;
        this.slot = slot;
        journal = table.journal().isOn();
        flight = Recordings.on();
    }

    /** One for a round of work. */
    public static TaskRecorder of(TaskTable table, int slot) {
        return new TaskRecorder(table, slot);
    }

    /** Whether anything is taken down. */
    public boolean isOn() {
        return journal || flight;
    }

    /** A task was taken in hand at that moment. */
    public void begin(long newTask, long startNanos) {
        if (!isOn()) {
            return;
        }
        task = newTask;
        attempt = table.attempt(table.chunkOf(task));
        if (journal) {
            table.journal().begin(slot, task, attempt, startNanos);
        }
    }

    /** Another phase of the task begins; not for {@link TaskPhase#COMPUTE}. */
    public void enter(TaskPhase phase) {
        if (flight) {
            leave();
            PhaseEvent event = new PhaseEvent();
            event.phase = phase.label();
            event.index = task;
            event.pid = pid;
            event.slot = slot;
            event.begin();
            current = event;
        }
    }

    /** Computing begins. */
    public void compute(Dgemm product) {
        if (flight) {
            compute(product.m(), product.k(), product.n());
        }
    }

    /** The same; sizes are 0 for a user's operation. */
    public void compute(long m, long k, long n) {
        if (flight) {
            leave();
            ProductEvent event = new ProductEvent();
            event.index = task;
            event.m = m;
            event.k = k;
            event.n = n;
            event.pid = pid;
            event.slot = slot;
            event.attempt = attempt;
            productNanos = System.nanoTime();
            event.begin();
            current = event;
        }
    }

    private void leave() {
        if (current != null) {
            current.end();
            if (current instanceof ProductEvent product) {
                product.seconds = (System.nanoTime() - productNanos) * 1e-9;
                product.gflops = 2.0 * product.m * product.k * product.n / product.seconds * 1e-9;
            }
            current.commit();
            current = null;
        }
    }

    /** The task is done, or failed. */
    public void end() {
        if (flight) {
            leave();
        }
    }

    /** How long a phase of it took, for the journal. */
    public void took(TaskPhase phase, long phaseNanos) {
        nanos[phase.ordinal()] = phaseNanos;
    }

    /** The task is done, and all phases that it had were told. */
    public void done() {
        end();
        if (journal) {
            table.journal().end(task, attempt, nanos);
        }
    }
}
