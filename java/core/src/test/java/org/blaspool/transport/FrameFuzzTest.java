package org.blaspool.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.function.Supplier;
import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.plan.Codec;
import org.blaspool.transport.SlotTimes.TaskTimes;

/** Every frame of the protocol, and both codecs, from any bytes. */
class FrameFuzzTest {
    private static final long LARGEST_MATRIX = 1 << 16;

    /** Texts are at most 1 MiB, and a failure has two of them, as bytes and as characters. */
    private static final long MOST_ALLOCATED = 16 << 20;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final MatrixStore STORE = MatrixStore.privateMemory();
    private static final StoredMatrix MATRIX = STORE.allocate(new Shape(5, 7), Layout.ROW_MAJOR);

    @FunctionalInterface
    private interface Frame {
        Object get(Channel channel) throws IOException;
    }

    @FuzzTest
    void shouldGetTaskHeadersOrFail(byte[] bytes) throws IOException {
        getAll(bytes, () -> FrameFuzzTest::boundedHeader);
    }

    @FuzzTest
    void shouldGetOtherFramesOrFail(byte[] bytes) throws IOException {
        getAll(bytes, () -> channel -> switch (Message.get(channel)) {
            case FAILED -> WorkerFailure.get(channel).summary();
            case RESULT -> TaskTimes.get(channel);
            case DONE -> SlotTimes.get(channel);
            case READY -> channel.getText() + channel.getByte();
            default -> channel.getDouble();
        });
    }

    @FuzzTest
    void shouldGetSerializedMatricesOrFail(byte[] bytes) throws IOException {
        getAll(bytes, () -> new Matrices(Codec.JAVA));
    }

    @FuzzTest
    void shouldGetRawMatricesOrFail(byte[] bytes) throws IOException {
        getAll(bytes, () -> new Matrices(Codec.RAW));
    }

    private static Object boundedHeader(Channel channel) throws IOException {
        return TaskMatrices.getHeader(channel, LARGEST_MATRIX, false, forms -> {
            assertThat(forms).hasSizeLessThanOrEqualTo((1 << 20) + 1);
            forms.forEach(form -> assertThat(form.shape().bytes()).isLessThanOrEqualTo(LARGEST_MATRIX));
            return Collections.nCopies(forms.size(), MATRIX);
        });
    }

    private static void getAll(byte[] bytes, Supplier<Frame> frames) throws IOException {
        long most = MOST_ALLOCATED + bytes.length * 64L;
        if (allocatedByGettingAll(bytes, frames.get()) > most) {
            // Classes that were loaded on the way count too, but only once.
            assertThat(allocatedByGettingAll(bytes, frames.get())).isLessThanOrEqualTo(most);
        }
    }

    /** One frame after another until the bytes end or are refused; anything else that is thrown is a finding. */
    private static long allocatedByGettingAll(byte[] bytes, Frame frame) throws IOException {
        try (FedChannel fed = new FedChannel(bytes)) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            try {
                while (frame.get(fed.channel()) != null) {}
            } catch (IOException e) {
                assertThat(e.getMessage()).as(e.toString()).isNotNull();
            }
            return THREADS.getCurrentThreadAllocatedBytes() - before;
        }
    }

    /** The codec keeps the stream that it began. */
    private static final class Matrices implements Frame {
        private final Codec kind;
        private MatrixCodec codec;

        Matrices(Codec kind) {
            this.kind = kind;
        }

        @Override
        public Object get(Channel channel) throws IOException {
            if (codec == null) {
                codec = MatrixCodec.of(kind, channel);
            }
            codec.read(MATRIX);
            return MATRIX;
        }
    }
}
