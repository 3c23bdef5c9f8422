package org.blaspool.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.pool.PoolOptions.Surroundings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Workers that something kills before they are ready. Each reads options from a pipe first, which holds it as long as
 * nobody writes there: it is sure to be starting when it is killed.
 */
@Timeout(120)
class StartDeathTest {
    @TempDir
    Path scratch;

    private Path gate;
    private final Set<Long> seen = new HashSet<>();

    @BeforeEach
    void makeGate() throws Exception {
        gate = scratch.resolve("options");
        assertThat(new ProcessBuilder("mkfifo", gate.toString()).start().waitFor())
                .isZero();
    }

    private PoolOptions options() throws IOException {
        return PoolOptions.of(
                1,
                Surroundings.of("bundled", Files.createDirectory(scratch.resolve("pool")))
                        .of("", List.of("-XX:Flags=" + gate)));
    }

    @Test
    void shouldStartAnotherWorkerInPlaceOfOneThatIsKilledAsItStarts() throws Exception {
        Thread killer = run(() -> {
            awaitWorker().destroyForcibly();
            awaitWorker();
            Files.writeString(gate, "");
        });
        try (ProcessPool pool = ProcessPool.start(options())) {
            assertThat(pool.blasThreads()).containsExactly(1);
            assertThat(pool.deaths()).singleElement().satisfies(death -> {
                assertThat(death.cause()).isEqualTo("signal SIGKILL as it started");
                assertThat(death.tasksInHand()).isZero();
                assertThat(pool.pids()).doesNotContain(death.pid());
            });
        }
        killer.join();
    }

    @Test
    void shouldGiveUpWhenEveryWorkerIsKilledAsItStarts() throws Exception {
        Thread killer = run(() -> {
            for (int i = 0; i < 5; i++) {
                awaitWorker().destroyForcibly();
            }
        });
        assertThatThrownBy(() -> ProcessPool.start(options()))
                .isInstanceOf(ResourceUnavailableException.class)
                .hasMessageContaining("killed as they start: attempts=5")
                .hasMessageContaining("signal SIGKILL as it started");
        killer.join();
        assertThat(scratch.resolve("pool")).isEmptyDirectory();
    }

    private interface Body {
        void run() throws Exception;
    }

    private static Thread run(Body body) {
        Thread thread = new Thread(() -> {
            try {
                body.run();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** The next worker that is started. */
    private ProcessHandle awaitWorker() throws InterruptedException {
        while (true) {
            Optional<ProcessHandle> worker = ProcessHandle.current()
                    .children()
                    .filter(child -> isHeld(child.pid()) && !seen.contains(child.pid()))
                    .findFirst();
            if (worker.isPresent()) {
                seen.add(worker.get().pid());
                return worker.get();
            }
            Thread.sleep(2);
        }
    }

    private boolean isHeld(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"), StandardCharsets.ISO_8859_1)
                    .contains(gate.toString());
        } catch (IOException e) {
            return false;
        }
    }
}
