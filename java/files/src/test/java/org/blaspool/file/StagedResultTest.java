package org.blaspool.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StagedResultTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "c.npy, ROW_MAJOR, 1, 1",
        "c.npy, COLUMN_MAJOR, 301, 257",
        "c.h5, ROW_MAJOR, 301, 257",
        "c.h5, COLUMN_MAJOR, 301, 257"
    })
    void shouldKnowTheChecksumOfTheFileItWrote(String name, Layout layout, long rows, long columns) {
        Path file = directory.resolve("part");
        try (MatrixStore store = MatrixStore.privateMemory()) {
            StoredMatrix matrix = store.allocate(new Shape(rows, columns), layout);
            for (long i = 0; i < rows; i++) {
                for (long j = 0; j < columns; j++) {
                    matrix.set(i, j, Math.sin(i + 1000 * j));
                }
            }
            StagedResult result = StagedResult.write(matrix, directory.resolve(name), "", file);
            assertThat(result.checksum()).isEqualTo(StagedResult.checksumOf(file));
        }
    }
}
