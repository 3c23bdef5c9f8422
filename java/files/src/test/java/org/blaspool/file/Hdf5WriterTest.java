package org.blaspool.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Hdf5WriterTest {
    @TempDir
    Path directory;

    private static void fill(StoredMatrix matrix) {
        for (long i = 0; i < matrix.rows(); i++) {
            for (long j = 0; j < matrix.columns(); j++) {
                matrix.set(i, j, i - 0.5 * j);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1", "1,9", "9,1", "3,4", "700,1100", "2,600000", "600000,2"})
    void shouldWriteWhatTheLibraryReadsFromEitherLayout(long rows, long columns) {
        try (MatrixStore store = MatrixStore.privateMemory()) {
            for (Layout layout : Layout.values()) {
                StoredMatrix matrix = store.allocate(new Shape(rows, columns), layout);
                fill(matrix);
                Path file = directory.resolve(layout + ".h5");
                ResultFile.store(matrix, file, false);
                assertThat(MatrixSource.of(file).load(store).toRows()).isDeepEqualTo(matrix.toRows());
            }
        }
    }

    @Test
    void shouldWriteAMatrixWithGapsBetweenItsLines() {
        try (MatrixStore store = MatrixStore.privateMemory()) {
            StoredMatrix around = store.allocate(10, 6);
            fill(around);
            for (Layout layout : Layout.values()) {
                StoredMatrix gaps =
                        StoredMatrix.over(around.region(), around.offset() + 16, new Shape(5, 5), 10, layout);
                ResultFile.store(gaps, directory.resolve("gaps.h5"), true);
                assertThat(MatrixSource.of(directory.resolve("gaps.h5"))
                                .load(store)
                                .toRows())
                        .isDeepEqualTo(gaps.toRows());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/x", "/results/run 1/c", "/\u00e4/\u6f22", "/a.b/c:d"})
    void shouldPutTheDatasetWhereItsNameSays(String name) {
        try (MatrixStore store = MatrixStore.privateMemory()) {
            StoredMatrix matrix = store.allocate(2, 3);
            fill(matrix);
            ResultFile.store(matrix, directory.resolve("x.h5"), name, false);
            assertThat(MatrixSource.of("x.h5:" + name, directory).load(store).toRows())
                    .isDeepEqualTo(matrix.toRows());
        }
    }

    @Test
    void shouldWriteWhatH5pyReads() throws IOException, InterruptedException {
        String python = List.of("python3", "/usr/bin/python3").stream()
                .filter(each -> exit(each, "import h5py") == 0)
                .findFirst()
                .orElse(null);
        Assumptions.assumeTrue(python != null, "python3 with h5py is not there: results are not read with it");
        try (MatrixStore store = MatrixStore.privateMemory()) {
            StoredMatrix matrix = store.allocate(300, 200);
            fill(matrix);
            ResultFile.store(matrix, directory.resolve("x.h5"), "/g/x", false);
            ResultFile.store(store.allocate(0, 3), directory.resolve("empty.h5"), "/c", false);
        }
        String program = """
                import h5py, numpy as np
                i, j = np.ogrid[:300, :200]
                with h5py.File(r'%1$s/x.h5', 'r') as file:
                    assert file['/g/x'].dtype == np.dtype('=f8') and (file['/g/x'][:] == i - 0.5 * j).all()
                    assert list(file) == ['g']
                with h5py.File(r'%1$s/x.h5', 'a') as file: # what others may want to add
                    file['more'] = file['/g/x'][:2]
                    file['/g/y'] = 1
                with h5py.File(r'%1$s/empty.h5', 'r') as file:
                    assert file['c'].shape == (0, 3)
                """.formatted(directory);
        assertThat(exit(python, program)).isZero();
        try (MatrixStore store = MatrixStore.privateMemory()) {
            assertThat(MatrixSource.of("x.h5:/more", directory).load(store).shape())
                    .isEqualTo(new Shape(2, 200));
        }
        assertThat(Files.exists(directory.resolve("x.h5"))).isTrue();
    }

    private static int exit(String python, String program) {
        try {
            return new ProcessBuilder(python, "-c", program)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
