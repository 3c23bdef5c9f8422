package org.blaspool.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.error.InvalidInputException;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NpyFormatTest {
    @TempDir
    Path directory;

    private final MatrixStore store = MatrixStore.privateMemory();

    @AfterEach
    void closeStore() {
        store.close();
    }

    static Stream<Arguments> everyTypeOrderAndVersion() {
        return Stream.of(ElementType.values())
                .flatMap(type -> Stream.of("<", ">", "=", "|", "")
                        .flatMap(order -> Stream.of(true, false)
                                .flatMap(fortran -> Stream.of(1, 2, 3)
                                        .map(version -> Arguments.of(type, order, fortran, version)))));
    }

    @ParameterizedTest
    @MethodSource("everyTypeOrderAndVersion")
    void shouldReadEveryTypeOrderAndVersion(ElementType type, String order, boolean fortran, int version)
            throws IOException {
        boolean signed = type.code().charAt(0) == 'i' || type.code().charAt(0) == 'f';
        long[] values = type == ElementType.BOOL
                ? new long[] {1, 0, 0, 1, 1, 0}
                : new long[] {1, 2, 3, signed ? -4 : 100, 5, signed ? -128 : 127};
        String dictionary = NpyBytes.dictionary(order + type.code(), fortran, "(2, 3)");
        Path file = write(NpyBytes.file(version, dictionary, NpyBytes.elements(type, byteOrder(order), values)));

        StoredMatrix matrix = MatrixSource.of(file).load(store);

        Layout layout = fortran ? Layout.COLUMN_MAJOR : Layout.ROW_MAJOR;
        assertThat(matrix.shape()).isEqualTo(new Shape(2, 3));
        assertThat(matrix.layout()).isEqualTo(layout);
        assertThat(matrix.toArray(layout))
                .containsExactly(LongStream.of(values).asDoubleStream().toArray());
    }

    private static ByteOrder byteOrder(String order) {
        return switch (order) {
            case "<" -> ByteOrder.LITTLE_ENDIAN;
            case ">" -> ByteOrder.BIG_ENDIAN;
            default -> ByteOrder.nativeOrder();
        };
    }

    @ParameterizedTest
    @CsvSource({
        "<i8, 9007199254740993, 9007199254740992",
        "<i8, 9007199254740995, 9007199254740996",
        "<i8, -9007199254740993, -9007199254740992",
        "<i8, -9223372036854775808, -9223372036854775808",
        "<u8, -1, 18446744073709551616",
        "<u8, -9223372036854775807, 9223372036854775808", // 2^63 + 1
        "<u8, -9223372036854774783, 9223372036854777856", // 2^63 + 1025 is just above a tie
        "<u8, -9223372036854774784, 9223372036854775808", // 2^63 + 1024 is a tie: to even
    })
    void shouldRoundIntegersBeyond53BitsToTheNearestDouble(String descr, long bits, double expected)
            throws IOException {
        byte[] data = NpyBytes.elements(ElementType.INT64, ByteOrder.LITTLE_ENDIAN, bits);
        Path file = write(NpyBytes.file(1, NpyBytes.dictionary(descr, false, "(1, 1)"), data));

        assertThat(MatrixSource.of(file).load(store).get(0, 0)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0x0000, 0x0p0",
        "0x8000, -0x0p0",
        "0x0001, 0x1p-24",
        "0x83ff, -0x3ffp-24",
        "0x0400, 0x1p-14",
        "0x3c00, 1",
        "0xc001, -0x1.004p1",
        "0x7bff, 65504",
        "0x7c00, Infinity",
        "0xfc00, -Infinity",
        "0x7e00, NaN",
    })
    void shouldWidenHalfPrecisionExactly(String half, double expected) {
        // As an object: NaN is NaN, and -0 is not 0.
        ByteBuffer one = ByteBuffer.allocateDirect(Double.BYTES).order(ByteOrder.nativeOrder());
        one.putShort(Double.BYTES - Short.BYTES, (short) (int) Integer.decode(half));
        ElementType.FLOAT16.widen(one, 1, ByteOrder.nativeOrder());
        assertThat(one.getDouble(0)).isEqualTo(Double.valueOf(expected));
    }

    /** The file in full, so that the writer cannot agree with a wrong reader. */
    @Test
    void shouldWriteTheBytesThatNumpyWrites() throws IOException {
        StoredMatrix matrix = store.allocate(new Shape(2, 2), Layout.COLUMN_MAJOR);
        matrix.put(new double[][] {{1, -2}, {0.5, Double.POSITIVE_INFINITY}});
        String head = "\u0093NUMPY\u0001\0\u0076\0{'descr': '<f8', 'fortran_order': True, 'shape': (2, 2), }"
                + " ".repeat(59) + "\n";
        ByteBuffer expected = ByteBuffer.allocate(160)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(head.getBytes(StandardCharsets.ISO_8859_1))
                .putDouble(1)
                .putDouble(0.5)
                .putDouble(-2)
                .putDouble(Double.POSITIVE_INFINITY);

        assertThat(Files.readAllBytes(written(matrix))).isEqualTo(expected.array());
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 700", "700, 1", "301, 257", "0, 5", "5, 0"})
    void shouldReadBackWhatItWrites(int rows, int columns) throws IOException {
        for (Layout layout : Layout.values()) {
            StoredMatrix matrix = store.allocate(new Shape(rows, columns), layout);
            matrix.put(ramp(rows * columns), layout);

            StoredMatrix back = MatrixSource.of(written(matrix)).load(store);

            assertThat(back.shape()).isEqualTo(matrix.shape());
            assertThat(back.toArray(layout)).isEqualTo(matrix.toArray(layout));
        }
    }

    @Test
    void shouldLeaveTheGapsBetweenLinesAlone() throws IOException {
        StoredMatrix wide = store.allocate(new Shape(5, 3), Layout.COLUMN_MAJOR);
        wide.put(ramp(15), Layout.COLUMN_MAJOR);
        StoredMatrix part =
                StoredMatrix.over(wide.region(), wide.offset() + 8, new Shape(3, 3), 5, Layout.COLUMN_MAJOR);
        Path file = written(part);
        assertThat(MatrixSource.of(file).load(store).toArray(Layout.COLUMN_MAJOR))
                .containsExactly(2, 3, 4, 7, 8, 9, 12, 13, 14);

        wide.put(new double[15], Layout.COLUMN_MAJOR);
        MatrixSource.of(file).read(part);

        assertThat(wide.toArray(Layout.COLUMN_MAJOR)).containsExactly(0, 2, 3, 4, 0, 0, 7, 8, 9, 0, 0, 12, 13, 14, 0);
    }

    /** More elements than are widened at once, an odd number of them. */
    @Test
    void shouldWidenAMatrixInPiecesThatMeet() throws IOException {
        int rows = 3;
        int columns = 65_537;
        ByteBuffer data = ByteBuffer.allocate(4 * rows * columns).order(ByteOrder.BIG_ENDIAN);
        for (int i = 0; i < rows * columns; i++) {
            data.putFloat(i);
        }
        Path file = write(NpyBytes.file(1, NpyBytes.dictionary(">f4", false, "(3, 65537)"), data.array()));

        double[] values = MatrixSource.of(file).load(store).toArray(Layout.ROW_MAJOR);

        for (int i = 0; i < values.length; i++) {
            assertThat(values[i]).isEqualTo(i);
        }
    }

    /** Views of a region end at each GiB; the matrix starts so close to one that its elements lie on both sides. */
    @Test
    void shouldReadAndWriteAcrossAGibibyteOfARegion() throws IOException {
        long bytes = (1L << 30) + (1 << 20);
        assumeTrue(freeBytes() > 2 * bytes, "this needs " + 2 * bytes + " bytes of free memory");
        try (MatrixStore large = MatrixStore.reserve(bytes, false, 2)) {
            StoredMatrix matrix = StoredMatrix.over(
                    large.allocate(1, 1).region(), (1L << 30) - 24, new Shape(2, 5), 2, Layout.COLUMN_MAJOR);
            matrix.put(ramp(10), Layout.COLUMN_MAJOR);
            Path file = written(matrix);
            matrix.put(new double[10], Layout.COLUMN_MAJOR);

            MatrixSource.of(file).read(matrix);
            assertThat(matrix.toArray(Layout.COLUMN_MAJOR)).isEqualTo(ramp(10));

            byte[] narrow = NpyBytes.elements(ElementType.INT16, ByteOrder.BIG_ENDIAN, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
            matrix.put(new double[10], Layout.COLUMN_MAJOR);
            MatrixSource.of(write(NpyBytes.file(1, NpyBytes.dictionary(">i2", true, "(2, 5)"), narrow)))
                    .read(matrix);
            assertThat(matrix.toArray(Layout.COLUMN_MAJOR)).isEqualTo(ramp(10));
        }
    }

    private static long freeBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/meminfo")).stream()
                .filter(line -> line.startsWith("MemAvailable"))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    @Test
    void shouldNotReadAFileThatBecameAnotherMatrix() throws IOException {
        Path file = write(NpyBytes.file(1, NpyBytes.dictionary("<f8", true, "(2, 1)"), new byte[16]));
        StoredMatrix target = store.allocate(3, 1);

        assertThatThrownBy(() -> MatrixSource.of(file).read(target))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("shape=2x1")
                .hasMessageContaining("expected 3x1");
    }

    private Path written(StoredMatrix matrix) throws IOException {
        Path file = Files.createTempFile(directory, "written", ".npy");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            new NpyFormat().write(matrix, "", channel);
        }
        return file;
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(Files.createTempFile(directory, "given", ".npy"), bytes);
    }

    private static double[] ramp(int length) {
        double[] values = new double[length];
        Arrays.setAll(values, i -> i + 1);
        return values;
    }
}
