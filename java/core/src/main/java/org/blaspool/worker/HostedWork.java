package org.blaspool.worker;

import java.io.IOException;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.observe.TaskSpan.TaskPhase;
import org.blaspool.plan.Codec;
import org.blaspool.task.ClaimLoop;
import org.blaspool.task.TaskRecorder;
import org.blaspool.task.TaskTable;
import org.blaspool.task.TaskTable.SlotActivity;
import org.blaspool.transport.ArrayServer;
import org.blaspool.transport.Channel;
import org.blaspool.transport.Message;
import org.blaspool.transport.SlotTimes;
import org.blaspool.transport.TaskHeader;
import org.blaspool.transport.TaskMatrices;

/** Work on tasks whose arrays live in a server: fetched, computed, put back. */
final class HostedWork implements TableWork {
    private final ArrayServer server;
    private final BlasLibrary blas;
    private final Scratch scratch = new Scratch();
    private final Scratch resultScratch = new Scratch();
    private long serialize;
    private long send;
    private long deserialize;
    private long compute;
    private long giveBack;
    private TaskRecorder recorder;

    private HostedWork(ArrayServer server, BlasLibrary blas) {
        this.server = server;
        this.blas = blas;
    }

    /** Gets the codec and, when it says that it is ready for it, a connection to the server. */
    static HostedWork connect(Channel parent, BlasLibrary blas) throws IOException {
        Codec codec = Codec.of(parent.getText());
        Message.READY.put(parent);
        parent.flush();
        ArrayServer server = new ArrayServer(new Channel(parent.getDescriptor()), codec);
        Message.READY.put(parent);
        return new HostedWork(server, blas);
    }

    @Override
    public SlotTimes run(TaskTable table, int slot, TaskFaults faults) {
        serialize = 0;
        send = 0;
        deserialize = 0;
        compute = 0;
        giveBack = 0;
        Channel channel = server.channel();
        long moved = channel.bytesReceived() + channel.bytesSent();
        recorder = TaskRecorder.of(table, slot);
        ClaimLoop.run(table, slot, faults.keeping(task -> {
            recorder.begin(task, System.nanoTime());
            recorder.enter(TaskPhase.DESERIALIZE);
            try {
                task(task);
            } finally {
                recorder.end();
            }
        }));
        SlotActivity activity = table.activity(slot);
        return new SlotTimes(
                activity.enterNanos(),
                activity.exitNanos(),
                serialize,
                send,
                deserialize,
                compute,
                0,
                giveBack,
                channel.bytesReceived() + channel.bytesSent() - moved);
    }

    private void task(long task) throws IOException {
        long start = System.nanoTime();
        long blocked = server.channel().receiveNanos();
        TaskHeader header = server.fetchOperands(task);
        header.requireProduct();
        TaskMatrices matrices = scratch.take(header, resultScratch);
        for (StoredMatrix matrix : matrices.sent()) {
            server.readMatrix(matrix);
        }
        long serverNanos = server.readSerializeNanos();
        blocked = server.channel().receiveNanos() - blocked;
        long received = System.nanoTime();
        Dgemm product = matrices.product();
        recorder.compute(product);
        blas.multiply(product);
        long computed = System.nanoTime();
        recorder.enter(TaskPhase.RETURN);
        server.putResult(task, matrices.result());
        long returned = System.nanoTime();
        long serialized = Math.min(blocked, serverNanos);
        giveBack += returned - computed;
        compute += computed - received;
        serialize += serialized;
        send += blocked - serialized;
        deserialize += received - start - blocked;
        recorder.took(TaskPhase.SERIALIZE, serialized);
        recorder.took(TaskPhase.SEND, blocked - serialized);
        recorder.took(TaskPhase.DESERIALIZE, received - start - blocked);
        recorder.took(TaskPhase.COMPUTE, computed - received);
        recorder.took(TaskPhase.RETURN, returned - computed);
        recorder.done();
    }

    @Override
    public boolean isFed() {
        return true;
    }

    @Override
    public void close() {
        server.close();
        scratch.close();
        resultScratch.close();
    }
}
