package org.blaspool.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.error.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyHeaderTest {
    private static final String GOOD = NpyBytes.dictionary("<f8", false, "(2, 3)");
    private static final byte[] DATA = new byte[48];

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'shape': (2, 3), 'fortran_order': False, 'descr': '<f8'}",
                "{\"descr\":\"<f8\",\"fortran_order\":False,\"shape\":(2,3,),}",
                " \t{ 'descr' : '<f8' , 'fortran_order' : False ,\n 'shape' : ( 2 , 3 ) , } \n\n",
                "{'descr': '<f8', 'fortran_order': False, 'shape': (2L, 3L), }",
            })
    void shouldTakeTheDictionaryAsOthersWriteItToo(String text) throws IOException {
        ByteBuffer file = ByteBuffer.wrap(NpyBytes.unpadded(1, text, DATA));
        StoredElements elements = read(file);

        assertThat(elements.shape()).isEqualTo(new Shape(2, 3));
        assertThat(elements.layout()).isEqualTo(Layout.ROW_MAJOR);
        assertThat(file.position()).isEqualTo(10 + text.length());
        assertThat(elements.bytes()).isEqualTo(48);
    }

    /** The file stands at its first element then. */
    private static StoredElements read(ByteBuffer file) throws IOException {
        return NpyFormat.readHead(
                part -> {
                    part.put(file.slice().limit(part.remaining()));
                    file.position(file.position() + part.position());
                },
                file.limit(),
                "x.npy");
    }

    @Test
    void shouldTakeAHeaderLongerThanOneReadAndBytesBehindTheElements() throws IOException {
        ByteBuffer file = ByteBuffer.wrap(NpyBytes.unpadded(2, GOOD + " ".repeat(5000) + "\n", new byte[100]));
        read(file);
        assertThat(file.position()).isEqualTo(12 + GOOD.length() + 5001);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "(3,)      | dimensions=1, expected 2 dimensions; save a column as .reshape(-1, 1)",
                "()        | dimensions=0, expected 2 dimensions; save a number as .reshape(1, 1)",
                "(2, 3, 4) | dimensions=3, expected 2 dimensions; save each matrix of a stack",
                "(-1, 3)   | matrix size is negative",
                "(4294967296, 4294967296) | matrix size overflows",
                "(0, 99999999999999999999) | matrix size overflows",
                "(9223372036854775807, 1) | matrix size overflows",
                "(2, True) | expected a tuple of integers",
                "(2, '3')  | expected a tuple of integers",
                "[2, 3]    | expected a tuple of integers",
                "6         | expected a tuple of integers",
                "(6)       | expected a tuple of integers",
                "(02, 3)   | expected a tuple of integers",
                "(2, 3     | expected a tuple of integers",
                "(1111111111111111111111111111111111111111111, 3) | expected a tuple of integers",
            })
    void shouldRefuseAShapeThatIsNoMatrixAndSayWhy(String shape, String reason) throws IOException {
        refuses(NpyBytes.file(1, NpyBytes.dictionary("<f8", false, shape), DATA), reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "'<c16' ; (complex)",
                "'<f16' ; (extended precision)",
                "'|S8' ; (strings)",
                "'<U8' ; (strings)",
                "'|O' ; (Python objects)",
                "'|V8' ; (raw bytes)",
                "'<M8[s]' ; (dates)",
                "'<f3' ; dtype='<f3'",
                "'' ; dtype=''",
                "'<' ; dtype='<'",
                "[('x', '<f8'), ('y', '<f8')] ; dtype=structured",
                "('<f8', (2,)) ; not a plain type",
                "8 ; not a plain type",
            })
    void shouldRefuseElementsThatAreNoRealNumbersAndSayWhy(String descr, String reason) throws IOException {
        String text = "{'descr': " + descr + ", 'fortran_order': False, 'shape': (2, 3), }";
        refuses(NpyBytes.file(1, text, DATA), reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'descr': '<f8', 'shape': (2, 3)} | has other keys",
                "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), 'x': 1} | has other keys",
                "{'descr': '<f8', 'descr': '<f8', 'fortran_order': False, 'shape': (2, 3)} | key 'descr' is there"
                        + " twice",
                "{'descr': '<f8', 'fortran_order': 0, 'shape': (2, 3)} | expected True or False",
                "{'descr': '<f8', 'fortran_order': false, 'shape': (2, 3)} | found 'false",
                "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3)} x | expected nothing behind the dictionary",
                "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3) | expected '}'",
                "{'descr': '<f8 | expected the end of a string",
                "{'descr': '<\\\\x668', 'fortran_order': False, 'shape': (2, 3)} | without escapes",
                "{'descr': __import__('os'), } | cannot be read",
                "{,} | expected a string",
                "[] | expected '{'",
            })
    void shouldRefuseAnotherDictionaryAndSayWhy(String text, String reason) throws IOException {
        refuses(NpyBytes.file(1, text, DATA), reason);
    }

    @Test
    void shouldRefuseAHeaderThatNestsDeeply() throws IOException {
        refuses(NpyBytes.file(1, "{'descr': " + "(".repeat(60_000), DATA), "not a plain type");
    }

    @Test
    void shouldSayHowMuchOfATruncatedFileIsMissing() throws IOException {
        byte[] whole = NpyBytes.file(1, GOOD, DATA);
        Path file = write(Arrays.copyOf(whole, whole.length - 1));

        assertThatThrownBy(() -> MatrixSource.of(file).header())
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("file is truncated: file=" + file + " bytes=175 expected=176");
    }

    @Test
    void shouldRefuseEveryPrefixOfAFile() throws IOException {
        for (int version = 1; version <= 3; version++) {
            byte[] whole = NpyBytes.file(version, GOOD, DATA);
            for (int length = 0; length < whole.length; length++) {
                refuses(Arrays.copyOf(whole, length), length < 6 ? "is not a .npy file" : "file is truncated");
            }
        }
    }

    @Test
    void shouldRefuseAHugeShapeOverAShortFileBeforeAnyMemoryIsTaken() throws IOException {
        refuses(NpyBytes.file(1, NpyBytes.dictionary("<f8", false, "(100000000, 1000000000)"), DATA), "is truncated");
    }

    @Test
    void shouldRefuseAHeaderLengthBeyondReason() throws IOException {
        byte[] file = NpyBytes.file(2, GOOD, DATA);
        Arrays.fill(file, 8, 12, (byte) 0xff);
        refuses(file, "header_bytes=4294967295, allowed 65536");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "4, 0", "1, 1", "255, 255"})
    void shouldRefuseAVersionThatItDoesNotKnow(int major, int minor) throws IOException {
        byte[] file = NpyBytes.file(1, GOOD, DATA);
        file[6] = (byte) major;
        file[7] = (byte) minor;
        refuses(file, "version=" + major + "." + minor);
    }

    @Test
    void shouldNameAFileThatIsNotThereOrNoFile() throws IOException {
        Path missing = directory.resolve("missing.npy");
        Path inner = Files.createDirectory(directory.resolve("directory.npy"));
        Path zero = Files.createSymbolicLink(directory.resolve("zero.npy"), Path.of("/dev/zero"));
        assertThatThrownBy(() -> MatrixSource.of(missing).header()).hasMessage("file is not there: file=" + missing);
        assertThatThrownBy(() -> MatrixSource.of(inner).header()).hasMessage("file is a directory: file=" + inner);
        assertThatThrownBy(() -> MatrixSource.of(zero).header())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("not a regular file");
    }

    private void refuses(byte[] bytes, String reason) throws IOException {
        Path file = write(bytes);
        assertThatThrownBy(() -> MatrixSource.of(file).header())
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("file=" + file)
                .hasMessageContaining(reason);
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(directory.resolve("given.npy"), bytes);
    }
}
