package org.blaspool.spark;

import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.blaspool.jni.NativeProcess;
import org.blaspool.spark.MultiplyChunk.ComputedChunk;
import org.blaspool.usage.Usage;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/** The executors that a comparison runs on, and the batch that they are given. For one thread. */
final class ComparisonCluster {
    private static final int WARM_UPS = 50;

    private final JavaSparkContext spark;
    private final String blas;
    private final int workers;
    /** What each executor said last. */
    private final Map<String, ComputedChunk> executors = new TreeMap<>();

    private List<SerializedProduct> products = List.of();
    private List<ArrayList<SerializedProduct>> chunks = List.of();
    private long deserializeNanos;
    private long computeNanos;

    ComparisonCluster(JavaSparkContext spark, String blas, int workers) {
        this.spark = spark;
        this.blas = blas;
        this.workers = workers;
    }

    /** Tasks without products, until every executor has had one: each has its BLAS then. */
    void warmUp() throws IOException {
        for (int i = 0; executors.size() < workers; i++) {
            if (i == WARM_UPS) {
                throw new IOException("executors=" + executors.size() + " of " + workers + " came up");
            }
            compute(Collections.nCopies(4 * workers, new ArrayList<>()));
        }
    }

    void load(List<SerializedProduct> batch, int chunkSize) {
        products = batch;
        chunks = new ArrayList<>();
        for (int from = 0; from < batch.size(); from += chunkSize) {
            chunks.add(new ArrayList<>(batch.subList(from, Math.min(batch.size(), from + chunkSize))));
        }
    }

    void run() throws IOException {
        SerializedProduct.SERIALIZE_NANOS.set(0);
        deserializeNanos = 0;
        computeNanos = 0;
        compute(chunks);
    }

    private void compute(List<ArrayList<SerializedProduct>> work) throws IOException {
        RDD<ArrayList<SerializedProduct>> tasks =
                spark.parallelize(work, work.size()).rdd();
        AtomicReference<IOException> failure = new AtomicReference<>();
        spark.sc()
                .runJob(
                        tasks,
                        new MultiplyChunk(blas),
                        new AbstractFunction2<Object, ComputedChunk, BoxedUnit>() {
                            @Override
                            public BoxedUnit apply(Object partition, ComputedChunk chunk) {
                                try {
                                    take(chunk);
                                } catch (IOException e) {
                                    failure.set(e);
                                }
                                return BoxedUnit.UNIT;
                            }
                        },
                        ClassTag$.MODULE$.apply(ComputedChunk.class));
        if (failure.get() != null) {
            throw failure.get();
        }
    }

    /** Called by one thread of Spark's, one chunk after another. */
    private synchronized void take(ComputedChunk chunk) throws IOException {
        executors.put(chunk.executor(), chunk);
        deserializeNanos += chunk.deserializeNanos();
        computeNanos += chunk.computeNanos();
        for (int i = 0; i < chunk.results().length; i++) {
            products.get(chunk.first() + i).store(chunk.results()[i]);
        }
    }

    synchronized void putExecutors(DataOutputStream answers) throws IOException {
        for (ComputedChunk executor : executors.values()) {
            answers.writeInt(executor.blasThreads());
            answers.writeUTF(executor.cpus());
        }
    }

    synchronized void putWork(DataOutputStream answers) throws IOException {
        answers.writeLong(SerializedProduct.SERIALIZE_NANOS.get());
        answers.writeLong(deserializeNanos);
        answers.writeLong(computeNanos);
        long[] sum = NativeProcess.usage();
        for (ComputedChunk executor : executors.values()) {
            for (int i = 0; i < Usage.VALUES; i++) {
                sum[i] += executor.usage()[i];
            }
        }
        for (int i = 0; i < Usage.VALUES; i++) {
            answers.writeLong(sum[i]);
        }
    }
}
