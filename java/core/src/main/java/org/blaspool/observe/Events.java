package org.blaspool.observe;

import java.util.List;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** What the flight recorder takes down of batches and workers. */
public final class Events {
    private Events() {}

    @Category("blaspool")
    @StackTrace(false)
    private abstract static class BatchEvent extends Event {}

    /** Of a chunk. */
    private abstract static class OfChunk extends BatchEvent {
        @Label("Chunk")
        public long chunk;

        @Label("First Product")
        public long first;

        @Label("Last Product")
        public long last;

        void of(long newChunk, long newFirst, long newLast) {
            chunk = newChunk;
            first = newFirst;
            last = newLast;
        }
    }

    /** Of a product, in the process that does it. */
    private abstract static class OfProduct extends BatchEvent {
        @Label("Index in the Batch")
        public long index;

        @Label("Process")
        public long pid;

        @Label("Slot")
        public int slot;
    }

    /** Of a worker, in its parent. */
    private abstract static class OfWorker extends BatchEvent {
        @Label("Worker")
        public long workerPid;

        @Label("Slot")
        public int slot;
    }

    /** A chunk of a batch from its claim to its end, in the process that claims it: the worker, or the parent that sends. */
    @Name("org.blaspool.Chunk")
    @Label("Chunk")
    @Description("A chunk of a batch from its claim to its end")
    public static final class ChunkEvent extends OfChunk {
        @Label("Slot")
        public int slot;

        @Label("Attempt")
        @Description("From 1 on; more where a worker died with the chunk in hand")
        public int attempt;

        /** One that begins now. */
        public static ChunkEvent begun(long chunk, long first, long last, int slot, int attempt) {
            ChunkEvent event = new ChunkEvent();
            event.of(chunk, first, last);
            event.slot = slot;
            event.attempt = attempt;
            event.begin();
            return event;
        }
    }

    /** What a slot does for one product apart from computing it. */
    @Name("org.blaspool.Phase")
    @Label("Phase")
    @Description("Operands on their way to a product, or its result on its way back")
    public static final class PhaseEvent extends OfProduct {
        @Label("Phase")
        public String phase;
    }

    /** One product, or one call of a user's operation (of size 0); as long as the computing takes. */
    @Name("org.blaspool.Product")
    @Label("Product")
    @Description("One product in the BLAS, or one call of a user's operation")
    public static final class ProductEvent extends OfProduct {
        @Label("Rows of C")
        public long m;

        @Label("Inner Dimension")
        public long k;

        @Label("Columns of C")
        public long n;

        @Label("Attempt")
        @Description("From 1 on; more where a worker died with the product in hand")
        public int attempt;

        @Label("Seconds")
        public double seconds;

        @Label("GFLOP/s")
        public double gflops;
    }

    /** A chunk that a dead worker had in hand is free for others; in the parent. */
    @Name("org.blaspool.Retry")
    @Label("Retry")
    @Description("A chunk that a dead worker had in hand is free for others")
    public static final class RetryEvent extends OfChunk {
        @Label("Dead Worker")
        public long workerPid;

        @Label("Attempt")
        @Description("The attempt to come")
        public int attempt;

        /** Takes one down. */
        public static void commit(long chunk, long first, long last, long pid, int attempt) {
            RetryEvent event = new RetryEvent();
            event.of(chunk, first, last);
            event.workerPid = pid;
            event.attempt = attempt;
            event.commit();
        }
    }

    /** A worker that died while it worked, when the parent has noticed. */
    @Name("org.blaspool.WorkerDeath")
    @Label("Worker Death")
    @Description("A worker that died while it worked")
    public static final class WorkerDeathEvent extends OfWorker {
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

    /** A worker JVM is ready: it has loaded its BLAS. */
    @Name("org.blaspool.WorkerStart")
    @Label("Worker Start")
    @Description("A worker JVM has loaded its BLAS")
    public static final class WorkerStartEvent extends OfWorker {
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
}
