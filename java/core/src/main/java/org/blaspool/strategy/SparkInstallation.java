package org.blaspool.strategy;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.error.ResourceUnavailableException;

/**
 * A Spark of the user's own, and the jar by which it computes products. This library knows neither: both are other
 * processes' class path.
 *
 * @param jars the directory of Spark's jars
 * @param scala the Scala version that they are built for, as 2.13
 * @param driverJar blaspool-spark
 */
record SparkInstallation(Path jars, String scala, Path driverJar) {
    /** The property that says where blaspool-spark is: a jar, or a directory of classes. */
    static final String JAR_PROPERTY = "blaspool.spark.jar";

    private static final String HOME_VARIABLE = "SPARK_HOME";
    private static final Pattern SCALA_LIBRARY = Pattern.compile("scala-library-(\\d+\\.\\d+)\\..*\\.jar");

    /**
     * What SPARK_HOME and the launcher say.
     *
     * @throws ResourceUnavailableException where there is no Spark, or nothing that it could run
     */
    static SparkInstallation find(Map<String, String> environment) {
        String home = environment.getOrDefault(HOME_VARIABLE, "");
        if (home.isBlank()) {
            throw new ResourceUnavailableException(
                    "strategy spark needs a Spark: SPARK_HOME is not set, expected the directory of one with jars/");
        }
        Path jars = Path.of(home).toAbsolutePath().resolve("jars");
        String scala = scalaVersion(jars)
                .orElseThrow(() -> new ResourceUnavailableException("SPARK_HOME is no Spark: SPARK_HOME=" + home
                        + ", expected a directory with jars/scala-library-….jar"));
        String jar = System.getProperty(JAR_PROPERTY, "");
        if (jar.isEmpty() || !Files.exists(Path.of(jar))) {
            throw new ResourceUnavailableException("strategy spark needs blaspool-spark.jar: " + JAR_PROPERTY + "="
                    + jar + "; mvn -pl java/spark -am -DskipTests package builds it in a checkout");
        }
        return new SparkInstallation(jars, scala, Path.of(jar).toAbsolutePath());
    }

    private static Optional<String> scalaVersion(Path jars) {
        try (Stream<Path> files = Files.list(jars)) {
            return files.map(file -> SCALA_LIBRARY.matcher(file.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(matcher -> matcher.group(1))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What executors load beside Spark: blaspool-spark and this library. */
    String ownClassPath() {
        try {
            Path library = Path.of(BlasLibrary.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return String.join(File.pathSeparator, List.of(driverJar.toString(), library.toString()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
