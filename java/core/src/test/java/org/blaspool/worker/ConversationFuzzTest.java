package org.blaspool.worker;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasSpec;
import org.blaspool.task.Chunking;
import org.blaspool.task.TaskTable;
import org.blaspool.transport.FedChannel;
import org.blaspool.worker.HostedTasks.ArrayServerClient;
import org.blaspool.worker.Scratch.LentResults;

/** What a worker and an array server make of a conversation of any bytes: an answer, or an end with the reason. */
class ConversationFuzzTest {
    private static final long LARGEST_MATRIX = 1 << 16;

    @FuzzTest
    void shouldServeArraysOrHangUp(byte[] bytes) throws IOException {
        HostedTasks tasks = new HostedTasks();
        try (FedChannel fed = new FedChannel(bytes)) {
            new ArrayServerClient(fed.channel(), tasks, LARGEST_MATRIX).run();
        } catch (IOException e) {
            assertThat(e.getMessage()).isNotNull();
        } finally {
            tasks.clear();
        }
    }

    @FuzzTest
    void shouldWorkOnTasksOrHangUp(byte[] bytes) throws IOException {
        try (FedChannel fed = new FedChannel(withLimits(bytes));
                Scratch scratch = new Scratch();
                LentResults results = new LentResults(fed.channel())) {
            new SerializedWork(
                            fed.channel(), OneWorker.BLAS, new OperationCopies(), OneWorker.TABLE, 0, scratch, results)
                    .run();
        } catch (IOException e) {
            assertThat(e.getMessage()).isNotNull();
        }
    }

    @FuzzTest
    void shouldObeyTheParentOrHangUp(byte[] bytes) throws IOException {
        try (FedChannel fed = new FedChannel(bytes)) {
            new WorkerSession(fed.channel(), 0).run();
        } catch (IOException e) {
            assertThat(e.getMessage()).isNotNull();
        }
    }

    /** Codec raw, products, and a bound, as the parent says them first. */
    private static byte[] withLimits(byte[] bytes) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] codec = "raw".getBytes(StandardCharsets.UTF_8);
        all.writeBytes(ByteBuffer.allocate(23)
                .order(ByteOrder.nativeOrder())
                .putInt(codec.length)
                .put(codec)
                .putLong(0)
                .putLong(LARGEST_MATRIX)
                .array());
        all.writeBytes(bytes);
        return all.toByteArray();
    }

    /** Opened by the target that needs it only. */
    private static final class OneWorker {
        static final BlasLibrary BLAS = BlasSpec.parse("bundled").open();
        static final TaskTable TABLE = TaskTable.ofClaims(Chunking.uniform(2, 1), 1, false);
    }
}
