package org.blaspool.spark;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.blaspool.Layout;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasSpec;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.file.MatrixFormats;
import org.blaspool.jni.NativeLibrary;
import org.blaspool.jni.NativeProcess;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.memory.Region;
import org.blaspool.plan.StrategySpec;
import org.blaspool.pool.ScratchDirectory;
import org.blaspool.pool.WorkerCommand;
import org.blaspool.strategy.Configuration;
import org.blaspool.strategy.StrategyContext;
import org.blaspool.usage.Usage;

/**
 * The JVM of Spark's driver, with the cluster of executors that it starts: its class path and its options are Spark's, not
 * ours. It is told by its standard input what to do, answers on its standard output, and ends with its input. Operands
 * and results lie in the batch's shared regions, which it opens by their descriptors.
 *
 * <p>The conversation, each answer begun by true, or by false and a message:
 *
 * <pre>
 *   (start)              -> for each executor: BLAS threads, CPU mask
 *   L chunk size, regions, products ->
 *   R                    -> nanoseconds: serializing, deserializing, computing; usage so far (6)
 * </pre>
 */
final class SparkDriver implements AutoCloseable {
    static final int LOAD = 'L';
    static final int RUN = 'R';

    private static final String MAIN = "org.blaspool.spark.ComparisonDriver";
    private static final int END_SECONDS = 30;

    /** What one round took, summed over the executors. */
    record Work(long serializeNanos, long deserializeNanos, long computeNanos, Usage usage) {}

    /** What an executor reported. */
    record Executor(int blasThreads, String cpus) {}

    private final ScratchDirectory scratch;
    private final Process process;
    private final DataInputStream answers;
    private final DataOutputStream orders;
    private final List<Executor> executors = new ArrayList<>();

    private SparkDriver(ScratchDirectory scratch, Process process) {
        this.scratch = scratch;
        this.process = process;
        this.answers = new DataInputStream(new BufferedInputStream(process.getInputStream()));
        this.orders = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
    }

    /**
     * Starts the cluster and waits until all executors have loaded their BLAS.
     *
     * @throws ResourceUnavailableException where Spark does not come up
     */
    static SparkDriver start(
            SparkInstallation spark, StrategySpec spec, Configuration configuration, StrategyContext context) {
        int workers = configuration.workers();
        ScratchDirectory scratch = ScratchDirectory.create(context.scratch());
        SparkDriver driver = null;
        try {
            driver = new SparkDriver(scratch, spawn(spark, spec, configuration, context, scratch.path()));
            driver.awaitExecutors(workers);
            return driver;
        } catch (IOException e) {
            throw new ResourceUnavailableException("spark did not start: " + e.getMessage(), e);
        } finally {
            if (driver == null) {
                scratch.close();
            } else if (driver.executors.size() < workers) {
                driver.close();
            }
        }
    }

    private static Process spawn(
            SparkInstallation spark,
            StrategySpec spec,
            Configuration configuration,
            StrategyContext context,
            Path scratch)
            throws IOException {
        // Spark writes below its home: one of our own, with the installation's jars.
        Path home = Files.createDirectory(scratch.resolve("spark"));
        Files.createSymbolicLink(home.resolve("jars"), spark.jars());
        String natives = "-D" + NativeLibrary.DIRECTORY_PROPERTY + "="
                + NativeLibrary.file().toAbsolutePath().getParent();
        String own = spark.ownClassPath();
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+IgnoreUnrecognizedVMOptions",
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                natives,
                "-cp",
                own + File.pathSeparator + spark.jars() + File.separator + "*",
                MAIN,
                Integer.toString(configuration.workers()),
                Integer.toString(configuration.blasThreads()),
                BlasSpec.parse(context.surroundings().blas()).located().text(),
                own,
                natives,
                scratch.toString());
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        WorkerCommand.withoutJavaOptions(builder.environment());
        builder.environment().put("SPARK_HOME", home.toString());
        builder.environment().put("SPARK_SCALA_VERSION", spark.scala());
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().remove("SPARK_CONF_DIR");
        if (!spec.split().orElse(true)) {
            builder.environment().put("BLASPOOL_KERNELS", "off");
        }
        return builder.start();
    }

    private void awaitExecutors(int workers) throws IOException {
        awaitAnswer();
        for (int i = 0; i < workers; i++) {
            executors.add(new Executor(answers.readInt(), answers.readUTF()));
        }
    }

    List<Executor> executors() {
        return executors;
    }

    /** Names the products and where their matrices lie; nothing is copied. */
    void load(Batch batch, int chunkSize) {
        try {
            orders.writeByte(LOAD);
            orders.writeInt(chunkSize);
            List<Region> regions = batch.regions();
            orders.writeInt(regions.size());
            for (Region region : regions) {
                orders.writeUTF("/proc/" + NativeProcess.pid() + "/fd/" + region.descriptor());
            }
            orders.writeInt(batch.size());
            for (Dgemm product : batch.products()) {
                put(product, regions);
            }
            awaitAnswer();
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private void put(Dgemm product, List<Region> regions) throws IOException {
        orders.writeDouble(product.alpha());
        orders.writeBoolean(product.transposeA());
        orders.writeBoolean(product.transposeB());
        orders.writeDouble(product.beta());
        for (StoredMatrix matrix : List.of(product.a(), product.b(), product.c())) {
            orders.writeInt(regions.indexOf(matrix.region()));
            orders.writeLong(matrix.offset());
            orders.writeLong(matrix.rows());
            orders.writeLong(matrix.columns());
            orders.writeLong(matrix.leadingDimension());
            orders.writeBoolean(matrix.layout() == Layout.ROW_MAJOR);
        }
    }

    /** Computes the loaded batch once. */
    Work run() {
        try {
            orders.writeByte(RUN);
            awaitAnswer();
            long serialize = answers.readLong();
            long deserialize = answers.readLong();
            long compute = answers.readLong();
            long[] usage = new long[Usage.VALUES];
            for (int i = 0; i < usage.length; i++) {
                usage[i] = answers.readLong();
            }
            return new Work(serialize, deserialize, compute, Usage.of(usage));
        } catch (IOException e) {
            throw lost(e);
        }
    }

    private void awaitAnswer() throws IOException {
        orders.flush();
        if (!answers.readBoolean()) {
            throw new ResourceUnavailableException("spark failed: " + answers.readUTF());
        }
    }

    private static ResourceUnavailableException lost(IOException cause) {
        String reason = cause instanceof EOFException ? "it ended" : cause.getMessage();
        return new ResourceUnavailableException("spark's driver was lost: " + reason, cause);
    }

    /** Ends the driver with its executors, and removes what Spark wrote. */
    @Override
    public void close() {
        List<ProcessHandle> executorsAndTheirs = process.descendants().toList();
        try {
            orders.close();
            process.waitFor(END_SECONDS, TimeUnit.SECONDS);
        } catch (IOException e) {
            // It is gone already.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
        executorsAndTheirs.forEach(ProcessHandle::destroyForcibly);
        // None may write any more to the directory that is removed.
        process.onExit().join();
        executorsAndTheirs.forEach(each -> each.onExit().join());
        scratch.close();
    }

    /**
     * A Spark of the user's own, which is other processes' class path, beside this module and what it stands on.
     *
     * @param jars the directory of Spark's jars
     * @param scala the Scala version that they are built for, as 2.13
     */
    record SparkInstallation(Path jars, String scala) {
        private static final String HOME_VARIABLE = "SPARK_HOME";
        private static final Pattern SCALA_LIBRARY = Pattern.compile("scala-library-(\\d+\\.\\d+)\\..*\\.jar");

        /**
         * What SPARK_HOME says.
         *
         * @throws ResourceUnavailableException where there is no Spark
         */
        static SparkInstallation find(Map<String, String> environment) {
            String home = environment.getOrDefault(HOME_VARIABLE, "");
            if (home.isBlank()) {
                throw new ResourceUnavailableException(
                        "strategy spark needs a Spark: SPARK_HOME is not set, expected the directory of one with"
                                + " jars/");
            }
            Path jars = Path.of(home).toAbsolutePath().resolve("jars");
            String scala = scalaVersion(jars)
                    .orElseThrow(() -> new ResourceUnavailableException("SPARK_HOME is no Spark: SPARK_HOME=" + home
                            + ", expected a directory with jars/scala-library-….jar"));
            return new SparkInstallation(jars, scala);
        }

        private static Optional<String> scalaVersion(Path jars) {
            try (Stream<Path> files = Files.list(jars)) {
                return files.map(
                                file -> SCALA_LIBRARY.matcher(file.getFileName().toString()))
                        .filter(Matcher::matches)
                        .map(matcher -> matcher.group(1))
                        .findFirst();
            } catch (IOException e) {
                return Optional.empty();
            }
        }

        /** What the driver and executors load beside Spark: this module, and those below it. */
        String ownClassPath() {
            return Stream.of(SparkInstallation.class, MatrixFormats.class, BlasLibrary.class)
                    .map(SparkInstallation::place)
                    .collect(Collectors.joining(File.pathSeparator));
        }

        private static String place(Class<?> type) {
            try {
                return Path.of(type.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI())
                        .toString();
            } catch (URISyntaxException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
