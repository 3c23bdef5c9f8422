package org.blaspool.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.blaspool.ChildJvm;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A parent that is killed in the midst of a batch takes everything with it, within a second. */
class ParentDeathTest {
    private static final long ALLOWED_NANOS = 1_000_000_000L;

    @TempDir
    Path scratch;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "processes-shared:workers=2:chunk-size=1",
                "processes-serialized:workers=2:codec=raw:chunk-size=1",
                "processes-serialized:workers=2:codec=java:chunk-size=1",
                "processes-hosted:workers=2:chunk-size=1",
                "independent:workers=2:chunk-size=1"
            })
    void shouldLeaveNothingBehindWhenTheParentIsKilled(String spec) throws Exception {
        Set<Path> sharedMemory = entries(Path.of("/dev/shm"));
        List<Long> pids;
        Set<String> memory;
        long killed;
        try (ChildJvm parent = ChildJvm.start(BusyParentMain.class, spec, scratch)) {
            for (int batch = 0; batch < 3; batch++) {
                parent.line();
            }
            Thread.sleep(30); // into the midst of one
            pids = ProcessHandle.of(parent.pid())
                    .orElseThrow()
                    .descendants()
                    .map(ProcessHandle::pid)
                    .toList();
            // Two workers, perhaps an array server, and a guard for each directory.
            assertThat(pids).hasSizeBetween(3, 4);
            assertThat(entries(scratch)).isNotEmpty();
            memory = memory(Path.of("/proc", Long.toString(parent.pid())));
            assertThat(memory).isNotEmpty();
            killed = System.nanoTime();
            parent.kill();
        }
        long processesGone = nanosUntil(killed, () -> pids.stream().noneMatch(ParentDeathTest::lives));
        long filesGone = nanosUntil(killed, () -> entries(scratch).isEmpty());
        System.out.printf(
                "parent killed: %s, all %d processes gone after %.0f ms, all files after %.0f ms%n",
                spec, pids.size(), processesGone / 1e6, filesGone / 1e6);
        assertThat(processesGone).isLessThan(ALLOWED_NANOS);
        assertThat(filesGone).isLessThan(ALLOWED_NANOS);
        assertThat(entries(Path.of("/dev/shm"))).isEqualTo(sharedMemory);
        assertThat(memoryOfAllProcesses()).doesNotContainAnyElementsOf(memory);
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static long nanosUntil(long start, Condition condition) throws Exception {
        while (!condition.holds() && System.nanoTime() - start < 10 * ALLOWED_NANOS) {
            Thread.sleep(2);
        }
        return System.nanoTime() - start;
    }

    /** A zombie that nobody has waited for yet does nothing any more and holds nothing. */
    private static boolean lives(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return !stat.startsWith(") Z", stat.lastIndexOf(')'));
        } catch (IOException e) {
            return false;
        }
    }

    /** "device inode" of each memfd of ours that a process maps. */
    private static Set<String> memory(Path process) {
        try (Stream<String> lines = Files.lines(process.resolve("maps"))) {
            return lines.filter(line -> line.contains("memfd:blaspool"))
                    .map(line -> line.split(" +"))
                    .map(fields -> fields[3] + " " + fields[4])
                    .collect(Collectors.toSet());
        } catch (IOException | UncheckedIOException e) {
            return Set.of(); // it has gone
        }
    }

    private static Set<String> memoryOfAllProcesses() throws IOException {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes
                    .filter(path -> path.getFileName().toString().matches("[0-9]+"))
                    .flatMap(path -> memory(path).stream())
                    .collect(Collectors.toSet());
        }
    }

    private static Set<Path> entries(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.collect(Collectors.toSet());
        }
    }
}
