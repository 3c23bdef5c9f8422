package org.blaspool.spark;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;

/** An installation of Spark, made of the jars on this JVM's class path; SPARK_HOME says where. */
final class SparkHome {
    private SparkHome() {}

    /** A cluster of two workers in this process, with an executor JVM of one core each, on the Java of this process. */
    static SparkConf localCluster() throws IOException {
        linkJars();
        return new SparkConf()
                .setMaster("local-cluster[2,1,1024]")
                .setAppName("blaspool test")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1")
                .set("spark.executor.memory", "512m")
                .set("spark.executor.extraClassPath", directories())
                // Executors that live for seconds: half the CPU time goes into their start.
                .set("spark.executor.extraJavaOptions", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1")
                .set("spark.executorEnv.SPARK_SCALA_VERSION", System.getenv("SPARK_SCALA_VERSION"))
                .set("spark.executorEnv.JAVA_HOME", System.getProperty("java.home"))
                // Both executors before the first task, however slow the machine is today.
                .set("spark.scheduler.minRegisteredResourcesRatio", "1.0")
                .set("spark.scheduler.maxRegisteredResourcesWaitingTime", "120s");
    }

    /** Spark within this process. */
    static SparkConf local(int cores) {
        return new SparkConf()
                .setMaster("local[" + cores + "]")
                .setAppName("blaspool test")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1");
    }

    /** Puts the jars where SPARK_HOME says. */
    static void linkJars() throws IOException {
        Path jars = Files.createDirectories(Path.of(System.getenv("SPARK_HOME"), "jars"));
        for (Path jar : classPath().filter(Files::isRegularFile).toList()) {
            try {
                Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
            } catch (FileAlreadyExistsException e) {
                // Of an earlier run.
            }
        }
    }

    private static String directories() {
        return classPath()
                .filter(Files::isDirectory)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Stream<Path> classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .map(Path::toAbsolutePath);
    }
}
