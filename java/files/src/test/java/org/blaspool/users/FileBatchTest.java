package org.blaspool.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.blaspool.BlasPool;
import org.blaspool.BlaspoolException;
import org.blaspool.Layout;
import org.blaspool.Matrix;
import org.blaspool.MatrixScope;
import org.blaspool.Shape;
import org.blaspool.files.FileBatch;
import org.blaspool.files.FileProgress;
import org.blaspool.files.FileSummary;
import org.blaspool.files.MatrixFiles;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileBatchTest {
    private static BlasPool pool;
    private static MatrixScope scope;

    @TempDir
    Path in;

    @TempDir
    Path out;

    @BeforeAll
    static void open() {
        pool = BlasPool.open("sequential");
        scope = pool.scope();
    }

    @AfterAll
    static void close() {
        scope.close();
        pool.close();
    }

    @BeforeEach
    void writeOperands() {
        for (String name : List.of("0", "1", "2")) {
            double x = Double.parseDouble(name);
            MatrixFiles.write(scope.matrix(new double[][] {{x, 2}}), in.resolve("a/" + name + ".npy"));
            MatrixFiles.write(scope.matrix(new double[][] {{1, 0}, {0, 10}}), in.resolve("b/" + name + ".npy"));
        }
    }

    private FileBatch batch() {
        return FileBatch.of(in.toString(), out).strategy("sequential");
    }

    @Test
    void shouldStoreEveryProductOfADirectory() {
        FileSummary done = FileBatch.of(in.toString(), out).run();

        assertThat(done.complete()).isTrue();
        assertThat(done.stored()).isEqualTo(3);
        assertThat(done.skipped()).isZero();
        assertThat(done.failures()).isEmpty();
        assertThat(done.seconds()).isPositive();
        assertThat(MatrixFiles.read(out.resolve("2.npy"), scope).toRows()).isDeepEqualTo(new double[][] {{2, 20}});
    }

    @Test
    void shouldComputeItsShardAndGoOnWithTheOthers() {
        assertThat(batch().shard(1, 2).run().stored()).isEqualTo(1);
        assertThat(out.resolve("1.npy")).exists();

        FileSummary rest = batch().resume(true).run();
        assertThat(rest.stored()).isEqualTo(2);
        assertThat(rest.skipped()).isEqualTo(1);
        assertThat(rest.complete()).isTrue();

        FileSummary nothing = batch().resume(true).run();
        assertThat(nothing.skipped()).isEqualTo(3);
        assertThat(nothing.strategy()).isEqualTo("none");
    }

    @Test
    void shouldRefuseResultsThatAreThereAlready() {
        batch().run();
        assertThatThrownBy(() -> batch().run())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("results are there already: count=3");
    }

    /** A worker that takes longer than a millisecond for a product is killed. */
    @Test
    void shouldTellWhichProductsFailedAndWhy() throws IOException {
        MatrixFiles.write(scope.zeros(2000, 2000), in.resolve("large.npy"));
        Path manifest = Files.writeString(in.resolve("list.csv"), "a,b,out\nlarge.npy,large.npy,large.npy\n");
        FileSummary done = FileBatch.of(manifest.toString(), out)
                .strategy("processes-shared:workers=1")
                .timeout(Duration.ofMillis(1))
                .retries(1)
                .continueOnError(true)
                .memoryLimit(1L << 30)
                .run();

        assertThat(done.complete()).isFalse();
        assertThat(done.strategy()).isEqualTo("processes-shared:workers=1");
        assertThat(done.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.entry()).isEqualTo("line 2");
            assertThat(failure.out()).isEqualTo(out.toRealPath().resolve("large.npy"));
            assertThat(failure.reason()).isNotEmpty();
        });
        assertThat(out.resolve("large.npy")).doesNotExist();
    }

    @Test
    void shouldTellHowFarItIs() {
        List<FileProgress> told = new ArrayList<>();
        batch().progress(Duration.ofHours(1), told::add).run();

        assertThat(told).singleElement().satisfies(last -> {
            assertThat(last.products()).isEqualTo(3);
            assertThat(last.stored()).isEqualTo(3);
            assertThat(last.flop()).isEqualTo(last.totalFlop());
        });
    }

    @Test
    void shouldCallMistakesIllegalArguments() {
        List<Runnable> mistakes = List.of(
                () -> FileBatch.of("-", out),
                () -> batch().strategy("fastest"),
                () -> batch().shard(2, 2),
                () -> batch().retries(0),
                () -> batch().timeout(Duration.ZERO),
                () -> batch().memoryLimit(0),
                () -> FileBatch.of(in.resolve("none.csv").toString(), out).run(),
                () -> MatrixFiles.read(in.resolve("none.npy"), scope),
                () -> MatrixFiles.read("x.txt", scope),
                () -> MatrixFiles.write(pool.zeros(1, 1), out.resolve("x.mtx")));
        for (Runnable mistake : mistakes) {
            assertThatThrownBy(mistake::run)
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .hasLineCount(1);
        }
    }

    @Test
    void shouldEndWhereTheThreadIsInterruptedAndWriteNothing() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> batch().run()).isInstanceOf(BlaspoolException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(out).isEmptyDirectory();
    }

    @Test
    void shouldReadWhatItWroteInEitherOrder() {
        double[][] rows = {{1, 2, 3}, {4, 5, 6}};
        Matrix byColumns = scope.matrix(rows);
        Matrix byRows = scope.matrix(new double[] {1, 2, 3, 4, 5, 6}, 2, 3, Layout.ROW_MAJOR);
        for (Matrix matrix : List.of(byColumns, byRows, byRows.transpose().transpose())) {
            Path file = out.resolve("x.npy");
            MatrixFiles.write(matrix, file);
            assertThat(MatrixFiles.shape(file.toString())).isEqualTo(new Shape(2, 3));
            assertThat(MatrixFiles.read(file, scope).toRows()).isDeepEqualTo(rows);
        }
    }

    @Test
    void shouldNotWriteAMatrixThatWasGivenBack() {
        Matrix matrix = pool.zeros(2, 2);
        matrix.close();
        assertThatThrownBy(() -> MatrixFiles.write(matrix, out.resolve("x.npy")))
                .isInstanceOf(IllegalStateException.class);
        assertThat(out).isEmptyDirectory();
    }
}
