package org.blaspool.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.error.InvalidInputException;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.file.ProductWindow.LoadedProducts;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.ProductShape;
import org.blaspool.matrix.StoredMatrix;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProductWindowsTest {
    @TempDir
    Path directory;

    @BeforeEach
    void writeMatrices() {
        write("a.npy", 4, 3, Layout.COLUMN_MAJOR, 1);
        write("b.npy", 3, 5, Layout.ROW_MAJOR, 2);
        write("c.npy", 4, 5, Layout.ROW_MAJOR, 3);
        write("bt.npy", 5, 3, Layout.COLUMN_MAJOR, 4);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void shouldKnowTheWorkBeforeAnythingIsRead(int threads) throws IOException {
        Manifest manifest = manifest("a.npy,b.npy,1.npy,,,", "a.npy,bt.npy,2.npy,t,0.5,c.npy");
        ManifestProblems problems = ManifestProblems.collected(manifest);
        try (FileReaders readers = new FileReaders(threads)) {
            Workload work = Workload.of(manifest.entries(problems), manifest, problems, readers);

            assertThat(problems.count()).isZero();
            assertThat(work.products()).isEqualTo(2);
            assertThat(work.flop()).isEqualTo(2 * 2 * 4 * 3 * 5);
            assertThat(work.operandBytes()).isEqualTo(2 * 8 * (12 + 15));
            assertThat(work.resultBytes()).isEqualTo(2 * 8 * 20);
            assertThat(work.storedBytes()).isEqualTo(8 * (12 + 15 + 12 + 15 + 20));
            assertThat(work.largestFootprint()).isEqualTo(128 + 128 + 192);
            assertThat(work.shapes()).isEqualTo(Map.of(new ProductShape(4, 3, 5), 2L));
            work.requireWithin(448);
            assertThatThrownBy(() -> work.requireWithin(447))
                    .isInstanceOf(ResourceUnavailableException.class)
                    .hasMessageContaining("line 2 bytes=448, allowed 447; raise it with --memory-limit");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void shouldReportEveryBadFileWithItsLine(int threads) throws IOException {
        Files.write(directory.resolve("short.npy"), new byte[] {1, 2, 3});
        Path half = Files.copy(directory.resolve("b.npy"), directory.resolve("half.npy"));
        try (var channel = FileChannel.open(half, StandardOpenOption.WRITE)) {
            channel.truncate(200);
        }
        write("empty.npy", 3, 0, Layout.COLUMN_MAJOR, 1);
        Manifest manifest = manifest(
                "a.npy,b.npy,1.npy,,,",
                "a.npy,bt.npy,2.npy,,,",
                "a.npy,missing.npy,3.npy,,,",
                "a.npy,half.npy,4.npy,,,",
                "short.npy,b.npy,5.npy,,,",
                "a.npy,empty.npy,6.npy,,,",
                "a.npy,b.npy,7.npy,,1,b.npy",
                "a.npy,b.npy,/8.npy,,,");
        ManifestProblems problems = ManifestProblems.collected(manifest);
        try (FileReaders readers = new FileReaders(threads)) {
            Workload work = Workload.of(manifest.entries(problems), manifest, problems, readers);
            assertThat(work.products()).isEqualTo(1);
        }
        assertThatThrownBy(problems::throwIfAny)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("has 7 bad entries")
                .hasMessageContaining("line 3: operand shapes do not agree: a=4x3 b=5x3, expected b with 3 rows;"
                        + " files a=a.npy b=bt.npy")
                .hasMessageContaining("line 4: file is not there: file=missing.npy")
                .hasMessageContaining("line 5: file is truncated: file=half.npy bytes=200 expected=248")
                .hasMessageContaining("line 6: file is not a .npy file: file=short.npy")
                .hasMessageContaining("line 7: matrix is empty: file=empty.npy shape=3x0")
                .hasMessageContaining("line 8: result shape does not agree: c=3x5, expected 4x5")
                .hasMessageContaining("line 9: out leaves the directory");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void shouldCutWindowsThatFitTheBudgetAndShareOperands(int threads) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            lines.add("a.npy,b.npy," + i + ".npy,,,");
        }
        Manifest manifest = manifest(lines.toArray(String[]::new));
        long budget = 256 + 4 * 192;
        List<Integer> sizes = new ArrayList<>();
        try (FileReaders readers = new FileReaders(threads);
                MatrixStore store = MatrixStore.reserve(budget, false, 1);
                ProductWindows windows = new ProductWindows(manifest.entries(), budget, readers)) {
            while (windows.hasNext()) {
                ProductWindow window = windows.next();
                store.rewind();
                LoadedProducts loaded = window.load(store, readers);
                sizes.add(loaded.batch().size());
                assertThat(window.footprint()).isLessThanOrEqualTo(budget);
                Dgemm last = loaded.products().get(loaded.products().size() - 1);
                assertThat(last.a()).isSameAs(loaded.products().get(0).a());
                assertThat(last.a().get(3, 2)).isEqualTo(1 + 3.2);
                assertThat(last.b().get(2, 4)).isEqualTo(2 + 2.4);
            }
            assertThat(store.regions()).as("a window fits the store").hasSize(1);
        }
        assertThat(sizes).containsExactly(4, 4, 2);
    }

    @Test
    void shouldStartResultsFromCWhereBetaIsNotZero() throws IOException {
        Manifest manifest = manifest("a.npy,bt.npy,1.npy,t,0.5,c.npy", "a.npy,b.npy,2.npy,,0,missing.npy");
        try (FileReaders readers = new FileReaders(2);
                MatrixStore store = MatrixStore.privateMemory();
                ProductWindows windows = new ProductWindows(manifest.entries(), 1 << 20, readers)) {
            LoadedProducts loaded = windows.next().load(store, readers);

            Dgemm first = loaded.products().get(0);
            assertThat(first.beta()).isEqualTo(0.5);
            assertThat(first.transposeB()).isTrue();
            assertThat(first.c().layout()).isEqualTo(Layout.ROW_MAJOR);
            assertThat(first.c().get(3, 4)).isEqualTo(3 + 3.4);
            assertThat(loaded.products().get(1).beta()).isZero();
            assertThat(windows.hasNext()).isFalse();
        }
    }

    /** Side by side, small products stream slowly. */
    @Test
    void shouldLayOperandsByTheirPartInProducts() throws IOException {
        Manifest manifest = manifest("a.npy,b.npy,1.npy,,,", "a2.npy,b2.npy,2.npy,,,", "a.npy,bt.npy,3.npy,t,,");
        write("a2.npy", 4, 3, Layout.COLUMN_MAJOR, 1);
        write("b2.npy", 3, 5, Layout.ROW_MAJOR, 2);
        try (FileReaders readers = new FileReaders(1);
                MatrixStore store = MatrixStore.reserve(1 << 20, false, 1);
                ProductWindows windows = new ProductWindows(manifest.entries(), 1 << 20, readers)) {
            List<Dgemm> products = windows.next().load(store, readers).products();
            List<StoredMatrix> inOrder = Stream.<Function<Dgemm, StoredMatrix>>of(Dgemm::a, Dgemm::b, Dgemm::c)
                    .flatMap(part -> products.stream().map(part))
                    .distinct()
                    .toList();
            assertThat(inOrder).hasSize(2 + 3 + 3);
            assertThat(inOrder).extracting(StoredMatrix::address).isSorted();
        }
    }

    @Test
    void shouldTellOfFilesThatChangedSinceAndGoOnWithTheOthers() throws IOException {
        Manifest manifest = manifest("a.npy,b.npy,1.npy,,,", "a.npy,bt.npy,2.npy,t,,", "c.npy,bt.npy,3.npy,,,");
        try (FileReaders readers = new FileReaders(2);
                MatrixStore store = MatrixStore.privateMemory();
                ProductWindows windows = new ProductWindows(manifest.entries(), 1 << 20, readers)) {
            ProductWindow window = windows.next();
            Files.delete(directory.resolve("b.npy")); // after its head was read
            LoadedProducts loaded = window.load(store, readers);

            assertThat(loaded.entries()).extracting(ProductEntry::line).containsExactly(3L, 4L);
            assertThat(loaded.failures()).singleElement().satisfies(failure -> {
                assertThat(failure.entry().line()).isEqualTo(2);
                assertThat(failure.cause()).hasMessage("file is not there: file=b.npy");
            });
        }
    }

    @Test
    void shouldRefuseAProductThatNoWindowHolds() throws IOException {
        Manifest manifest = manifest("a.npy,b.npy,1.npy,,,");
        try (FileReaders readers = new FileReaders(1);
                ProductWindows windows = new ProductWindows(manifest.entries(), 447, readers)) {
            assertThatThrownBy(windows::next)
                    .isInstanceOf(ResourceUnavailableException.class)
                    .hasMessageContaining("bytes=448, allowed 447; raise it with --memory-limit");
        }
    }

    private Manifest manifest(String... lines) throws IOException {
        Path file = Files.writeString(
                directory.resolve("pairs.csv"), "a,b,out,transb,beta,c\n" + String.join("\n", lines) + "\n");
        return Manifest.open(file.toString(), OutDirectory.of(directory.resolve("out")), InputStream.nullInputStream());
    }

    /** Element (i, j) is first + i + j / 10. */
    private void write(String name, int rows, int columns, Layout layout, double first) {
        try (MatrixStore store = MatrixStore.privateMemory()) {
            StoredMatrix matrix = store.allocate(new Shape(rows, columns), layout);
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    matrix.set(i, j, first + (10 * i + j) / 10.0);
                }
            }
            ResultFile.store(matrix, directory.resolve(name), true);
        }
    }
}
