package org.blaspool.unpack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
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
    private static final String NAME = "libopenblas.so.0";

    @TempDir
    private Path directory;

    private Path unpacked(PackedFile packed) throws IOException {
        Path file = directory.resolve("unpacked");
        try (FileChannel channel = FileChannel.open(file, CREATE_NEW, READ, WRITE)) {
            packed.unpack(channel);
        }
        return file;
    }

    @ParameterizedTest
    @ValueSource(strings = {"x86_64", "arm64"})
    void shouldRenameTheOpenBlasOfBothArchitecturesInPlace(String architecture) throws Exception {
        PackedFile packed = PackedFile.find("org/bytedeco/openblas/linux-" + architecture, NAME)
                .orElseThrow();
        byte[] renamed = Files.readAllBytes(unpacked(packed.named(LibraryCache.OPENBLAS_SHARED_OBJECT_NAME)));
        try (InputStream original = packed.url().openStream()) {
            String text = new String(original.readAllBytes(), ISO_8859_1);
            assertThat(new String(renamed, ISO_8859_1))
                    .isEqualTo(text.replace("\0" + NAME + "\0", "\0" + LibraryCache.OPENBLAS_SHARED_OBJECT_NAME + "\0"))
                    .isNotEqualTo(text);
        }
    }

    @Test
    void shouldRefuseANameOfAnotherLength() throws Exception {
        PackedFile packed =
                PackedFile.find("org/bytedeco/openblas/linux-x86_64", NAME).orElseThrow();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> unpacked(packed.named("libother.so")))
                .withMessage("library cannot be renamed: libopenblas.so.0 to libother.so");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no library", "", "x libopenblas.so.0 y", "\0libopenblas.so.0\0libopenblas.so.0\0"})
    void shouldRefuseWhatHasNotGotThatNameOnce(String contents) throws Exception {
        Path file = Files.writeString(directory.resolve(NAME), contents);
        PackedFile packed = PackedFile.of(NAME, file.toUri().toURL());
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> unpacked(packed.named(LibraryCache.OPENBLAS_SHARED_OBJECT_NAME)));
    }
}
