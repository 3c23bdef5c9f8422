package org.blaspool.worker;

import java.io.IOException;
import org.blaspool.blas.Blas;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.matrix.Matrix;
import org.blaspool.plan.Codec;
import org.blaspool.task.ClaimLoop;
import org.blaspool.task.SlotActivity;
import org.blaspool.task.TaskTable;
import org.blaspool.transport.ArrayServer;
import org.blaspool.transport.Channel;
import org.blaspool.transport.Message;
import org.blaspool.transport.SlotTimes;
import org.blaspool.transport.TaskHeader;

/** Work on tasks whose arrays live in a server: fetched, computed, put back. */
final class HostedWork implements TableWork {
    private final ArrayServer server;
    private final Blas blas;
    private final Scratch scratch = new Scratch();
    private long serialize;
    private long send;
    private long deserialize;
    private long compute;
    private long giveBack;

    private HostedWork(ArrayServer server, Blas blas) {
        this.server = server;
        this.blas = blas;
    }

    /** Gets the server's socket and the codec, and connects. */
    static HostedWork connect(Channel parent, Blas blas) throws IOException {
        String path = parent.getText();
        Codec codec = Codec.of(parent.getText());
        ArrayServer server = connect(path, codec);
        Message.READY.put(parent);
        return new HostedWork(server, blas);
    }

    private static ArrayServer connect(String path, Codec codec) {
        try {
            return new ArrayServer(Channel.connect(path), codec);
        } catch (IOException e) {
            throw new ResourceUnavailableException("array server cannot be reached: " + e.getMessage(), e);
        }
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
        ClaimLoop.run(table, slot, faults.keeping(this::task));
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
        TaskMatrices matrices = TaskMatrices.take(header, scratch);
        for (Matrix matrix : matrices.received()) {
            server.readMatrix(matrix);
        }
        long serverNanos = server.readSerializeNanos();
        blocked = server.channel().receiveNanos() - blocked;
        long received = System.nanoTime();
        matrices.multiply(blas);
        long computed = System.nanoTime();
        server.putResult(task, matrices.result());
        giveBack += System.nanoTime() - computed;
        compute += computed - received;
        serialize += Math.min(blocked, serverNanos);
        send += blocked - Math.min(blocked, serverNanos);
        deserialize += received - start - blocked;
    }

    @Override
    public void close() {
        server.close();
        scratch.close();
    }
}
