package org.blaspool.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole JVMs whose class path is a list of jars, as a user's is, made of this build's directories. */
class WorkerArchiveTest {
    private static final String NONE_THEN_BOTH = "mapped=0\nmapped=2\n";
    private static final String BOTH = "mapped=2\nmapped=2\n";

    /** The natives are unpacked once for all tests. */
    @TempDir
    static Path shared;

    private static String classPath;
    private static Path changing;

    @BeforeAll
    static void packClassPath() throws IOException {
        List<Path> jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(":")) {
            Path path = Path.of(entry);
            if (Files.isDirectory(path)) {
                path = pack(path, shared.resolve(jars.size() + ".jar"));
                changing = path;
            }
            if (Files.isRegularFile(path)) {
                jars.add(path);
            }
        }
        classPath = String.join(":", jars.stream().map(Path::toString).toList());
    }

    private static Path pack(Path directory, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file);
                Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(new ZipEntry(directory.relativize(path).toString()));
                Files.copy(path, zip);
            }
        }
        return jar;
    }

    @BeforeEach
    void forgetArchives() throws IOException {
        for (Path file : archived("")) {
            Files.delete(file);
        }
    }

    private static List<Path> archived(String suffix) throws IOException {
        Path directory = shared.resolve("cache/archive");
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(suffix)).toList();
        }
    }

    private static Process start(Path errors) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dblaspool.cache=" + shared.resolve("cache"),
                "-cp",
                classPath,
                TwoPoolsMain.class.getName());
        return builder.redirectError(errors.toFile()).start();
    }

    private static void assertSays(Process process, Path errors, String expected) throws Exception {
        assertThat(new String(process.getInputStream().readAllBytes())).isEqualTo(expected);
        assertThat(errors).isEmptyFile();
        assertThat(process.waitFor()).isZero();
    }

    private static void assertMapped(Path scratch, String expected) throws Exception {
        Path errors = scratch.resolve("errors");
        assertSays(start(errors), errors, expected);
    }

    @Test
    void shouldMapWhatTheFirstPoolThatWasClosedLeft(@TempDir Path scratch) throws Exception {
        assertMapped(scratch, NONE_THEN_BOTH);
        assertMapped(scratch, BOTH);
    }

    @Test
    void shouldReplaceTheArchiveWhenAJarHasChanged(@TempDir Path scratch) throws Exception {
        assertMapped(scratch, NONE_THEN_BOTH);
        List<Path> before = archived(".jsa");
        Files.setLastModifiedTime(
                changing,
                FileTime.fromMillis(Files.getLastModifiedTime(changing).toMillis() + 5000));
        assertMapped(scratch, NONE_THEN_BOTH);
        assertThat(archived(".jsa")).hasSize(1).doesNotContainAnyElementsOf(before);
    }

    @Test
    void shouldReplaceADamagedArchive(@TempDir Path scratch) throws Exception {
        assertMapped(scratch, NONE_THEN_BOTH);
        Path archive = archived(".jsa").get(0);
        byte[] bytes = Files.readAllBytes(archive);
        Arrays.fill(bytes, bytes.length / 2, bytes.length, (byte) 0x55);
        assertThat(archive.toFile().setWritable(true)).isTrue();
        Files.write(archive, bytes);
        assertMapped(scratch, NONE_THEN_BOTH);
    }

    @Test
    void shouldStartWithoutAnArchiveThatTheJvmRefuses(@TempDir Path scratch) throws Exception {
        assertMapped(scratch, NONE_THEN_BOTH);
        Path archive = archived(".jsa").get(0);
        assertThat(archive.toFile().setWritable(true)).isTrue();
        Files.writeString(archive, "no archive, with a checksum that is right");
        Process checksum = new ProcessBuilder("sha256sum", archive.getFileName().toString())
                .directory(archive.getParent().toFile())
                .redirectOutput(scratch.resolve("sum").toFile())
                .start();
        assertThat(checksum.waitFor()).isZero();
        Files.writeString(
                archived(".sha256").get(0), "# blaspool stamp none\n" + Files.readString(scratch.resolve("sum")));
        assertMapped(scratch, "mapped=0\nmapped=0\n");
    }

    @Test
    void shouldMakeOneWhenSeveralProcessesDoSoAtOnce(@TempDir Path scratch) throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            processes.add(start(scratch.resolve("errors" + i)));
        }
        for (int i = 0; i < 3; i++) {
            assertThat(new String(processes.get(i).getInputStream().readAllBytes()))
                    // Each replaces what another has just made, so which start finds a whole one is chance.
                    .contains("mapped=");
            assertThat(scratch.resolve("errors" + i)).isEmptyFile();
            assertThat(processes.get(i).waitFor()).isZero();
        }
        assertMapped(scratch, BOTH);
        assertThat(archived(".part")).isEmpty();
    }

    @Test
    void shouldMakeNoneOfAClassPathWithDirectories() {
        assertThat(new WorkerArchive().javaOptions()).isEmpty();
    }
}
