package org.blaspool.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.error.InvalidInputException;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that numpy, h5py and scipy wrote are read as these read them, or refused with the reason. */
class SamplesTest {
    /** A line of a table: what a user would write, and what comes of it. */
    private record Sample(String name, String expected) {
        static Sample of(String line) {
            String[] parts = line.split("\t");
            return new Sample(parts[0], parts[1]);
        }

        MatrixSource source() {
            return MatrixSource.of(name, samples());
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Path samples() {
        try {
            return Path.of(SamplesTest.class.getResource("samples/npz.tsv").toURI())
                    .getParent();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static Stream<Sample> all() {
        return Stream.of("npz", "members", "h5", "kinds", "mtx").flatMap(family -> {
            try {
                return Files.readAllLines(samples().resolve(family + ".tsv")).stream()
                        .map(Sample::of);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    static Stream<Sample> good() {
        return all().filter(sample -> !sample.expected().startsWith("!"));
    }

    static Stream<Sample> bad() {
        return all().filter(sample -> sample.expected().startsWith("!"));
    }

    @ParameterizedTest
    @MethodSource("good")
    void shouldReadWhatItsMakerReads(Sample sample) {
        try (MatrixStore store = MatrixStore.privateMemory()) {
            StoredMatrix expected =
                    MatrixSource.of(samples().resolve(sample.expected())).load(store);
            MatrixSource source = sample.source();
            MatrixHeader header = source.header();
            StoredMatrix read = store.allocate(header.shape(), header.layout());
            StoredElements.fill(read, 99); // memory that was used before
            source.read(read);

            assertThat(read.shape()).isEqualTo(expected.shape());
            assertThat(read.toArray(Layout.ROW_MAJOR)).containsExactly(expected.toArray(Layout.ROW_MAJOR));
        }
    }

    @ParameterizedTest
    @MethodSource("good")
    void shouldReadIntoAMatrixWithGapsBetweenItsLines(Sample sample) {
        try (MatrixStore store = MatrixStore.privateMemory()) {
            MatrixSource source = sample.source();
            MatrixHeader header = source.header();
            StoredMatrix whole = source.load(store);
            long line = header.layout() == Layout.ROW_MAJOR
                    ? header.shape().columns()
                    : header.shape().rows();
            long lines = header.layout() == Layout.ROW_MAJOR
                    ? header.shape().rows()
                    : header.shape().columns();
            StoredMatrix around = store.allocate(new Shape(line + 3, lines + 1), Layout.COLUMN_MAJOR);
            StoredElements.fill(around, 99);
            StoredMatrix gaps =
                    StoredMatrix.over(around.region(), around.offset(), header.shape(), line + 3, header.layout());
            source.read(gaps);

            assertThat(gaps.toArray(Layout.ROW_MAJOR)).containsExactly(whole.toArray(Layout.ROW_MAJOR));
            for (long j = 0; j < lines; j++) {
                for (long i = line; i < line + 3; i++) {
                    assertThat(around.get(i, j)).isEqualTo(99);
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("bad")
    void shouldRefuseWithTheReason(Sample sample) {
        assertThatThrownBy(() -> {
                    try (MatrixStore store = MatrixStore.privateMemory()) {
                        sample.source().load(store);
                    }
                })
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("file=" + sample.name())
                .hasMessageContaining(sample.expected().substring(1))
                .hasMessageNotContaining("\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"row", "column"})
    void shouldReadChunksOfASingleRowOrColumnInEitherOrder(String name) {
        try (MatrixStore store = MatrixStore.privateMemory()) {
            MatrixSource source = MatrixSource.of("chunked-latest.h5:/" + name, samples());
            StoredMatrix rowMajor = source.load(store);
            StoredMatrix columnMajor = store.allocate(rowMajor.shape(), Layout.COLUMN_MAJOR);
            source.read(columnMajor);

            assertThat(columnMajor.toArray(Layout.ROW_MAJOR)).containsExactly(rowMajor.toArray(Layout.ROW_MAJOR));
        }
    }
}
