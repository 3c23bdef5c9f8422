package org.blaspool.worker;

import java.io.IOException;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.matrix.Dgemm;
import org.blaspool.observe.TaskSpan.TaskPhase;
import org.blaspool.plan.Codec;
import org.blaspool.task.TaskRecorder;
import org.blaspool.transport.ArrayServer;
import org.blaspool.transport.Channel;
import org.blaspool.transport.Message;
import org.blaspool.transport.TaskMatrices;

/** Work on tasks whose arrays live in a server: fetched, computed, put back. */
final class HostedWork implements TableWork {
    private final ArrayServer server;
    private final BlasLibrary blas;
    private final Scratch scratch = new Scratch();
    private final Scratch resultScratch = new Scratch();

    private HostedWork(ArrayServer server, BlasLibrary blas) {
        this.server = server;
        this.blas = blas;
    }

    /** Gets the codec and, when it says that it is ready for it, a connection to the server. */
    static HostedWork connect(Channel parent, BlasLibrary blas) throws IOException {
        Codec codec = Codec.of(parent.getText());
        ArrayServer server = new ArrayServer(new Channel(parent.getDescriptor()), codec);
        Message.READY.put(parent);
        return new HostedWork(server, blas);
    }

    @Override
    public void run(long task, TaskRecorder recorder) throws IOException {
        recorder.enter(TaskPhase.DESERIALIZE, System.nanoTime());
        long blocked = server.channel().receiveNanos();
        TaskMatrices matrices = server.fetchOperands(task, forms -> scratch.take(forms, resultScratch));
        long serverNanos = server.readSerializeNanos();
        blocked = server.channel().receiveNanos() - blocked;
        long serialized = Math.min(blocked, serverNanos);
        recorder.spent(TaskPhase.SERIALIZE, serialized);
        recorder.spent(TaskPhase.SEND, blocked - serialized);
        Dgemm product = matrices.product();
        recorder.compute(product, System.nanoTime());
        blas.multiply(product);
        recorder.enter(TaskPhase.RETURN, System.nanoTime());
        server.putResult(task, matrices.result());
    }

    @Override
    public long bytesMoved() {
        return server.channel().bytesReceived() + server.channel().bytesSent();
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
