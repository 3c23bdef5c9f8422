package org.blaspool.spark;

import java.nio.file.Path;
import java.util.OptionalInt;
import org.blaspool.error.InvalidInputException;

/**
 * What a Spark cluster is to compute.
 *
 * @param pairs a manifest or a directory with a/ and b/, on a file system that all machines of the cluster see
 * @param out the directory of the results, likewise
 * @param resume whether results that are there are kept and skipped; without it they are an error
 * @param chunkSize products of a Spark task; empty leaves it to their number and the cluster's
 * @param blas as after {@code --blas}; a path is one on the executors
 */
public record SparkRequest(String pairs, Path out, boolean resume, OptionalInt chunkSize, String blas) {
    public SparkRequest {
        if (chunkSize.isPresent() && chunkSize.getAsInt() < 1) {
            throw new InvalidInputException(
                    "chunk size is not positive: chunk-size=" + chunkSize.getAsInt() + ", expected at least 1");
        }
    }

    /** A batch with the bundled BLAS and nothing else said. */
    public static SparkRequest of(String pairs, Path out) {
        return new SparkRequest(pairs, out, false, OptionalInt.empty(), "bundled");
    }

    /** The same, going on where it stopped. */
    public SparkRequest resumed() {
        return new SparkRequest(pairs, out, true, chunkSize, blas);
    }

    /** The same with so many products a task. */
    public SparkRequest withChunkSize(int products) {
        return new SparkRequest(pairs, out, resume, OptionalInt.of(products), blas);
    }
}
