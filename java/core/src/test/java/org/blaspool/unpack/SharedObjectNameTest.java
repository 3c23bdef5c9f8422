package org.blaspool.unpack;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SharedObjectNameTest {
    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"x86_64", "arm64"})
    void shouldRenameTheOpenBlasOfBothArchitecturesInPlace(String architecture) throws Exception {
        Path library = openBlas(architecture);
        long size = Files.size(library);
        try (FileChannel file = FileChannel.open(library, READ, WRITE)) {
            assertThat(SharedObjectName.of(file)).isEqualTo("libopenblas.so.0");
            SharedObjectName.replace(file, LibraryCache.OPENBLAS_SHARED_OBJECT_NAME);
            assertThat(SharedObjectName.of(file)).isEqualTo(LibraryCache.OPENBLAS_SHARED_OBJECT_NAME);
        }
        assertThat(Files.size(library)).isEqualTo(size);
    }

    @Test
    void shouldRefuseANameOfAnotherLength() throws Exception {
        try (FileChannel file = FileChannel.open(openBlas("x86_64"), READ, WRITE)) {
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> SharedObjectName.replace(file, "libother.so"))
                    .withMessage("names differ in length: libopenblas.so.0, libother.so");
        }
    }

    @Test
    void shouldRefuseWhatIsNoLibrary() throws Exception {
        Path text = Files.writeString(
                directory.resolve("text"), "no library, though it is long enough for a header ".repeat(9));
        Path shortOne = Files.writeString(directory.resolve("short"), "x");
        try (FileChannel file = FileChannel.open(text, READ);
                FileChannel cut = FileChannel.open(shortOne, READ)) {
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> SharedObjectName.of(file));
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> SharedObjectName.of(cut));
        }
    }

    private Path openBlas(String architecture) throws IOException {
        Path copy = directory.resolve("libopenblas.so.0");
        String resource = "/org/bytedeco/openblas/linux-" + architecture + "/libopenblas.so.0";
        try (InputStream contents = SharedObjectNameTest.class.getResourceAsStream(resource)) {
            Files.copy(contents, copy);
        }
        return copy;
    }
}
