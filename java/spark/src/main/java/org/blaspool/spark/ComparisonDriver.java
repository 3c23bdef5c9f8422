package org.blaspool.spark;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
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
import org.blaspool.usage.Usage;
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

    private final DataInputStream orders;
    private final DataOutputStream answers;
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

    private ComparisonDriver(
            DataInputStream orders, DataOutputStream answers, JavaSparkContext spark, String blas, int workers) {
        this.orders = orders;
        this.answers = answers;
        this.spark = spark;
        this.blas = blas;
        this.workers = workers;
    }

    /** Arguments: workers, BLAS threads of each, BLAS, class path of the executors, an option of theirs, scratch. */
    public static void main(String[] arguments) throws IOException {
        PrintStream own = System.out;
        System.setOut(System.err); // what others print must not get into the conversation
        System.setProperty(
                "log4j2.configurationFile",
                String.valueOf(ComparisonDriver.class.getResource("comparison-log4j2.properties")));
        DataOutputStream answers = new DataOutputStream(new BufferedOutputStream(own));
        DataInputStream orders = new DataInputStream(new BufferedInputStream(System.in));
        int workers = Integer.parseInt(arguments[0]);
        try (JavaSparkContext spark = new JavaSparkContext(conf(workers, arguments))) {
            ComparisonDriver driver = new ComparisonDriver(orders, answers, spark, arguments[2], workers);
            driver.warmUp();
            answers.writeBoolean(true);
            driver.putExecutors();
            driver.converse();
        } catch (EOFException e) {
            // The command has ended, one way or another.
        } catch (Exception e) {
            answers.writeBoolean(false);
            answers.writeUTF(firstLine(e));
            answers.flush();
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

    private synchronized void putExecutors() throws IOException {
        for (ComputedChunk executor : executors.values()) {
            answers.writeInt(executor.blasThreads());
            answers.writeUTF(executor.cpus());
        }
    }

    private void converse() throws IOException {
        answers.flush();
        while (true) {
            int order = orders.readUnsignedByte();
            if (order == SparkDriver.LOAD) {
                load();
                answers.writeBoolean(true);
            } else if (order == SparkDriver.RUN) {
                run();
            } else {
                throw new IOException("order is not known: " + order);
            }
            answers.flush();
        }
    }

    private void load() throws IOException {
        for (FileChannel region : regions) {
            region.close();
        }
        regions.clear();
        int chunkSize = orders.readInt();
        for (int i = orders.readInt(); i > 0; i--) {
            regions.add(FileChannel.open(Path.of(orders.readUTF()), StandardOpenOption.READ, StandardOpenOption.WRITE));
        }
        products = new ArrayList<>();
        chunks = new ArrayList<>();
        for (int count = orders.readInt(); products.size() < count; ) {
            products.add(new SerializedProduct(
                    products.size(),
                    orders.readDouble(),
                    orders.readBoolean(),
                    orders.readBoolean(),
                    orders.readDouble(),
                    SharedMatrix.get(orders, regions),
                    SharedMatrix.get(orders, regions),
                    SharedMatrix.get(orders, regions)));
        }
        for (int from = 0; from < products.size(); from += chunkSize) {
            chunks.add(new ArrayList<>(products.subList(from, Math.min(products.size(), from + chunkSize))));
        }
    }

    private void run() throws IOException {
        try {
            SerializedProduct.SERIALIZE_NANOS.set(0);
            deserializeNanos = 0;
            computeNanos = 0;
            compute(chunks);
        } catch (Exception e) {
            answers.writeBoolean(false);
            answers.writeUTF(firstLine(e));
            return;
        }
        answers.writeBoolean(true);
        putWork();
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

    private synchronized void putWork() throws IOException {
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

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage())
                .lines()
                .findFirst()
                .orElse(e.getClass().getSimpleName());
    }
}
