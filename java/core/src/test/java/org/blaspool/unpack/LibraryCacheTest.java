package org.blaspool.unpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import org.blaspool.error.ResourceUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryCacheTest {
    @TempDir
    Path temporary;

    @BeforeEach
    void nameACache() {
        System.setProperty(
                LibraryCache.DIRECTORY_PROPERTY, temporary.resolve("cache").toString());
    }

    @AfterEach
    void forgetIt() {
        System.clearProperty(LibraryCache.DIRECTORY_PROPERTY);
    }

    @Test
    void shouldUnpackTheBundledOpenBlasSoThatItLoads() throws Exception {
        Path library = LibraryCache.bundledOpenBlas();
        assertThat(library).hasFileName("libopenblas.so.0").isRegularFile();
        assertThat(library.resolveSibling("libgfortran.so.5")).isRegularFile();
        assertThat(library.resolveSibling("libgcc_s.so.1")).doesNotExist();
        LibraryCache.loadCompanions(library);
        System.load(library.toString());
        assertThat(Files.readString(Path.of("/proc/self/maps")))
                .contains(library.toRealPath().toString());
    }

    @Test
    void shouldUnpackItsOwnFilesReadyToRun() throws Exception {
        Path program = LibraryCache.own("blaspool-pin");
        Process mask = new ProcessBuilder(program.toString()).start();
        assertThat(new String(mask.getInputStream().readAllBytes())).matches("[0-9,-]+\n");
        assertThat(mask.waitFor()).isZero();
        assertThat(LibraryCache.own("libblaspool_jni.so")).isExecutable();
    }

    @Test
    void shouldLeaveALibraryWithoutCompanionsAlone() {
        LibraryCache.loadCompanions(temporary.resolve("libblas.so.3"));
        LibraryCache.loadCompanions(Path.of("libopenblas.so.0"));
    }

    @Test
    void shouldNameACompanionThatDoesNotLoad() throws Exception {
        // A program is ELF, so that the JVM does not warn of its stack, but no library.
        Path program = Path.of(System.getProperty("java.home"), "bin", "java");
        Path companion = Files.createSymbolicLink(temporary.resolve("libgfortran.so.5"), program);
        assertThatExceptionOfType(ResourceUnavailableException.class)
                .isThrownBy(() -> LibraryCache.loadCompanions(temporary.resolve("libopenblas.so.0")))
                .withMessageContainingAll("path=" + companion, "--blas system");
    }

    @Test
    void shouldNameTheResourceThatIsMissing() {
        assertThatExceptionOfType(ResourceUnavailableException.class)
                .isThrownBy(() -> LibraryCache.own("libabsent.so"))
                .withMessageContainingAll(
                        "file=libabsent.so", "org/blaspool/native/linux-", "blaspool.native.directory");
    }

    @Test
    void shouldKnowTheNamesOfBothArchitectures() {
        assertThat(LibraryCache.Architecture.of("amd64")).isEqualTo(new LibraryCache.Architecture("x86_64", "x86_64"));
        assertThat(LibraryCache.Architecture.of("aarch64"))
                .isEqualTo(new LibraryCache.Architecture("aarch64", "arm64"));
    }
}
