package org.blaspool.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What numpy writes is read, and what is written is numpy's own file to the byte. */
class NumpyTest {
    @TempDir
    static Path directory;

    @BeforeAll
    static void numpyIsThere() throws IOException, InterruptedException {
        boolean found;
        try {
            found = python("import numpy").exit() == 0;
        } catch (IOException e) {
            found = false;
        }
        Assumptions.assumeTrue(found, "python3 with numpy is not there: .npy files are not compared with numpy's own");
    }

    @Test
    void shouldReadWhatNumpyWritesOfEveryTypeAsItsAstypeWidensIt() throws IOException, InterruptedException {
        run("""
                import numpy as np, numpy.lib.format as f
                random = np.random.default_rng(7)
                for code in 'f8 f4 f2 i1 i2 i4 i8 u1 u2 u4 u8 b1'.split():
                    for endian in '<>':
                        for order in 'CF':
                            for version in 1, 2, 3:
                                kind = np.dtype(endian + code)
                                if kind.kind == 'f':
                                    x = (random.standard_normal((13, 7)) * 100).astype(kind)
                                    x[0, :5] = [np.inf, -np.inf, np.nan, -0.0, np.finfo(kind).smallest_subnormal]
                                elif kind.kind == 'b':
                                    x = random.integers(0, 2, (13, 7)).astype(kind)
                                else:
                                    whole = np.iinfo(kind)
                                    x = random.integers(whole.min, whole.max, (13, 7), kind.newbyteorder('=').type,
                                                        endpoint=True).astype(kind)
                                    x[0, :2] = [whole.min, whole.max]
                                x = np.asarray(x, order=order)
                                assert x.dtype == kind
                                name = f"{'l' if endian == '<' else 'b'}{code}{order}{version}"
                                with open(name + '.npy', 'wb') as out:
                                    f.write_array(out, x, version=(version, 0))
                                x.astype('<f8').tofile(name + '.wide')
                """);
        try (MatrixStore store = MatrixStore.privateMemory();
                Stream<Path> files = Files.list(directory)) {
            List<Path> written =
                    files.filter(file -> file.toString().endsWith(".npy")).toList();
            assertThat(written).hasSize(12 * 2 * 2 * 3);
            for (Path file : written) {
                StoredMatrix matrix = MatrixSource.of(file).load(store);
                Path wide = Path.of(file.toString().replace(".npy", ".wide"));
                assertThat(bits(matrix.toArray(Layout.ROW_MAJOR)))
                        .as(file.toString())
                        .isEqualTo(Files.readAllBytes(wide));
            }
        }
    }

    private static byte[] bits(double[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(values);
        return bytes.array();
    }

    @Test
    void shouldWriteNumpysOwnFileToTheByte() throws IOException, InterruptedException {
        List<Shape> shapes = List.of(
                new Shape(1, 1),
                new Shape(1, 9),
                new Shape(9, 1),
                new Shape(12, 345),
                new Shape(12345, 3),
                new Shape(0, 4),
                new Shape(4, 0));
        StringBuilder program = new StringBuilder("import numpy as np\n");
        try (MatrixStore store = MatrixStore.privateMemory()) {
            for (Shape shape : shapes) {
                for (Layout layout : Layout.values()) {
                    StoredMatrix matrix = store.allocate(shape, layout);
                    for (long i = 0; i < shape.rows(); i++) {
                        for (long j = 0; j < shape.columns(); j++) {
                            matrix.set(i, j, i - 0.5 * j);
                        }
                    }
                    String name = "own-" + shape + layout;
                    ResultFile.store(matrix, directory.resolve(name + ".npy"), false);
                    program.append("i, j = np.ogrid[:%d, :%d]\n".formatted(shape.rows(), shape.columns()))
                            .append("np.save('%s.numpy', np.asarray(i - 0.5 * j, order='%s'))\n"
                                    .formatted(name, layout == Layout.COLUMN_MAJOR ? "F" : "C"))
                            .append(
                                    "assert open('%1$s.npy', 'rb').read() == open('%1$s.numpy.npy', 'rb').read(), '%1$s'\n"
                                            .formatted(name));
                }
            }
        }
        run(program.toString());
    }

    private static void run(String program) throws IOException, InterruptedException {
        Finished finished = python(program);
        assertThat(finished.exit()).as(finished.output()).isZero();
    }

    private record Finished(int exit, String output) {}

    private static Finished python(String program) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("python3", "-c", program)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Finished(process.exitValue(), output);
    }
}
