package org.blaspool.unpack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OldVersionsTest {
    @TempDir
    private Path temporary;

    private Path location;
    private Path jar;

    @BeforeEach
    void packAFile() throws IOException {
        location = temporary.resolve("cache");
        jar = temporary.resolve("old.jar");
        Fixture.of(jar, new byte[] {1, 2, 3});
    }

    private Path unpack(byte... contents) throws IOException {
        PackedFile packed = Fixture.of(temporary.resolve("new.jar"), contents).packed();
        return new NativeFileCache(List.of(location), PrivateDirectory.ofThisUser()).unpack("thing", List.of(packed));
    }

    private Process start(String... more) throws IOException {
        return new ProcessBuilder(Stream.concat(
                                Stream.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        UnpackingProcess.class.getName(),
                                        location.toString(),
                                        jar.toString()),
                                Stream.of(more))
                        .toList())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static Path unpackedBy(Process process) throws IOException {
        return Path.of(process.inputReader().readLine());
    }

    private static void age(Path version, Duration age) throws IOException {
        FileTime time = FileTime.from(Instant.now().minus(age));
        try (Stream<Path> files = Files.walk(version)) {
            for (Path file : files.toList()) {
                Files.getFileAttributeView(file, BasicFileAttributeView.class).setTimes(time, time, null);
            }
        }
    }

    private Path unpackedByAProcessThatEnded() throws Exception {
        Process process = start();
        Path version = unpackedBy(process);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return version;
    }

    @Test
    void shouldDeleteVersionsThatNobodyHasUsedForAMonth() throws Exception {
        Path old = unpackedByAProcessThatEnded();
        age(old, NativeFileCache.KEPT.plusDays(1));

        Path fresh = unpack((byte) 9);

        assertThat(old).doesNotExist();
        assertThat(fresh.resolve(Fixture.NAME)).hasBinaryContent(new byte[] {9});
    }

    @Test
    void shouldKeepVersionsThatWereUsedSince() throws Exception {
        Path old = unpackedByAProcessThatEnded();
        age(old, NativeFileCache.KEPT.minusDays(1));

        unpack((byte) 9);

        assertThat(old.resolve(Fixture.NAME)).exists();
    }

    @Test
    void shouldKeepAnOldVersionThatAnotherJvmHasOpen() throws Exception {
        Process user = start("stay");
        Path old = unpackedBy(user);
        age(old, NativeFileCache.KEPT.plusDays(1));

        unpack((byte) 9);
        assertThat(old.resolve(Fixture.NAME)).exists();

        user.getOutputStream().close();
        assertThat(user.waitFor(60, TimeUnit.SECONDS)).isTrue();
        unpack((byte) 8);
        assertThat(old).doesNotExist();
    }

    @Test
    void shouldNoteThatAnOldVersionIsUsedAgain() throws Exception {
        Path old = unpackedByAProcessThatEnded();
        age(old, NativeFileCache.KEPT.plusDays(1));
        assertThat(unpackedByAProcessThatEnded()).isEqualTo(old);

        unpack((byte) 9);

        assertThat(old.resolve(Fixture.NAME)).exists();
    }

    @Test
    void shouldLeaveAloneWhatIsNoVersion() throws Exception {
        Path foreign = Files.createDirectories(location.resolve("native/keep"));
        Files.setPosixFilePermissions(location, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
        Files.setPosixFilePermissions(
                location.resolve("native"), java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
        age(foreign, NativeFileCache.KEPT.plusDays(1));

        unpack((byte) 9);

        assertThat(foreign).exists();
    }
}
