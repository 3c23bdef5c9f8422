package org.blaspool.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasSpec;
import org.blaspool.file.Manifest;
import org.blaspool.file.OutDirectory;
import org.blaspool.spark.ChunkTask.ChunkOutcome;
import org.blaspool.spark.ChunkTask.ShippedProduct;
import org.blaspool.worker.Scratch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches within this process. */
class SparkBatchTest {
    @TempDir
    Path directory;

    @Test
    void shouldLimitTheBlasToTheCpusOfATaskAndGetThroughKryo() throws IOException {
        ManifestFiles files = new ManifestFiles(directory).matrix("a.npy", 50, 50);
        for (int i = 0; i < 6; i++) {
            files.line("a.npy,a.npy," + i + ".npy,,,,,");
        }
        SparkConf conf = SparkHome.local(2)
                .set("spark.task.cpus", "2")
                .set("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
        try (JavaSparkContext spark = new JavaSparkContext(conf)) {
            SparkSummary summary = new SparkBatch(files.request()).run(spark);

            assertThat(summary.blasThreads()).isEqualTo(2);
            assertThat(summary.stored()).isEqualTo(6);
            assertThat(summary.tasks()).isEqualTo(3); // a quarter of six for the one slot, rounded up
            assertThat(summary.text()).contains("6 products: stored 6, skipped 0, found 0, failed 0", "openblas 0.3");
        }
    }

    @Test
    void shouldReportAProductWhoseFileWentAfterItWasChecked() throws IOException {
        ManifestFiles files = new ManifestFiles(directory)
                .matrix("a.npy", 5, 5)
                .matrix("b.npy", 5, 5)
                .line("a.npy,b.npy,1.npy,,,,,")
                .line("a.npy,a.npy,2.npy,,,,,");
        Manifest manifest = Manifest.open(files.write().toString(), OutDirectory.of(files.out()), System.in);
        Files.delete(directory.resolve("b.npy"));
        ChunkOutcome outcome = new ChunkOutcome("0@here", 0, "", 1);
        try (BlasLibrary blas = BlasSpec.BUNDLED.open();
                Scratch memory = new Scratch();
                var entries = manifest.entries()) {
            ChunkTask task = new ChunkTask("bundled", directory.toString());
            entries.forEach(
                    entry -> task.compute(new ShippedProduct(entry, manifest.place(entry)), blas, memory, outcome));
        }

        assertThat(outcome.failures).singleElement().asString().contains("line 2", "b.npy");
        assertThat(outcome.stored).isEqualTo(1);
        assertThat(files.results()).containsExactly("2.npy");
    }

    @Test
    void shouldCutChunksSoThatEachSlotGetsFourAndNoneIsLarge() {
        assertThat(SparkBatch.chunkSize(80, 2)).isEqualTo(10);
        assertThat(SparkBatch.chunkSize(81, 2)).isEqualTo(11);
        assertThat(SparkBatch.chunkSize(3, 8)).isEqualTo(1);
        assertThat(SparkBatch.chunkSize(1_000_000_000L, 2)).isEqualTo(256);
    }
}
