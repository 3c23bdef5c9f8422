package org.blaspool.worker;

import java.io.IOException;
import org.blaspool.Operation;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.observe.TaskSpan.TaskPhase;
import org.blaspool.operation.Application;
import org.blaspool.operation.CallContext;
import org.blaspool.plan.Codec;
import org.blaspool.task.TaskRecorder;
import org.blaspool.task.TaskTable;
import org.blaspool.transport.Channel;
import org.blaspool.transport.CorruptFrameException;
import org.blaspool.transport.MatrixCodec;
import org.blaspool.transport.Message;
import org.blaspool.transport.SlotTimes.TaskTimes;
import org.blaspool.transport.TaskMatrices;
import org.blaspool.transport.WorkerFailure;
import org.blaspool.worker.Scratch.LentResults;

/** Receives tasks with their operands one by one, computes each and sends its result back. */
final class SerializedWork {
    private final Channel channel;
    private final BlasLibrary blas;
    private final MatrixCodec incoming;
    private final MatrixCodec outgoing;
    private final Operation operation;
    private final CallContext context;
    private final long maxBytes;
    private final TaskTable notes;
    private final Scratch scratch;
    private final LentResults results;
    private final int slot;
    private final TaskRecorder recorder;

    /**
     * Gets codec, operation and the bound of a matrix's size; tasks follow.
     *
     * @param notes where it notes the task in hand: results wait in a buffer, so the parent cannot tell by them
     * @param scratch what operands are received into; the caller's, as are the results
     * @param results what results are computed into
     */
    SerializedWork(
            Channel channel,
            BlasLibrary blas,
            OperationCopies operations,
            TaskTable notes,
            int slot,
            Scratch scratch,
            LentResults results)
            throws IOException {
        this.channel = channel;
        this.blas = blas;
        this.notes = notes;
        this.scratch = scratch;
        this.results = results;
        this.slot = slot;
        recorder = new TaskRecorder(notes, slot);
        context = new CallContext(blas, slot);
        Codec codec = Codec.of(channel.getText());
        operation = operations.get(channel.getLong());
        maxBytes = channel.getLong();
        incoming = MatrixCodec.of(codec, channel);
        outgoing = MatrixCodec.of(codec, channel);
    }

    void run() throws IOException {
        try (context) {
            work();
        }
    }

    private void work() throws IOException {
        Message.READY.put(channel);
        channel.flush();
        long idleSince = System.nanoTime();
        for (Message message = next(); message == Message.TASK; message = next()) {
            idleSince = task(idleSince);
        }
        Message.DONE.put(channel);
    }

    /** The next message; results that wait in the buffer are sent before this waits for more. */
    private Message next() throws IOException {
        if (!channel.hasBuffered()) {
            channel.flush();
        }
        Message message = Message.get(channel);
        if (message != Message.TASK && message != Message.DONE) {
            throw new CorruptFrameException("message=" + message + ", expected TASK or DONE");
        }
        return message;
    }

    private long task(long idleSince) throws IOException {
        long begun = System.nanoTime();
        TaskMatrices matrices = TaskMatrices.getHeader(
                channel, maxBytes, operation == null, forms -> scratch.take(forms, results.next()));
        recorder.begin(matrices.task(), begun);
        recorder.enter(TaskPhase.DESERIALIZE, begun);
        long blockedBefore = channel.receiveNanos();
        for (StoredMatrix matrix : matrices.sent()) {
            incoming.read(matrix);
        }
        long blocked = channel.receiveNanos() - blockedBefore;
        long decoded = System.nanoTime();
        notes.current(slot, -1, matrices.task());
        try {
            compute(matrices, decoded);
        } catch (Throwable e) {
            recorder.end(System.nanoTime());
            notes.current(slot, -1, -1);
            Message.FAILED.put(channel);
            channel.putLong(matrices.task());
            WorkerFailure.put(channel, e);
            return System.nanoTime();
        }
        notes.current(slot, -1, -1);
        long computed = System.nanoTime();
        recorder.enter(TaskPhase.RETURN, computed);
        Message.RESULT.put(channel);
        channel.putLong(matrices.task());
        new TaskTimes(idleSince, begun, blocked, decoded, computed).put(channel);
        outgoing.write(matrices.result());
        results.lent();
        long returned = System.nanoTime();
        recorder.end(returned);
        return returned;
    }

    private void compute(TaskMatrices matrices, long startNanos) throws Exception {
        if (operation != null) {
            recorder.compute(0, 0, 0, startNanos);
            matrices.result().fill(0);
            context.call(operation, new Application(matrices.operands(), matrices.result()));
        } else {
            Dgemm product = matrices.product();
            recorder.compute(product, startNanos);
            blas.multiply(product);
        }
    }
}
