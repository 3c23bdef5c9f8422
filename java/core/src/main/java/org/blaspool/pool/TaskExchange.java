package org.blaspool.pool;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.blaspool.ProductFailedException;
import org.blaspool.cpu.CpuSet;
import org.blaspool.cpu.Pinning;
import org.blaspool.jni.NativeAffinity;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.observe.Events.ChunkEvent;
import org.blaspool.observe.Recordings;
import org.blaspool.observe.TaskSpan;
import org.blaspool.pool.BatchRun.SlotOutcome;
import org.blaspool.task.ParallelLoop;
import org.blaspool.task.TaskTable;
import org.blaspool.transport.Channel;
import org.blaspool.transport.CorruptFrameException;
import org.blaspool.transport.MatrixCodec;
import org.blaspool.transport.Message;
import org.blaspool.transport.SlotTimes.TaskTimes;
import org.blaspool.transport.TaskMatrices;

/**
 * One worker's part of a batch whose operands are sent: a sender claims chunks and streams their tasks, a receiver (the
 * calling thread) takes results into their place. The receiver never waits for the sender, so whatever the worker has
 * written is taken and neither end can block the other for ever. What is under way is bounded: two tasks, or as many
 * small ones as have {@link #IN_FLIGHT_BYTES} together.
 */
final class TaskExchange {
    private static final int IN_FLIGHT_BYTES = 4 << 20;
    private static final int IN_FLIGHT_TASKS = 2;

    private final SerializedTasks tasks;
    private final long operation;
    private final WorkerProcess worker;
    private final Channel channel;
    private final PoolOptions options;
    private final ExecutorService threads;
    private final Deque<SentTask> sent = new ConcurrentLinkedDeque<>();
    private final Semaphore room = new Semaphore(IN_FLIGHT_BYTES);
    private final ExchangeTimes times;
    private final List<ProductFailedException> faults = new ArrayList<>();
    private final boolean recorded = Recordings.on();
    private volatile boolean ended;

    /**
     * @param operation the number of a user's operation; 0 for products
     * @param spans where each task is noted; null for nowhere
     */
    TaskExchange(
            SerializedTasks tasks,
            long operation,
            WorkerProcess worker,
            PoolOptions options,
            ExecutorService threads,
            List<TaskSpan> spans) {
        this.tasks = tasks;
        this.operation = operation;
        this.worker = worker;
        this.options = options;
        this.threads = threads;
        channel = worker.channel();
        times = new ExchangeTimes(spans);
    }

    SlotOutcome run() throws IOException {
        Pinning pinning = pinning();
        try (pinning) {
            long bytes = channel.bytesSent() + channel.bytesReceived();
            begin();
            Future<Void> sender = threads.submit(this::sendAll);
            try {
                receiveAll();
            } catch (IOException | RuntimeException | Error e) {
                // Wakes a sender that is blocked; it must be gone before anybody else uses the channel.
                channel.shutdown();
                ended = true;
                room.release(IN_FLIGHT_BYTES);
                await(sender);
                SentTask inHand = sent.peekFirst();
                times.noteLost(inHand, inHand == null ? 0 : tasks.table().attempt(inHand.chunk));
                throw e;
            }
            await(sender);
            return new SlotOutcome(times.total(channel.bytesSent() + channel.bytesReceived() - bytes), faults);
        }
    }

    /** Pins the calling thread to where the worker is fed from; to the CPUs that it has where that is anywhere. */
    private Pinning pinning() {
        CpuSet cpus = options.feedingCpus(worker.slot());
        return Pinning.pin(cpus == null ? CpuSet.parse(NativeAffinity.get(0)) : cpus);
    }

    private void begin() throws IOException {
        Message.TASKS.put(channel);
        channel.putText(tasks.codec().toString());
        channel.putLong(operation);
        channel.putLong(tasks.largestMatrixBytes());
        times.begin(System.nanoTime());
        worker.awaitReady();
    }

    private Void sendAll() throws IOException {
        Pinning pinning = pinning();
        try (pinning) {
            MatrixCodec codec = MatrixCodec.of(tasks.codec(), channel);
            TaskTable table = tasks.table();
            int slot = worker.slot();
            for (long chunk = table.claim(slot); chunk >= 0; chunk = table.claim(slot)) {
                sendChunk(codec, chunk);
            }
            Message.DONE.put(channel);
            channel.flush();
            return null;
        } catch (IOException | RuntimeException | Error e) {
            channel.shutdown();
            throw e;
        }
    }

    private void sendChunk(MatrixCodec codec, long chunk) throws IOException {
        TaskTable table = tasks.table();
        long first = table.first(chunk);
        long last = table.end(chunk) - 1;
        ChunkEvent event = recorded ? ChunkEvent.begun(chunk, first, last, worker.slot(), table.attempt(chunk)) : null;
        while (last >= first && (table.isStopped() || table.isSkipped(last))) {
            last--;
        }
        if (last < first) {
            // Nothing of it is to be done: no result will come that could end it.
            if (!table.isStopped()) {
                table.finish(chunk, worker.slot(), true);
            }
            return;
        }
        for (long task = first; task <= last; task++) {
            if (!table.isSkipped(task)) {
                send(codec, chunk, task, task == last, event);
            }
        }
    }

    private void send(MatrixCodec codec, long chunk, long task, boolean last, ChunkEvent event) throws IOException {
        TaskMatrices matrices = tasks.matrices().apply(task);
        SentTask entry = new SentTask(matrices, chunk, last, event);
        enter(entry);
        entry.begun = System.nanoTime();
        long sending = channel.sendNanos();
        Message.TASK.put(channel);
        matrices.putHeader(channel);
        for (StoredMatrix operand : matrices.sent()) {
            codec.write(operand);
        }
        entry.sendNanos = channel.sendNanos() - sending;
        entry.ended = System.nanoTime();
    }

    /** Waits until there is room for a task; what was put is sent before that. */
    private void enter(SentTask entry) throws IOException {
        try {
            if (!room.tryAcquire(entry.room)) {
                channel.flush();
                room.acquire(entry.room);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while sending tasks", e);
        }
        if (ended) {
            throw new EOFException("the exchange has ended");
        }
        sent.addLast(entry);
    }

    private void receiveAll() throws IOException {
        MatrixCodec codec = MatrixCodec.of(tasks.codec(), channel);
        while (true) {
            Message message = Message.get(channel);
            if (message == Message.DONE) {
                return;
            }
            if (message == Message.FAILED) {
                ProductFailedException fault = worker.getFault(tasks.operation());
                faults.add(fault);
                if (!options.surroundings().faults().continueOnError()) {
                    tasks.table().stop();
                }
                leave(oldest(fault.index()));
                continue;
            }
            if (message != Message.RESULT) {
                throw new CorruptFrameException("message=" + message + ", expected RESULT, FAILED or DONE");
            }
            SentTask entry = oldest(channel.getLong());
            TaskTimes worked = TaskTimes.get(channel);
            codec.read(entry.matrices.result());
            times.add(entry, tasks.table().attempt(entry.chunk), worked, System.nanoTime());
            leave(entry);
        }
    }

    private SentTask oldest(long task) throws IOException {
        SentTask entry = sent.peekFirst();
        if (entry == null || entry.task != task) {
            throw new CorruptFrameException(
                    "result of task=" + task + ", expected " + (entry == null ? "none" : Long.toString(entry.task)));
        }
        return entry;
    }

    private void leave(SentTask entry) {
        sent.removeFirst();
        room.release(entry.room);
        if (entry.lastOfChunk) {
            if (entry.event != null) {
                entry.event.commit();
            }
            tasks.table().finish(entry.chunk, worker.slot(), true);
        }
    }

    /** Waits until the sender has ended; where it failed the receiver knows that the channel has ended. */
    private static void await(Future<Void> sender) {
        ParallelLoop.uninterrupted(() -> {
            try {
                sender.get();
            } catch (ExecutionException e) {
                // Nobody waits for what it sent any more.
            }
        });
    }

    /** A task that is on its way to a worker or being computed there, with the sender's clocks in nanoseconds. */
    static final class SentTask {
        final TaskMatrices matrices;
        final long task;
        final long chunk;
        final boolean lastOfChunk;
        /** What it takes of the bytes in flight: of those that are large there is room for two. */
        final int room;
        /** Of the chunk, where it is recorded. */
        final ChunkEvent event;

        /** Written by the sender; the receiver reads it when the result is there, which was sent for in between. */
        volatile long begun;

        volatile long sendNanos;

        /** 0 until the sender is done with it. */
        volatile long ended;

        SentTask(TaskMatrices matrices, long chunk, boolean lastOfChunk, ChunkEvent event) {
            this.matrices = matrices;
            this.chunk = chunk;
            this.lastOfChunk = lastOfChunk;
            this.event = event;
            task = matrices.task();
            long bytes = matrices.sent().stream()
                    .mapToLong(matrix -> matrix.shape().bytes())
                    .sum();
            room = (int) Math.min(bytes, IN_FLIGHT_BYTES / IN_FLIGHT_TASKS);
        }
    }
}
