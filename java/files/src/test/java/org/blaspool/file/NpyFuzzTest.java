package org.blaspool.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.blaspool.error.InvalidInputException;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;

/** Whole .npy files of any bytes. */
class NpyFuzzTest {
    /** One open file: making one for each input would cost more than reading it. */
    private record Input(Path path, FileChannel channel) {
        static Input create() {
            try {
                Path path = Files.createTempFile("blaspool-fuzz", ".npy");
                path.toFile().deleteOnExit();
                return new Input(path, FileChannel.open(path, StandardOpenOption.WRITE));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        void fill(byte[] bytes) throws IOException {
            channel.truncate(0).write(ByteBuffer.wrap(bytes), 0);
        }
    }

    private static final Input INPUT = Input.create();
    private static final MatrixStore STORE = MatrixStore.privateMemory();

    @FuzzTest
    void shouldReadAMatrixOrGiveTheReason(byte[] bytes) throws IOException {
        INPUT.fill(bytes);
        try {
            MatrixSource source = MatrixSource.of(INPUT.path());
            MatrixHeader header = source.header();
            assertThat(header.storedBytes()).isLessThanOrEqualTo(bytes.length);
            STORE.rewind();
            StoredMatrix matrix = source.load(STORE);
            assertThat(matrix.shape()).isEqualTo(header.shape());
            assertThat(NpyFormat.head(header.shape(), header.layout()).length % 64)
                    .isZero();
        } catch (InvalidInputException e) {
            assertThat(e.getMessage()).contains("file=" + INPUT.path()).doesNotContainPattern("\\p{Cntrl}");
        }
    }
}
