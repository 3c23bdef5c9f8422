package org.blaspool.unpack;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.blaspool.error.ResourceUnavailableException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CLibraryTest {
    @TempDir
    Path directory;

    private Path mapped(String file) throws IOException {
        return Files.writeString(
                directory.resolve("maps"),
                "55d0a000-55d0b000 r--p 00000000 fe:00 1 /usr/bin/java\n7f0000-7f1000 r-xp 00000000 fe:00 2    " + file
                        + "\n7ffd000-7ffe000 rw-p 00000000 00:00 0 [stack]\n");
    }

    @ParameterizedTest
    @CsvSource({
        "/usr/lib64/libc-2.28.so, glibc 2.28",
        "/lib/x86_64-linux-gnu/libc-2.31.so, glibc 2.31",
        "/lib/ld-musl-x86_64.so.1, musl"
    })
    void shouldRefuseAnOldOrForeignCLibrary(String file, String name) throws IOException {
        Path maps = mapped(file);
        assertThatExceptionOfType(ResourceUnavailableException.class)
                .isThrownBy(() -> LibraryCache.requireNewCLibrary(maps))
                .withMessage(
                        "the bundled BLAS needs a newer C library: found=" + name + ", expected glibc 2.34 or later;"
                                + " take a BLAS of this system by --blas system or --blas PATH, with a blaspool that"
                                + " was built here (./blaspool in a source tree)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/usr/lib64/libc.so.6", "/opt/libc-2.34.so", "/opt/libc-2.31.so.gz"})
    void shouldAcceptANewOne(String file) throws IOException {
        Path maps = mapped(file);
        assertThatCode(() -> LibraryCache.requireNewCLibrary(maps)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = "absent")
    void shouldLeaveItToTheLoaderWhereItCannotTell(String absent) {
        assertThatCode(() -> LibraryCache.requireNewCLibrary(directory.resolve(absent)))
                .doesNotThrowAnyException();
    }
}
