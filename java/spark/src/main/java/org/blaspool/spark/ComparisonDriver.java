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
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The driver of {@code compare --strategies spark}: a process of its own, whose conversation with the command is described
 * in the library's SparkDriver.
 */
public final class ComparisonDriver {
    /** Which of our own kernels compute small products, for who opens a BLAS. */
    private static final String KERNELS = "BLASPOOL_KERNELS";

    private final DataInputStream orders;
    private final DataOutputStream answers;
    private final ComparisonCluster cluster;
    private final List<FileChannel> regions = new ArrayList<>();

    private ComparisonDriver(DataInputStream orders, DataOutputStream answers, ComparisonCluster cluster) {
        this.orders = orders;
        this.answers = answers;
        this.cluster = cluster;
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
            ComparisonCluster cluster = new ComparisonCluster(spark, arguments[2], workers);
            cluster.warmUp();
            answers.writeBoolean(true);
            cluster.putExecutors(answers);
            new ComparisonDriver(orders, answers, cluster).converse();
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
        List<SerializedProduct> products = new ArrayList<>();
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
        cluster.load(products, chunkSize);
    }

    private void run() throws IOException {
        try {
            cluster.run();
        } catch (Exception e) {
            answers.writeBoolean(false);
            answers.writeUTF(firstLine(e));
            return;
        }
        answers.writeBoolean(true);
        cluster.putWork(answers);
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage())
                .lines()
                .findFirst()
                .orElse(e.getClass().getSimpleName());
    }
}
