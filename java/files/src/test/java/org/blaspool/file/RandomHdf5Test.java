package org.blaspool.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.blaspool.Layout;
import org.blaspool.error.InvalidInputException;
import org.blaspool.matrix.MatrixStore;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random files of both formats are read as h5py reads them. {@code -Dblaspool.hdf5.files=1000} for more than the few of
 * the ordinary suite, {@code -Dblaspool.seed=N} for others.
 */
class RandomHdf5Test {
    private static final int FILES = Integer.getInteger("blaspool.hdf5.files", 60);
    private static final int SEED = Integer.getInteger("blaspool.seed", 20261130);

    @TempDir
    Path directory;

    /** The first Python that has h5py. */
    static String python() {
        String python = Stream.of("python3", "/usr/bin/python3")
                .filter(each -> works(each, "-c", "import h5py"))
                .findFirst()
                .orElse(null);
        Assumptions.assumeTrue(python != null, "python3 with h5py is not there: HDF5 files are not compared with it");
        return python;
    }

    private static boolean works(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private List<String> written() throws IOException, InterruptedException {
        Path script = SamplesTest.samples().resolveSibling("random_hdf5.py");
        Process process = new ProcessBuilder(
                        python(),
                        script.toString(),
                        Integer.toString(SEED),
                        Integer.toString(FILES),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return lines.lines().toList();
    }

    @Test
    void shouldReadRandomFilesAsH5pyDoes() throws IOException, InterruptedException {
        List<String> refused = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        List<String> files = written();
        assertThat(files).hasSize(FILES);
        for (String line : files) {
            String[] parts = line.split("\t");
            try (MatrixStore store = MatrixStore.privateMemory()) {
                double[] expected =
                        MatrixSource.of(parts[1], directory).load(store).toArray(Layout.ROW_MAJOR);
                double[] read = MatrixSource.of(parts[0], directory).load(store).toArray(Layout.ROW_MAJOR);
                if (!Arrays.equals(read, expected)) {
                    wrong.add(parts[0]);
                }
            } catch (InvalidInputException e) {
                refused.add(e.getMessage());
            }
        }
        System.out.println("random HDF5 files: read=" + (files.size() - refused.size()) + " wrong=" + wrong.size()
                + " refused=" + refused.size());
        assertThat(wrong).isEmpty();
        assertThat(refused).hasSizeLessThanOrEqualTo(FILES / 100);
    }
}
