package org.blaspool.spark;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.file.MatrixFormats;

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
                    "strategy spark needs a Spark: SPARK_HOME is not set, expected the directory of one with jars/");
        }
        Path jars = Path.of(home).toAbsolutePath().resolve("jars");
        String scala = scalaVersion(jars)
                .orElseThrow(() -> new ResourceUnavailableException("SPARK_HOME is no Spark: SPARK_HOME=" + home
                        + ", expected a directory with jars/scala-library-….jar"));
        return new SparkInstallation(jars, scala);
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
