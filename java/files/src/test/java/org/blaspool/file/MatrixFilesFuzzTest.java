package org.blaspool.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.blaspool.error.BatchFailedException;
import org.blaspool.error.InvalidInputException;
import org.blaspool.file.MatrixFormats.MatrixName;
import org.blaspool.file.PairedFiles.FilePattern;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;

/** Whole files of any bytes in the formats beside .npy, and names of matrices of any characters. */
class MatrixFilesFuzzTest {
    /** A sparse matrix may rightly be larger than memory; what is read here is not. */
    private static final long MOST_ELEMENTS = 1 << 16;

    /** One open file: making one for each input would cost more than reading it. */
    private record Input(Path path, FileChannel channel) {
        static Input create(String suffix) {
            try {
                Path path = Files.createTempFile("blaspool-fuzz", suffix);
                path.toFile().deleteOnExit();
                return new Input(path, FileChannel.open(path, StandardOpenOption.WRITE));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        void readOrRefuse(byte[] bytes) throws IOException {
            channel.truncate(0).write(ByteBuffer.wrap(bytes), 0);
            try {
                MatrixSource source = MatrixSource.of(path);
                MatrixHeader header = source.header();
                if (header.shape().elements() <= MOST_ELEMENTS) {
                    STORE.rewind();
                    StoredMatrix matrix = source.load(STORE);
                    assertThat(matrix.shape()).isEqualTo(header.shape());
                }
            } catch (InvalidInputException | BatchFailedException e) {
                assertThat(e.getMessage()).contains("file=" + path).doesNotContain("\n");
            }
        }
    }

    private static final MatrixStore STORE = MatrixStore.privateMemory();
    private static final Input MATRIX_MARKET = Input.create(".mtx");
    private static final Input NPZ = Input.create(".npz");
    private static final Input HDF5 = Input.create(".h5");

    @FuzzTest
    void shouldReadMatrixMarketOrGiveTheReason(byte[] bytes) throws IOException {
        MATRIX_MARKET.readOrRefuse(bytes);
    }

    @FuzzTest
    void shouldReadNpzOrGiveTheReason(byte[] bytes) throws IOException {
        NPZ.readOrRefuse(bytes);
    }

    @FuzzTest
    void shouldReadHdf5OrGiveTheReason(byte[] bytes) throws IOException {
        HDF5.readOrRefuse(bytes);
    }

    /** The process that read it may have been led astray by a file. */
    @FuzzTest
    void shouldTakeAReplyApartOrFail(byte[] bytes) {
        try {
            Hdf5Process.Reply reply = Hdf5Process.Reply.get(new ByteArrayInputStream(bytes));
            assertThat(reply.refusal("x.h5").getMessage()).contains("file=x.h5").doesNotContain("\n");
            MatrixHeader header = reply.header();
            assertThat(header.storedBytes()).isNotNegative();
            assertThat(header.readerBytes()).isNotNegative();
        } catch (IOException e) {
            assertThat(e).isNotNull();
        }
    }

    @FuzzTest
    void shouldTakeANameApartOrGiveTheReason(byte[] bytes) {
        String name = new String(bytes, StandardCharsets.UTF_8);
        try {
            MatrixSource source = MatrixSource.of(name, Path.of("/"));
            ProductEntry entry = new ProductEntry(0, source, source, null, Path.of("c.npy"), "", 1, 0, true, false);
            assertThat(ProductEntry.ofTexts(entry.texts()).a().member()).isEqualTo(source.member());
            assertThat(ProductEntry.ofTexts(entry.texts()).texts()).isEqualTo(entry.texts());
            if (source.format() instanceof RawFormat) {
                assertThat(RawFormat.elements(source.member(), name).bytes()).isNotNegative();
            }
        } catch (InvalidInputException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
        try {
            MatrixName result = MatrixFormats.result(name);
            assertThat(MatrixName.of(result.file(), result.member()))
                    .isIn(name, name.substring(0, Math.max(0, name.length() - 1)));
        } catch (InvalidInputException e) {
            assertThat(e.getMessage()).contains("expected");
        }
        try {
            FilePattern.pair(name).ifPresent(patterns -> assertThat(patterns).hasSize(2));
        } catch (InvalidPathException e) {
            assertThat(e.getInput()).isNotEmpty(); // Manifest.open says it in a line
        }
    }
}
