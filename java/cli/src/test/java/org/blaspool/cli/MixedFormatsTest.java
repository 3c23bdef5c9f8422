package org.blaspool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.blaspool.Layout;
import org.blaspool.file.MatrixSource;
import org.blaspool.file.ResultFile;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One batch whose operands and results are in every format, by strategies that read files here and in workers. */
class MixedFormatsTest {
    private static final double[][] A = {{1, 2, 3}, {4, 5, 6}};
    private static final double[][] B = {{1, 0, -1}, {2, 1, 0}, {0, 3, 1}};
    private static final double[][] C = {{10, 20, 30}, {40, 50, 60}};
    private static final double[][] A_TIMES_B = {{5, 11, 2}, {14, 23, 2}};

    @TempDir
    Path directory;

    @BeforeEach
    void findDirectory() throws IOException {
        directory = directory.toRealPath();
    }

    /** Writes a matrix in every format; their names. */
    private List<String> writeInEveryFormat(String name, double[][] rows) throws IOException {
        int m = rows.length;
        int n = rows[0].length;
        StringBuilder array = new StringBuilder("%%MatrixMarket matrix array real general\n" + m + " " + n + "\n");
        StringBuilder entries = new StringBuilder(
                "%%MatrixMarket matrix coordinate integer general\n" + m + " " + n + " " + m * n + "\n");
        ByteBuffer doubles = ByteBuffer.allocate(8 * m * n).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer floats = ByteBuffer.allocate(4 * m * n).order(ByteOrder.BIG_ENDIAN);
        for (int j = 0; j < n; j++) {
            for (int i = 0; i < m; i++) {
                array.append(rows[i][j]).append('\n');
                entries.append("%d %d %d\n".formatted(i + 1, j + 1, (int) rows[i][j]));
                doubles.putDouble(8 * (i * n + j), rows[i][j]);
                floats.putFloat((float) rows[i][j]);
            }
        }
        Files.writeString(directory.resolve(name + "-array.mtx"), array);
        Files.writeString(directory.resolve(name + "-entries.mtx"), entries);
        Files.write(directory.resolve(name + ".bin"), doubles.array());
        Files.write(directory.resolve(name + ".raw"), floats.array());
        try (MatrixStore store = MatrixStore.privateMemory()) {
            StoredMatrix matrix = store.copyOf(rows);
            ResultFile.store(matrix, directory.resolve(name + ".npy"), false);
            ResultFile.store(matrix, directory.resolve(name + ".h5"), "/group/x", false);
            StoredMatrix columnMajor = store.allocate(m, n);
            columnMajor.put(matrix.toArray(Layout.ROW_MAJOR), Layout.ROW_MAJOR);
            ResultFile.store(columnMajor, directory.resolve(name + "-columns.npy"), false);
        }
        try (OutputStream file = Files.newOutputStream(directory.resolve(name + ".npz"));
                ZipOutputStream archive = new ZipOutputStream(file)) {
            archive.putNextEntry(new ZipEntry("x.npy"));
            archive.write(Files.readAllBytes(directory.resolve(name + "-columns.npy")));
        }
        return List.of(
                name + ".npy",
                name + "-columns.npy",
                name + ".npz:x",
                name + ".h5:/group/x",
                name + "-array.mtx",
                name + "-entries.mtx",
                name + ".bin:" + m + "x" + n,
                name + ".raw:" + m + "x" + n + ":order=F:dtype=>f4");
    }

    private Path writeManifest(List<String> outs) throws IOException {
        List<String> a = writeInEveryFormat("a", A);
        List<String> b = writeInEveryFormat("b", B);
        List<String> c = writeInEveryFormat("c", C);
        StringBuilder manifest = new StringBuilder("a,b,out,alpha,beta,c\n");
        String[] endings = {".npy", ".h5", ".hdf5:/results/x"};
        for (int i = 0; i < 24; i++) {
            outs.add(i + endings[i % 3]);
            boolean adds = i % 4 == 1;
            manifest.append(String.join(
                            ",",
                            a.get(i % 8),
                            b.get((i + i / 8) % 8),
                            outs.get(i),
                            "2",
                            adds ? "0.5" : "0",
                            adds ? c.get((3 * i) % 8) : ""))
                    .append('\n');
        }
        return Files.writeString(directory.resolve("list.csv"), manifest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads:workers=2", "independent:workers=1", "processes-serialized:workers=1:codec=java"})
    void shouldReadAndWriteEveryFormatInOneBatch(String strategy) throws IOException {
        List<String> outs = new ArrayList<>();
        Path manifest = writeManifest(outs);
        Path out = directory.resolve("out");

        CommandLine line =
                CommandLine.run("run", "--pairs", manifest.toString(), "--out", out.toString(), "--strategy", strategy);

        assertThat(line.err()).isEmpty();
        assertThat(line.status()).isZero();
        assertThat(line.out()).startsWith("24 results stored");
        try (MatrixStore store = MatrixStore.privateMemory()) {
            for (int i = 0; i < outs.size(); i++) {
                double[][] result =
                        MatrixSource.of(outs.get(i), out).load(store).toRows();
                for (int row = 0; row < 2; row++) {
                    for (int column = 0; column < 3; column++) {
                        double added = i % 4 == 1 ? 0.5 * C[row][column] : 0;
                        assertThat(result[row][column]).as(outs.get(i)).isEqualTo(2 * A_TIMES_B[row][column] + added);
                    }
                }
            }
        }
    }

    @Test
    void shouldReportAllBadLinesAtOnceBeforeAnythingIsComputed() throws IOException {
        writeInEveryFormat("a", A);
        Files.writeString(directory.resolve("damaged.h5"), "no HDF5");
        Files.writeString(directory.resolve("damaged.npz"), "PK no archive");
        Path manifest = Files.writeString(directory.resolve("list.csv"), """
                        a,b,out
                        a.npy,a.npy,1.npy
                        damaged.h5,a.npy,2.npy
                        damaged.npz,a.npy,3.npy
                        a.bin:2x2,a.npy,4.npy
                        a.h5:/none,a.npy,5.npy
                        a.mtx,a.npy,6.npy
                        a.npy,b.txt,7.npy
                        a.npy,a.npy,1.npy
                        """);

        CommandLine line = CommandLine.run(
                "run",
                "--pairs",
                manifest.toString(),
                "--out",
                directory.resolve("out").toString());

        assertThat(line.status()).isEqualTo(2);
        assertThat(line.err()).contains("has 8 bad entries, nothing was computed");
        assertThat(line.err().lines().filter(each -> each.startsWith("  line ")).map(each -> each.substring(7, 9)))
                .containsExactly("2:", "3:", "4:", "5:", "6:", "7:", "8:", "9:");
        assertThat(directory.resolve("out")).doesNotExist();
    }

    @Test
    void shouldPredictTimeMemoryAndBytesInADryRun() throws IOException {
        Path manifest = writeManifest(new ArrayList<>());

        CommandLine line = CommandLine.run(
                "run",
                "--pairs",
                manifest.toString(),
                "--out",
                directory.resolve("out").toString(),
                "--strategy",
                "threads:workers=2",
                "--dry-run");

        assertThat(line.err()).isEmpty();
        assertThat(line.status()).isZero();
        assertThat(line.out().replaceAll("\\s+", " "))
                .contains("24 products to compute", "reads ", "writes ", "predicted: ", "of memory");
        assertThat(directory.resolve("out")).doesNotExist();
    }
}
