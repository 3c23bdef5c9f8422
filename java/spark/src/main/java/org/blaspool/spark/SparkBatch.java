package org.blaspool.spark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.blaspool.error.InvalidInputException;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.file.FileReaders;
import org.blaspool.file.Manifest;
import org.blaspool.file.ManifestProblems;
import org.blaspool.file.OutDirectory;
import org.blaspool.file.ProductEntry;
import org.blaspool.file.ResultFile;
import org.blaspool.file.UnfinishedResults;
import org.blaspool.file.Workload;
import org.blaspool.spark.ChunkTask.ChunkOutcome;
import org.blaspool.spark.ChunkTask.ShippedProduct;

/**
 * The products of a manifest over the executors of a Spark cluster. The driver checks the manifest and ships names of
 * files; the executors read, compute, verify and store. A BLAS is loaded once in each executor and has as many threads
 * as spark.task.cpus says. What an executor that dies was computing is computed by another; what it had stored stays.
 *
 * <p>For one thread at a time.
 */
public final class SparkBatch {
    /** Products whose names the driver holds at once, so that it needs no more memory for more of them. */
    private static final int WAVE = 1 << 16;
    /** So that an executor that dies costs little, whatever the number of products. */
    private static final int LARGEST_CHUNK = 256;
    /** As in Pool.starmap: enough for the slots to end at about the same time. */
    private static final int CHUNKS_A_SLOT = 4;

    private final SparkRequest request;

    public SparkBatch(SparkRequest request) {
        this.request = request;
    }

    /**
     * Computes what has no result yet, and waits for it.
     *
     * @throws InvalidInputException where an entry or a file is wrong, before anything is computed
     * @throws ResourceUnavailableException where Spark gives up; what was stored stays, and can be resumed from
     */
    public SparkSummary run(JavaSparkContext spark) {
        long start = System.nanoTime();
        OutDirectory out = OutDirectory.of(request.out());
        OpenProducts open = new OpenProducts(request, out);
        List<ChunkOutcome> chunks = open.count == 0 ? List.of() : compute(open, out.path(), spark);
        double seconds = (System.nanoTime() - start) / 1e9;
        return SparkSummary.of(chunks, open.count + open.skipped, open.skipped, seconds);
    }

    private List<ChunkOutcome> compute(OpenProducts open, Path out, JavaSparkContext spark) {
        int chunkSize = request.chunkSize().orElseGet(() -> chunkSize(open.count, slots(spark)));
        List<ChunkOutcome> outcomes = new ArrayList<>();
        try (Stream<ShippedProduct> products = open.stream();
                UnfinishedResults unfinished = new UnfinishedResults(ResultFile.temporaryIn(out))) {
            Iterator<ShippedProduct> rest = products.iterator();
            while (rest.hasNext()) {
                List<ArrayList<ShippedProduct>> chunks = chunks(rest, chunkSize);
                outcomes.addAll(spark.parallelize(chunks, chunks.size())
                        .map(new ChunkTask(
                                request.blas(), unfinished.directory().toString()))
                        .collect());
            }
            return outcomes;
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) { // Scala's methods declare none
            throw gaveUp(e);
        }
    }

    private static ResourceUnavailableException gaveUp(Exception e) {
        String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return new ResourceUnavailableException(
                "spark gave up: " + first + "; results that are there are complete, --resume computes the others", e);
    }

    /** Tasks at a time, as far as Spark knows now. */
    private static int slots(JavaSparkContext spark) {
        return Math.max(1, spark.defaultParallelism() / spark.getConf().getInt("spark.task.cpus", 1));
    }

    static int chunkSize(long products, int slots) {
        long chunks = (long) CHUNKS_A_SLOT * slots;
        return (int) Math.min(LARGEST_CHUNK, (products + chunks - 1) / chunks);
    }

    private static List<ArrayList<ShippedProduct>> chunks(Iterator<ShippedProduct> rest, int chunkSize) {
        List<ArrayList<ShippedProduct>> chunks = new ArrayList<>();
        for (int taken = 0; taken < WAVE && rest.hasNext(); taken++) {
            if (taken % chunkSize == 0) {
                chunks.add(new ArrayList<>());
            }
            chunks.get(chunks.size() - 1).add(rest.next());
        }
        return chunks;
    }

    /** The products of a manifest that have no result yet, all of them checked before anything is computed. */
    private static final class OpenProducts {
        private final Manifest manifest;
        /** How many. */
        private final long count;
        /** Results that were there. */
        private long skipped;

        private Path firstThere;

        /**
         * @throws InvalidInputException where anything is wrong with an entry or a file that it names
         */
        OpenProducts(SparkRequest request, OutDirectory out) {
            this.manifest = Manifest.open(request.pairs(), out, System.in);
            ManifestProblems problems = ManifestProblems.collected(manifest);
            try (FileReaders readers = new FileReaders(Runtime.getRuntime().availableProcessors())) {
                Stream<ProductEntry> open = manifest.entries(problems).filter(this::isOpen);
                this.count = Workload.of(open, manifest, problems, readers).products();
            }
            problems.throwIfAny();
            if (skipped > 0 && !request.resume()) {
                throw new InvalidInputException("results are there already: count=" + skipped + " first=" + firstThere
                        + ", expected none; --resume keeps them and computes the others");
            }
        }

        private boolean isOpen(ProductEntry entry) {
            if (!ResultFile.exists(entry.out())) {
                return true;
            }
            firstThere = skipped == 0 ? entry.out() : firstThere;
            skipped++;
            return false;
        }

        /** In the manifest's order, read as it goes; close the stream. */
        Stream<ShippedProduct> stream() {
            return manifest.entries()
                    .filter(entry -> !ResultFile.exists(entry.out()))
                    .map(entry -> new ShippedProduct(entry, manifest.place(entry)));
        }
    }
}
