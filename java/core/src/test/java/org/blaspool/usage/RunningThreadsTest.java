package org.blaspool.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.blaspool.jni.NativeAffinity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class RunningThreadsTest {
    private static final long FOR_EVER = Long.MAX_VALUE;

    @TempDir
    Path proc;

    private void thread(int pid, int tid, String name, char state) throws IOException {
        Path thread = Files.createDirectories(proc.resolve(pid + "/task/" + tid));
        Files.writeString(thread.resolve("stat"), tid + " (" + name + ") " + state + " 1 1 1 0 -1 4194304\n");
    }

    private boolean runs(long... pids) {
        return new RunningThreads(proc)
                .anyRuns(Set.copyOf(Arrays.stream(pids).boxed().toList()));
    }

    @Test
    void shouldSeeAThreadThatRunsAmongThoseThatSleep() throws IOException {
        thread(7, 7, "java", 'S');
        thread(7, 8, "a (b) R c", 'D');
        assertThat(runs(7)).isFalse();

        thread(7, 9, "blaspool-caller-", 'R');
        assertThat(runs(7)).isTrue();
        assertThat(runs(7, 8)).isTrue();
        assertThat(runs(8)).as("a process that has gone").isFalse();
    }

    @Test
    void shouldCountNeitherTheCallerNorCompilers() throws IOException {
        thread(7, NativeAffinity.threadId(), "main", 'R');
        thread(7, 8, "C2 CompilerThre", 'R');
        thread(7, 9, "C1 CompilerThre", 'R');
        assertThat(runs(7)).isFalse();
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void shouldWaitUntilAThreadOfAnotherProcessRestsAndNoLongerThanItMay() throws Exception {
        Process spinning = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
        RunningThreads threads = RunningThreads.ofThisMachine();
        Set<Long> pids = Set.of(spinning.pid());
        try {
            assertThat(threads.awaitNone(pids, 0)).isFalse();
            assertThat(threads.awaitNone(pids, 2_000_000)).isFalse();
            // One that is stopped rests as one that waits does.
            new ProcessBuilder("kill", "-STOP", Long.toString(spinning.pid()))
                    .start()
                    .waitFor();
            assertThat(threads.awaitNone(pids, FOR_EVER)).isTrue();
        } finally {
            spinning.destroyForcibly().waitFor();
        }
        assertThat(threads.awaitNone(pids, 0)).isTrue();
    }

    @Test
    void shouldNotWaitWhereTheCallerIsInterrupted() throws IOException {
        thread(7, 7, "java", 'R');
        Thread.currentThread().interrupt();
        assertThat(new RunningThreads(proc).awaitNone(Set.of(7L), FOR_EVER)).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }
}
