package org.blaspool.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.blaspool.Layout;
import org.blaspool.error.InvalidInputException;
import org.blaspool.matrix.MatrixStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RawFormatTest {
    @TempDir
    Path directory;

    private double[] read(String name) {
        try (MatrixStore store = MatrixStore.privateMemory()) {
            return MatrixSource.of(name, directory).load(store).toArray(Layout.ROW_MAJOR);
        }
    }

    @Test
    void shouldReadRowsOfLittleEndianDoublesUnlessToldOtherwise() throws IOException {
        ByteBuffer doubles = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
        doubles.asDoubleBuffer().put(new double[] {1, 2, 3, 4, 5, 6});
        Files.write(directory.resolve("x.bin"), doubles.array());

        assertThat(read("x.bin:2x3")).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(read("x.bin:2x3:order=C:dtype=<f8")).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(read("x.bin:2x3:order=F")).containsExactly(1, 3, 5, 2, 4, 6);
        assertThat(MatrixSource.of("x.bin:2x3:order=F", directory).header().layout())
                .isEqualTo(Layout.COLUMN_MAJOR);
    }

    @Test
    void shouldReadOtherTypesInEitherByteOrder() throws IOException {
        Files.write(directory.resolve("x.raw"), new byte[] {1, 0, (byte) 0xff, (byte) 0xff});

        assertThat(read("x.raw:1x2:dtype=<i2")).containsExactly(1, -1);
        assertThat(read("x.raw:1x2:dtype=i2")).containsExactly(1, -1);
        assertThat(read("x.raw:1x2:dtype=>u2")).containsExactly(256, 65535);
        assertThat(read("x.raw:2x2:dtype=|i1:order=F")).containsExactly(1, -1, 0, -1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x.bin                | has no shape: file=x.bin shape is missing",
                "x.bin:               | has no shape",
                "x.bin:3              | has no shape",
                "x.bin:3x             | has no shape",
                "x.bin:-1x3           | has no shape",
                "x.bin:3x1x1          | has no shape",
                "x.bin:3x1:order=A    | has an unknown order",
                "x.bin:3x1:dtype=c16  | has an unknown type",
                "x.bin:3x1:dtype=     | has an unknown type",
                "x.bin:3x1:type=f8    | is not understood",
                "x.bin:3x1:f8         | is not understood",
                "x.bin:3x1:           | is not understood",
                "x.bin:3x1:order=C:order=F | is said twice",
                "x.bin:999999999999x999999999999 | is too large",
                "x.bin:3x2            | bytes=24, expected 48 for 3x2 of f8",
                "x.bin:2x1            | bytes=24, expected 16",
                "y.bin:2x1            | file is not there",
            })
    void shouldRefuseWithTheReason(String name, String reason) throws IOException {
        Files.write(directory.resolve("x.bin"), new byte[24]);
        assertThatThrownBy(() -> read(name))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("\n");
    }
}
