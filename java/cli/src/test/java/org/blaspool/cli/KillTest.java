package org.blaspool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.blaspool.journal.FinishedProducts;
import org.blaspool.journal.Journal;
import org.blaspool.journal.JournalDirectory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A run that is killed again and again, at moments that a seed says, and resumed. {@code -Dblaspool.kills=20} sets how
 * often, {@code -Dblaspool.seed=N} repeats a run of the test. Full disks need root, who may mount one.
 */
@Tag("any-java")
class KillTest {
    private static final int KILLS = Integer.getInteger("blaspool.kills", 4);
    private static final long SEED = Long.getLong("blaspool.seed", System.nanoTime());
    /** At most so many products until a kill, of so many that the killed run finds. */
    private static final int PRODUCTS_UNTIL_KILL = 60;

    private static final int PRODUCTS_PER_RUN = 150;
    private static final int PRODUCTS = PRODUCTS_PER_RUN * (KILLS + 1);
    private static final long PATIENCE_SECONDS = 120;
    private static final int DISK_BYTES = 256 << 20;

    private final Random random = new Random(SEED);
    private final StringBuilder story = new StringBuilder("seed=" + SEED);

    @TempDir
    private Path directory;

    private KilledRun batch;
    private boolean mounted;

    @BeforeEach
    void writeBatch() throws Exception {
        batch = new KilledRun(directory, SEED, PRODUCTS);
        batch.write();
        Files.createDirectories(batch.out());
        Files.createDirectories(directory.resolve("scratch"));
        mounted = succeeds(
                "mount",
                "-t",
                "tmpfs",
                "-o",
                "size=" + DISK_BYTES,
                "blaspool-test",
                batch.out().toString());
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertThat(succeeds("umount", batch.out().toString())).isTrue();
        }
    }

    private static boolean succeeds(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    @Test
    void shouldComputeNothingTwiceAndLoseNothingHoweverOftenItIsKilled() throws Exception {
        try {
            for (int kill = 0; kill < KILLS; kill++) {
                // However fast the runs before were, this one finds products that nobody has computed.
                batch.list((int) batch.recorded() + PRODUCTS_PER_RUN);
                Kind kind = mounted && kill % 3 == 2 ? Kind.FULL_DISK : kill % 3 == 1 ? Kind.TERM : Kind.KILL;
                interrupt(kind);
                batch.assertEachRecordedOnce();
                batch.assertNoneReplaced();
            }
            batch.list(PRODUCTS);
            try (CommandProcess last = start("threads:workers=2")) {
                assertThat(last.await()).as(last.err()).isZero();
                assertThat(last.out().replaceAll("\\s+", " ")).contains("0 failed");
            }
            batch.assertNoneReplaced();
            batch.assertComplete();
            System.out.println(story);
        } catch (AssertionError e) {
            throw new AssertionError(story + "\n" + e.getMessage(), e);
        }
    }

    private enum Kind {
        KILL,
        TERM,
        FULL_DISK
    }

    private CommandProcess start(String strategy, String... more) throws IOException {
        String[] words = {
            "run",
            "--pairs",
            batch.manifest().toString(),
            "--out",
            batch.out().toString(),
            "--strategy",
            strategy,
            "--resume",
            "--memory-limit",
            // Small windows, so that there are many moments to be killed at.
            strategy.startsWith("threads") ? "8M" : "208M"
        };
        return CommandProcess.start(
                directory.resolve("scratch"),
                Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray(String[]::new));
    }

    private void interrupt(Kind kind) throws Exception {
        long before = batch.recorded();
        String[] strategies = {"threads:workers=2", "processes-shared:workers=2", "independent:workers=2"};
        String strategy = strategies[random.nextInt(8) % 6 % 3];
        Path ballast = batch.out().resolve(".ballast");
        if (kind == Kind.FULL_DISK) {
            // Less than the results of the products that are left: 150 of 80 KB each, 12 MB.
            fill(ballast, (1 << 20) + random.nextInt(3 << 20));
        }
        try (CommandProcess run = start(strategy)) {
            if (kind != Kind.FULL_DISK) {
                awaitRecords(run, before + 1 + random.nextInt(PRODUCTS_UNTIL_KILL));
                TimeUnit.MICROSECONDS.sleep(random.nextInt(20_000));
                run.signalGroup(kind.name());
            }
            int status = run.await();
            story.append("\n")
                    .append(kind)
                    .append(' ')
                    .append(strategy)
                    .append(": status=")
                    .append(status);
            story.append(" recorded=").append(before).append("->").append(batch.recorded());
            switch (kind) {
                case KILL -> assertThat(status).as(run.err()).isIn(137, 0);
                case TERM -> assertThat(status).as(run.err()).isIn(4, 0);
                default -> {
                    assertThat(status).as(run.err()).isEqualTo(3);
                    assertThat(run.err()).contains("No space left on device");
                }
            }
        } finally {
            Files.deleteIfExists(ballast);
        }
    }

    /** Leaves so many bytes of the disk. */
    private void fill(Path ballast, long left) throws IOException {
        long free = Files.getFileStore(batch.out()).getUsableSpace();
        byte[] block = new byte[1 << 16];
        try (var file = Files.newOutputStream(ballast)) {
            for (long written = 0; written + block.length < free - left; written += block.length) {
                file.write(block);
            }
        }
    }

    private void awaitRecords(CommandProcess run, long records) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (run.isAlive() && batch.recorded() < records && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    @Test
    void shouldRefuseASecondRunOfAShardThatIsBeingRun() throws Exception {
        FinishedProducts finished = new FinishedProducts();
        try (Journal held = Journal.open(new JournalDirectory(batch.out(), 0, 1), finished, new ArrayList<>());
                CommandProcess second = start("threads:workers=2")) {
            assertThat(second.await()).isEqualTo(2);
            assertThat(second.err().lines())
                    .singleElement()
                    .asString()
                    .contains(
                            "shard is being run already: shard=0/1",
                            "pid=" + ProcessHandle.current().pid());
            held.append(List.of()); // and it still can
            assertThat(finished.size()).isZero();
        }
        try (CommandProcess third = start("threads:workers=2")) {
            assertThat(third.await()).as(third.err()).isZero();
        }
        batch.assertComplete();
    }

    @Test
    void shouldRunTwoShardsIntoOneDirectoryAtTheSameTime() throws Exception {
        try (CommandProcess one = start("threads:workers=1", "--shard", "0/2");
                CommandProcess other = start("threads:workers=1", "--shard", "1/2")) {
            assertThat(one.await()).as(one.err()).isZero();
            assertThat(other.await()).as(other.err()).isZero();
        }
        try (CommandProcess whole = start("threads:workers=2")) {
            assertThat(whole.await()).as(whole.err()).isZero();
            assertThat(whole.out().replaceAll("\\s+", " ")).contains("0 results stored, " + PRODUCTS + " skipped");
        }
        assertThat(batch.out().resolve(".blaspool"))
                .isDirectoryNotContaining(file -> file.getFileName().toString().startsWith("unfinished"));
    }
}
