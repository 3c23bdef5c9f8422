package org.blaspool.unpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.blaspool.error.ResourceUnavailableException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeFileCacheTest {
    private static final int CONTENT_BYTES = 300_000;

    @TempDir
    Path temporary;

    private Path location;
    private Path jar;
    private byte[] contents;
    private PackedFile packed;

    @BeforeEach
    void packAFile() throws IOException {
        location = temporary.resolve("home/.cache/blaspool");
        jar = temporary.resolve("packed.jar");
        contents = new byte[CONTENT_BYTES];
        new Random(7).nextBytes(contents);
        packed = Fixture.of(jar, contents).packed();
    }

    private NativeFileCache cache(Path... locations) {
        return new NativeFileCache(List.of(locations), PrivateDirectory.ofThisUser());
    }

    private Path unpack() {
        return cache(location).unpack("thing", List.of(packed)).resolve(Fixture.NAME);
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static List<String> warningsOf(Callable<?> action) throws Exception {
        List<String> messages = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord logged) {
                messages.add(new java.util.logging.SimpleFormatter().formatMessage(logged));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("org.blaspool.unpack");
        logger.addHandler(handler);
        try {
            action.call();
        } finally {
            logger.removeHandler(handler);
        }
        return messages;
    }

    @Test
    void shouldUnpackIntoAPrivateDirectoryAndLeaveNothingElse() throws Exception {
        Path file = unpack();
        assertThat(file).hasBinaryContent(contents).isExecutable();
        assertThat(mode(location)).isEqualTo("rwx------");
        assertThat(mode(file.getParent())).isEqualTo("rwx------");
        assertThat(names(file.getParent())).containsExactly(".lock", ".used", "libthing.so", "libthing.so.sha256");
    }

    @Test
    void shouldKeepAChecksumThatSha256sumReads() throws Exception {
        Path file = unpack();
        Process check = new ProcessBuilder("sha256sum", "-c", "--strict", "libthing.so.sha256")
                .directory(file.getParent().toFile())
                .redirectErrorStream(true)
                .start();
        assertThat(new String(check.getInputStream().readAllBytes())).isEqualTo("libthing.so: OK\n");
        assertThat(check.waitFor()).isZero();
    }

    @Test
    void shouldUnpackOnlyOnce() throws Exception {
        Path file = unpack();
        Object inode = Files.getAttribute(file, "unix:ino");
        assertThat(unpack()).isEqualTo(file);
        assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(inode);
    }

    @Test
    void shouldKeepVersionsApart() throws Exception {
        Path first = unpack();
        packed = Fixture.of(jar, new byte[] {1, 2, 3}).packed();
        Path second = unpack();
        assertThat(second.getParent()).isNotEqualTo(first.getParent());
        assertThat(first).hasBinaryContent(contents);
        assertThat(second).hasBinaryContent(new byte[] {1, 2, 3});
    }

    @Test
    void shouldRepairADamagedFileAndSaySo() throws Exception {
        Path file = unpack();
        FileTime modified = Files.getLastModifiedTime(file);
        byte[] damaged = contents.clone();
        damaged[CONTENT_BYTES / 2] ^= 1;
        Files.write(file, damaged);
        // As a failing copy would: neither size nor modification time give it away.
        Files.setLastModifiedTime(file, modified);
        assertThat(warningsOf(this::unpack)).singleElement().asString().contains("unpacked again", file.toString());
        assertThat(file).hasBinaryContent(contents);
        assertThat(warningsOf(this::unpack)).isEmpty();
    }

    @Test
    void shouldRepairATruncatedOrDeletedFile() throws Exception {
        Path file = unpack();
        Files.write(file, new byte[0]);
        unpack();
        assertThat(file).hasBinaryContent(contents);
        Files.delete(file);
        unpack();
        assertThat(file).hasBinaryContent(contents);
    }

    @Test
    void shouldAcceptAnUntouchedFileWhoseTimesDiffer() throws Exception {
        Path file = unpack();
        Object inode = Files.getAttribute(file, "unix:ino");
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        assertThat(warningsOf(this::unpack)).isEmpty();
        assertThat(Files.getAttribute(file, "unix:ino")).isEqualTo(inode);
        assertThat(new UnpackedFile(file, PrivateDirectory.ofThisUser()).isKnown())
                .isTrue();
    }

    @Test
    void shouldReplaceAFileThatOthersCouldHaveWritten() throws Exception {
        Path file = unpack();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(warningsOf(this::unpack)).singleElement().asString().contains("writable by others");
        assertThat(mode(file)).isEqualTo("rwx------");
    }

    @Test
    void shouldFinishWhatAKilledProcessLeft() throws Exception {
        Path file = unpack();
        Files.delete(UnpackedFile.recordOf(file));
        Files.write(file, new byte[10]);
        Files.write(file.resolveSibling(".libthing.so.1-2.part"), new byte[10]);
        assertThat(warningsOf(this::unpack)).isEmpty();
        assertThat(file).hasBinaryContent(contents);
        assertThat(names(file.getParent())).containsExactly(".lock", ".used", "libthing.so", "libthing.so.sha256");
    }

    @Test
    void shouldUnpackFromManyThreadsAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Path>> tasks = java.util.Collections.nCopies(32, this::unpack);
            for (Future<Path> result : threads.invokeAll(tasks)) {
                assertThat(result.get()).hasBinaryContent(contents);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void shouldUnpackFromManyProcessesAtOnce() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            processes.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xint",
                            "-cp",
                            System.getProperty("java.class.path"),
                            UnpackingProcess.class.getName(),
                            location.toString(),
                            jar.toString())
                    .redirectErrorStream(true)
                    .start());
        }
        for (Process process : processes) {
            String output = new String(process.getInputStream().readAllBytes()).strip();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(output).isZero();
            assertThat(Path.of(output)).isEqualTo(unpack().getParent());
        }
        assertThat(unpack()).hasBinaryContent(contents);
        assertThat(names(unpack().getParent())).containsExactly(".lock", ".used", "libthing.so", "libthing.so.sha256");
    }

    @Test
    void shouldRefuseADirectoryThatOthersCanWrite() throws Exception {
        Files.createDirectories(location);
        Files.setPosixFilePermissions(location, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatExceptionOfType(ResourceUnavailableException.class)
                .isThrownBy(this::unpack)
                .withMessage("cache directory can be written by others: path=" + location
                        + " mode=0777, expected no write permission for group and others (chmod go-w); mend it or name"
                        + " another directory with BLASPOOL_CACHE");
    }

    @Test
    void shouldRefuseADirectoryBelowOneThatAllCanWrite() throws Exception {
        Files.createDirectories(location.getParent());
        Files.setPosixFilePermissions(location.getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatExceptionOfType(ResourceUnavailableException.class)
                .isThrownBy(this::unpack)
                .withMessageContainingAll("all can write", "parent=" + location.getParent() + " mode=0777");
    }

    @Test
    void shouldRefuseASymbolicLink() throws Exception {
        Path elsewhere = Files.createDirectories(temporary.resolve("elsewhere"));
        Files.createDirectories(location.getParent());
        Files.createSymbolicLink(location, elsewhere);
        assertThatExceptionOfType(ResourceUnavailableException.class)
                .isThrownBy(this::unpack)
                .withMessageContainingAll("is a symbolic link: path=" + location + " to " + elsewhere);
    }

    @Test
    void shouldRefuseADirectoryOfAnotherUser() throws Exception {
        Files.createDirectories(location);
        int owner = (Integer) Files.getAttribute(location, "unix:uid");
        NativeFileCache ofAnother = new NativeFileCache(List.of(location), new PrivateDirectory(owner + 4711));
        if (owner == 0) {
            // What root owns is as safe as what one owns oneself; so it takes a third user.
            Files.setAttribute(location, "unix:uid", 65534);
        }
        assertThatExceptionOfType(ResourceUnavailableException.class)
                .isThrownBy(() -> ofAnother.unpack("thing", List.of(packed)))
                .withMessageContainingAll("belongs to another user", "expected owner " + (owner + 4711));
    }

    @Test
    void shouldTakeTheNextPlaceAndSaySoWhereTheFirstCannotBeMade() throws Exception {
        Path file = Files.writeString(temporary.resolve("file"), "no directory");
        List<Path> found = new ArrayList<>();
        List<String> warnings = warningsOf(
                () -> found.add(cache(file.resolve("blaspool"), location).unpack("thing", List.of(packed))));
        assertThat(found).singleElement().satisfies(path -> assertThat(path).startsWith(location));
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("native files are in " + location, file + "/blaspool cannot be used");
    }

    @Test
    void shouldSayThatNoPlaceMayHoldPrograms() throws Exception {
        Path machine = temporary.resolve("machine");
        Files.createDirectories(machine.resolve("proc/self"));
        Files.writeString(
                machine.resolve("proc/self/mountinfo"),
                "1 1 0:1 / / rw - ext4 a rw\n2 1 0:2 / " + temporary.toRealPath() + " rw,noexec - tmpfs b rw\n");
        NativeFileCache cache = new NativeFileCache(List.of(location), PrivateDirectory.ofThisUser(), machine);
        assertThatExceptionOfType(ResourceUnavailableException.class)
                .isThrownBy(() -> cache.unpack("thing", List.of(packed)))
                .withMessage("there is no place for native files: " + location
                        + " cannot be used: its file system is mounted noexec, expected a directory of this user that"
                        + " may hold programs; name one with BLASPOOL_CACHE");
    }
}
