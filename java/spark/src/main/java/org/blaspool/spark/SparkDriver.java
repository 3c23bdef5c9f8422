package org.blaspool.spark;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasSpec;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.file.MatrixFormats;
import org.blaspool.jni.NativeLibrary;
import org.blaspool.jni.NativeProcess;
import org.blaspool.matrix.Batch;
import org.blaspool.memory.Region;
import org.blaspool.plan.StrategySpec;
import org.blaspool.pool.ScratchDirectory;
import org.blaspool.pool.WorkerCommand;
import org.blaspool.strategy.Configuration;
import org.blaspool.strategy.StrategyContext;

/**
 * The JVM of Spark's driver, with the cluster of executors that it starts: its class path and its options are Spark's, not
 * ours. It is told by its standard input what to do, answers on its standard output, and ends with its input. Operands
 * and results lie in the batch's shared regions, which it opens by their descriptors.
 *
 * <p>The conversation is of serialized objects; where an answer is a text, it says what failed:
 *
 * <pre>
 *   (start)       -> the {@link Executor}s
 *   {@link Load}          -> true
 *   {@link #RUN}           -> {@link Work}
 * </pre>
 */
final class SparkDriver implements AutoCloseable {
    static final String RUN = "run";
    private static final ObjectInputFilter OWN_CLASSES =
            ObjectInputFilter.Config.createFilter("java.base/*;org.blaspool.*;org.blaspool.spark.*;!*");

    private static final String MAIN = "org.blaspool.spark.ComparisonDriver";
    private static final int END_SECONDS = 30;

    /**
     * Which products to compute; nothing of them is copied.
     *
     * @param regions paths of the shared regions that the products' matrices lie in
     */
    record Load(int chunkSize, List<String> regions, List<SharedProduct> products) implements Serializable {}

    /**
     * What one round took, summed over the executors.
     *
     * @param usage of all processes so far, as {@link NativeProcess#usage} has it
     */
    record Work(long serializeNanos, long deserializeNanos, long computeNanos, long[] usage) implements Serializable {}

    /** What an executor reported. */
    record Executor(int blasThreads, String cpus) implements Serializable {}

    private final ScratchDirectory scratch;
    private final Process process;
    private final InputStream answers;
    private final OutputStream orders;
    private List<Executor> executors;

    private SparkDriver(ScratchDirectory scratch, Process process) {
        this.scratch = scratch;
        this.process = process;
        this.answers = new BufferedInputStream(process.getInputStream());
        this.orders = new BufferedOutputStream(process.getOutputStream());
    }

    /**
     * Starts the cluster and waits until all executors have loaded their BLAS.
     *
     * @throws ResourceUnavailableException where Spark does not come up
     */
    static SparkDriver start(
            SparkInstallation spark, StrategySpec spec, Configuration configuration, StrategyContext context) {
        ScratchDirectory scratch = ScratchDirectory.create(context.scratch());
        SparkDriver driver = null;
        try {
            driver = new SparkDriver(scratch, spawn(spark, spec, configuration, context, scratch.path()));
            driver.executors = List.of((Executor[]) driver.answer());
            return driver;
        } catch (IOException e) {
            throw new ResourceUnavailableException("spark did not start: " + e.getMessage(), e);
        } finally {
            if (driver == null) {
                scratch.close();
            } else if (driver.executors == null) {
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

    List<Executor> executors() {
        return executors;
    }

    /** Names the products and where their matrices lie; nothing is copied. */
    void load(Batch batch, int chunkSize) {
        List<Region> regions = batch.regions();
        List<String> paths = regions.stream()
                .map(region -> "/proc/" + NativeProcess.pid() + "/fd/" + region.descriptor())
                .toList();
        List<SharedProduct> products = batch.products().stream()
                .map(product -> SharedProduct.of(product, regions))
                .toList();
        answer(new Load(chunkSize, paths, products));
    }

    /** Computes the loaded batch once. */
    Work run() {
        return (Work) answer(RUN);
    }

    private Object answer(Serializable order) {
        try {
            put(orders, order);
            return answer();
        } catch (IOException e) {
            String reason = e instanceof EOFException ? "it ended" : e.getMessage();
            throw new ResourceUnavailableException("spark's driver was lost: " + reason, e);
        }
    }

    private Object answer() throws IOException {
        Object answer = get(answers);
        if (answer instanceof String failure) {
            throw new ResourceUnavailableException("spark failed: " + failure);
        }
        return answer;
    }

    /** Sends one object of the conversation. */
    static void put(OutputStream channel, Object message) throws IOException {
        ObjectOutputStream stream = new ObjectOutputStream(channel);
        stream.writeObject(message);
        stream.flush();
    }

    /**
     * Receives one object of the conversation.
     *
     * @throws EOFException where the other process has gone
     */
    static Object get(InputStream channel) throws IOException {
        ObjectInputStream stream = new ObjectInputStream(channel);
        stream.setObjectInputFilter(OWN_CLASSES);
        try {
            return stream.readObject();
        } catch (ClassNotFoundException e) {
            throw new IOException(e); // the class path of both holds this module
        }
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
