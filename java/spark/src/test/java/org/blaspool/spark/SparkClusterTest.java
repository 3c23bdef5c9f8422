package org.blaspool.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.blaspool.ThreadLimit;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasSpec;
import org.blaspool.error.InvalidInputException;
import org.blaspool.file.ResultFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Batches over real executor JVMs. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class SparkClusterTest {
    private static JavaSparkContext spark;

    @TempDir
    Path directory;

    private ManifestFiles files;

    @BeforeAll
    static void startCluster() throws IOException {
        spark = new JavaSparkContext(SparkHome.localCluster());
    }

    @AfterAll
    static void stopCluster() {
        if (spark != null) {
            spark.close();
        }
    }

    @BeforeEach
    void makeFiles() throws InterruptedException {
        // The driver and two executors: one of a test before may have been killed, and a new one takes a while.
        while (spark.sc().statusTracker().getExecutorInfos().length < 3) {
            Thread.sleep(10);
        }
        files = new ManifestFiles(directory);
    }

    @Test
    void shouldComputeTheBitsOfThisProcessInExecutors() throws IOException {
        files.matrix("a.npy", 200, 300).matrix("b.npy", 300, 150).matrix("c.npy", 200, 150);
        for (int i = 0; i < 8; i++) {
            files.line("a.npy,b.npy,plain" + i + ".npy,,,,,")
                    .line("b.npy,a.npy,transposed" + i + ".npy,2.5,,,t,t")
                    .line("a.npy,b.npy,added" + i + ".npy,-1,0.5,c.npy,,");
        }

        SparkSummary summary = new SparkBatch(files.request()).run(spark);

        assertThat(summary.complete()).isTrue();
        assertThat(summary.stored()).isEqualTo(24);
        assertThat(summary.failures()).isEmpty();
        // One may have done them all before the other was ready.
        assertThat(summary.executors()).hasSizeBetween(1, 2).noneMatch(name -> name.startsWith("driver"));
        assertThat(summary.blasThreads()).isEqualTo(1);
        List<double[]> expected;
        try (BlasLibrary blas = BlasSpec.BUNDLED.open();
                ThreadLimit one = blas.limitThreads(1)) {
            assertThat(one.effective()).isEqualTo(1);
            expected = files.computedBy(blas);
        }
        for (int i = 0; i < 8; i++) {
            assertThat(files.result("plain" + i + ".npy")).isEqualTo(expected.get(3 * i));
            assertThat(files.result("transposed" + i + ".npy")).isEqualTo(expected.get(3 * i + 1));
            assertThat(files.result("added" + i + ".npy")).isEqualTo(expected.get(3 * i + 2));
        }
        assertThat(files.results()).hasSize(24);
    }

    @Test
    void shouldGiveOnlyTheTasksOfAKilledExecutorToOthers() throws Exception {
        int products = 120;
        files.matrix("a.npy", 400, 400);
        for (int i = 0; i < products; i++) {
            files.line("a.npy,a.npy," + i + ".npy,,,,,");
        }
        SparkRequest request = files.request().withChunkSize(2);
        Ends ends = new Ends();
        spark.sc().addSparkListener(ends);
        CompletableFuture<Map<String, Object>> killed = CompletableFuture.supplyAsync(this::killAnExecutorInMidRun);

        SparkSummary summary = new SparkBatch(request).run(spark);

        Map<String, Object> before = killed.get();
        assertThat(before).hasSizeBetween(3, products - 1);
        assertThat(summary.complete()).isTrue();
        assertThat(summary.failures()).isEmpty();
        assertThat(files.results()).hasSize(products);
        // An executor of one core has one task at a time, and a new one may just have been sent to it.
        ends.await(products / 2);
        assertThat(ends.lost()).hasSizeBetween(1, 2);
        assertThat(ends.others()).isEmpty();
        assertThat(summary.retriedTasks()).isEqualTo(ends.lost().size());
        assertThat(summary.tasks()).isEqualTo(products / 2);
        // What was there when it died was left alone.
        assertThat(identities()).containsAllEntriesOf(before);
        double[] first = files.result("0.npy");
        for (int i = 1; i < products; i++) {
            assertThat(files.result(i + ".npy")).isEqualTo(first);
        }
        spark.sc().removeSparkListener(ends);
    }

    /** @return the results that were there, and what changes when one is written again */
    private Map<String, Object> killAnExecutorInMidRun() {
        try {
            ProcessHandle executor = executors().get(0);
            while (identities().size() < 3) {
                Thread.sleep(2);
            }
            Map<String, Object> before = identities();
            assertThat(executor.destroyForcibly()).isTrue();
            // As it leaves one where it dies while it writes, which it does not always.
            Files.createFile(ResultFile.temporaryIn(unfinished()));
            return before;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path unfinished() throws IOException {
        return files.results().stream()
                .map(files.out()::resolve)
                .filter(ResultFile::isTemporary)
                .findFirst()
                .orElseThrow();
    }

    private static List<ProcessHandle> executors() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info()
                        .commandLine()
                        .orElse("")
                        .contains("org.apache.spark.executor.CoarseGrainedExecutorBackend"))
                .toList();
    }

    private Map<String, Object> identities() throws IOException {
        Map<String, Object> identities = new HashMap<>();
        for (String name : files.results()) {
            if (name.endsWith(".npy")) {
                identities.put(name, Files.getAttribute(files.out().resolve(name), "unix:ino"));
            }
        }
        return identities;
    }

    @Test
    void shouldComputeOnlyWhatIsMissingWhenItIsResumed() throws IOException {
        files.matrix("a.npy", 30, 30).line("a.npy,a.npy,1.npy,,,,,").line("a.npy,a.npy,2.npy,,,,,");
        SparkRequest request = files.request();
        assertThat(new SparkBatch(request).run(spark).stored()).isEqualTo(2);
        Object kept = identities().get("1.npy");
        Files.delete(files.out().resolve("2.npy"));

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> new SparkBatch(request).run(spark))
                .withMessageContaining("results are there already: count=1");
        SparkSummary summary = new SparkBatch(request.resumed()).run(spark);

        assertThat(summary.stored()).isEqualTo(1);
        assertThat(summary.skipped()).isEqualTo(1);
        assertThat(summary.complete()).isTrue();
        assertThat(identities()).hasSize(2).containsEntry("1.npy", kept);
        SparkSummary nothing = new SparkBatch(request.resumed()).run(spark);
        assertThat(nothing.tasks()).isZero();
        assertThat(nothing.text()).contains("skipped 2").contains("nothing was computed");
    }

    @Test
    void shouldRefuseAWholeManifestForItsBadLinesBeforeAnythingIsComputed() throws IOException {
        files.matrix("a.npy", 30, 20)
                .matrix("b.npy", 30, 20)
                .line("a.npy,b.npy,1.npy,,,,t,")
                .line("a.npy,b.npy,2.npy,,,,,")
                .line("a.npy,none.npy,3.npy,,,,,");
        SparkRequest request = files.request();

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> new SparkBatch(request).run(spark))
                .withMessageContainingAll("line 3", "line 4", "none.npy", "nothing was computed");
        assertThat(files.results()).isEmpty();
    }

    /** How tasks ended. */
    private static final class Ends extends SparkListener {
        private final ConcurrentLinkedQueue<SparkListenerTaskEnd> ends = new ConcurrentLinkedQueue<>();

        @Override
        public void onTaskEnd(SparkListenerTaskEnd end) {
            ends.add(end);
        }

        /** Events arrive after the job's own end. */
        void await(int successes) throws InterruptedException {
            while (ends.stream().filter(end -> end.taskInfo().successful()).count() < successes) {
                Thread.sleep(5);
            }
        }

        List<SparkListenerTaskEnd> lost() {
            return ends.stream()
                    .filter(end -> end.reason() instanceof ExecutorLostFailure)
                    .toList();
        }

        /** Neither done nor lost. */
        List<SparkListenerTaskEnd> others() {
            List<SparkListenerTaskEnd> others = new ArrayList<>(ends);
            others.removeAll(lost());
            others.removeIf(end -> end.taskInfo().successful());
            return others;
        }
    }
}
