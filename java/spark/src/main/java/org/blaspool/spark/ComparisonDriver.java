package org.blaspool.spark;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.RDD;
import org.blaspool.jni.NativeProcess;
import org.blaspool.spark.MultiplyChunk.ComputedChunk;
import org.blaspool.spark.MultiplyChunk.SerializedProduct;
import org.blaspool.spark.SparkDriver.Executor;
import org.blaspool.spark.SparkDriver.Load;
import org.blaspool.spark.SparkDriver.Work;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * The driver of {@code compare --strategies spark}: a process of its own, whose conversation with the command is described
 * in the library's SparkDriver, with the executors that it starts. For one thread.
 */
public final class ComparisonDriver {
    /** Which of our own kernels compute small products, for who opens a BLAS. */
    private static final String KERNELS = "BLASPOOL_KERNELS";

    private static final int WARM_UPS = 50;

    private final JavaSparkContext spark;
    private final String blas;
    private final int workers;
    private final List<FileChannel> regions = new ArrayList<>();
    /** What each executor said last. */
    private final Map<String, ComputedChunk> executors = new TreeMap<>();

    private List<SerializedProduct> products = List.of();
    private List<ArrayList<SerializedProduct>> chunks = List.of();
    private long deserializeNanos;
    private long computeNanos;

    private ComparisonDriver(JavaSparkContext spark, String blas, int workers) {
        this.spark = spark;
        this.blas = blas;
        this.workers = workers;
    }

    /** Arguments: workers, BLAS threads of each, BLAS, class path of the executors, an option of theirs, scratch. */
    public static void main(String[] arguments) throws IOException {
        OutputStream answers = new BufferedOutputStream(System.out);
        System.setOut(System.err); // what others print must not get into the conversation
        System.setProperty(
                "log4j2.configurationFile",
                String.valueOf(ComparisonDriver.class.getResource("comparison-log4j2.properties")));
        InputStream orders = new BufferedInputStream(System.in);
        int workers = Integer.parseInt(arguments[0]);
        try (JavaSparkContext spark = new JavaSparkContext(conf(workers, arguments))) {
            ComparisonDriver driver = new ComparisonDriver(spark, arguments[2], workers);
            driver.warmUp();
            SparkDriver.put(answers, driver.found());
            while (true) {
                SparkDriver.put(answers, driver.answer(SparkDriver.get(orders)));
            }
        } catch (EOFException e) {
            // The command has ended, one way or another.
        } catch (Exception e) {
            SparkDriver.put(answers, firstLine(e));
        }
    }

    private static SparkConf conf(int workers, String[] arguments) {
        String threads = arguments[1];
        SparkConf conf = new SparkConf(false);
        String kernels = System.getenv(KERNELS);
        if (kernels != null) {
            conf.setExecutorEnv(KERNELS, kernels);
        }
        return conf.setMaster("local-cluster[" + workers + "," + threads + ",4096]")
                .setAppName("blaspool compare")
                .set("spark.task.cpus", threads)
                .set("spark.executor.cores", threads)
                .set("spark.executor.memory", "4g")
                .set("spark.executor.extraClassPath", arguments[3])
                .set("spark.executor.extraJavaOptions", arguments[4])
                .set("spark.local.dir", arguments[5])
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set("spark.scheduler.minRegisteredResourcesRatio", "1.0")
                .set("spark.scheduler.maxRegisteredResourcesWaitingTime", "120s")
                // Operands are part of their task.
                .set("spark.rpc.message.maxSize", "2047")
                .set("spark.driver.maxResultSize", "0");
    }

    /** Tasks without products, until every executor has had one: each has its BLAS then. */
    private void warmUp() throws IOException {
        for (int i = 0; executors.size() < workers; i++) {
            if (i == WARM_UPS) {
                throw new IOException("executors=" + executors.size() + " of " + workers + " came up");
            }
            compute(Collections.nCopies(4 * workers, new ArrayList<>()));
        }
    }

    private synchronized Executor[] found() {
        return executors.values().stream()
                .map(executor -> new Executor(executor.blasThreads(), executor.cpus()))
                .toArray(Executor[]::new);
    }

    private Object answer(Object order) {
        try {
            if (order instanceof Load load) {
                load(load);
                return true;
            }
            SerializedProduct.SERIALIZE_NANOS.set(0);
            deserializeNanos = 0;
            computeNanos = 0;
            compute(chunks);
            return work();
        } catch (Exception e) { // Scala's methods declare none
            return firstLine(e);
        }
    }

    private void load(Load load) throws IOException {
        for (FileChannel region : regions) {
            region.close();
        }
        regions.clear();
        for (String region : load.regions()) {
            regions.add(FileChannel.open(Path.of(region), StandardOpenOption.READ, StandardOpenOption.WRITE));
        }
        products = new ArrayList<>();
        for (SharedProduct product : load.products()) {
            products.add(new SerializedProduct(products.size(), product, regions));
        }
        chunks = new ArrayList<>();
        for (int from = 0; from < products.size(); from += load.chunkSize()) {
            chunks.add(new ArrayList<>(products.subList(from, Math.min(products.size(), from + load.chunkSize()))));
        }
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

    private synchronized Work work() {
        long[] usage = NativeProcess.usage();
        for (ComputedChunk executor : executors.values()) {
            for (int i = 0; i < usage.length; i++) {
                usage[i] += executor.usage()[i];
            }
        }
        return new Work(SerializedProduct.SERIALIZE_NANOS.get(), deserializeNanos, computeNanos, usage);
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage())
                .lines()
                .findFirst()
                .orElse(e.getClass().getSimpleName());
    }
}
