package org.blaspool.pool;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.blaspool.cpu.CpuSet;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.jni.NativeLibrary;
import org.blaspool.worker.WorkerMain;

/**
 * How a worker's JVM is started.
 *
 * <p>Its command line is under the helper program that pins it before it starts.
 *
 * <p>It finds this library on the parent's class path, or where else the parent's class loader has it from, a module path, a
 * servlet container's directory or a jar within a jar. What it lacks of users' operations it asks of the parent.
 *
 * <p>In its environment is what finds files, libraries and a BLAS's settings, and what a caller adds. Nothing else of whatever
 * program this library lives in: its options for Java, meant for another collector, a port or an agent of one process, would
 * break its workers; and a large environment would leave no room for their command lines.
 */
public final class WorkerCommand {
    /** What every worker's JVM is told. */
    static final List<String> JAVA_OPTIONS = List.of(
            // One thread that collects a small heap: matrices are outside it, and every core is busy with them.
            "-XX:+UseSerialGC",
            "-Xms16m",
            "-Xmn8m",
            // OpenBLAS keeps work arrays on the stack of the thread that calls it.
            "-Xss16m",
            "-XX:-UsePerfData",
            // The loops in which object streams convert numbers are too long to be unrolled by default.
            "-XX:LoopUnrollLimit=120",
            "-XX:+DisableAttachMechanism",
            // A worker without heap is replaced, with what it had in hand, rather than kept half alive.
            "-XX:+ExitOnOutOfMemoryError",
            // Else what it says of that goes to its standard output, which nobody reads.
            "-XX:+DisplayVMOutputToStderr",
            "--enable-native-access=ALL-UNNAMED");

    /** What every JVM reads, whoever starts it. */
    private static final List<String> OPTION_VARIABLES =
            List.of("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS");

    private static final List<String> VARIABLES = List.of(
            "HOME",
            "JAVA_HOME",
            "LANG",
            "LANGUAGE",
            "LD_LIBRARY_PATH",
            "LD_PRELOAD",
            "LOGNAME",
            "PATH",
            "TMPDIR",
            "TZ",
            "USER",
            "XDG_CACHE_HOME");

    /** Of the locale, of BLAS and OpenMP libraries, of batch systems, of the C library and of sanitizers. */
    private static final List<String> VARIABLE_PREFIXES = List.of(
            "LC_",
            "BLASPOOL_",
            "OPENBLAS_",
            "GOTO_",
            "OMP_",
            "GOMP_",
            "KMP_",
            "MKL_",
            "BLIS_",
            "FLEXIBLAS",
            "SLURM_",
            "MALLOC_",
            "GLIBC_",
            "ASAN_",
            "LSAN_",
            "UBSAN_");

    private WorkerCommand() {}

    /**
     * @param cpus the CPUs that it may use; null: those of this process
     * @param extra further options of the JVM, before the user's own
     * @param classPath of {@link #writeClassPath}
     * @param main the class to run
     */
    static List<String> of(
            PoolOptions options, CpuSet cpus, List<String> extra, Path classPath, Class<?> main, String... arguments) {
        Path natives = NativeLibrary.file().toAbsolutePath().getParent();
        List<String> command = new ArrayList<>();
        command.add(NativeLibrary.pinHelper().toString());
        command.add("--die-with-parent");
        command.add("--blas-threads");
        command.add(Integer.toString(options.blasThreads()));
        if (cpus != null) {
            command.add("--cpus");
            command.add(cpus.toString());
        }
        command.add("--");
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions());
        command.addAll(extra);
        command.addAll(options.surroundings().observation().javaOptions());
        command.addAll(options.surroundings().jvm().options());
        command.add("-D" + NativeLibrary.DIRECTORY_PROPERTY + "=" + natives);
        command.add("@" + classPath);
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    private static List<String> javaOptions() {
        List<String> options = new ArrayList<>(JAVA_OPTIONS);
        String cache = System.getProperty("blaspool.cache");
        if (cache != null) {
            options.add("-Dblaspool.cache=" + cache);
        }
        return options;
    }

    /**
     * Writes where workers find this library as a file of arguments for {@code java}, which reads that as the locale has it: one argument of a command
     * line has 128 KiB at most.
     *
     * @param asked what a caller wants instead of this process's class path; empty for that
     * @param directory the pool's own, for the file and for a copy of a jar within a jar
     */
    static Path writeClassPath(List<String> asked, Path directory) throws IOException {
        List<String> entries = new ArrayList<>(asked);
        if (asked.isEmpty()) {
            entries.addAll(List.of(System.getProperty("java.class.path", "").split(File.pathSeparator)));
            entries.removeIf(String::isEmpty);
        }
        String own = own(directory);
        if (!entries.contains(own)) {
            entries.add(own);
        }
        String quoted =
                String.join(File.pathSeparator, entries).replace("\\", "\\\\").replace("\"", "\\\"");
        return Files.writeString(
                directory.resolve("class-path"),
                "-cp \"" + quoted + "\"\n",
                Charset.forName(System.getProperty("sun.jnu.encoding")));
    }

    /** The jar or directory that this class came from; a jar within another one is copied out of it. */
    private static String own(Path directory) throws IOException {
        CodeSource source = WorkerMain.class.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            throw new ResourceUnavailableException("class loader does not tell where blaspool's classes are: loader="
                    + WorkerMain.class.getClassLoader()
                    + ", expected one that does, or BlasPool.builder().classPath(list)");
        }
        URL location = source.getLocation();
        try {
            if (location.getProtocol().equals("file")) {
                return Path.of(location.toURI()).toString();
            }
        } catch (URISyntaxException e) {
            throw new IOException("location of blaspool's classes is no URI: " + location, e);
        }
        Path copy = directory.resolve("blaspool.jar");
        try (InputStream jar = within(location).openStream()) {
            Files.copy(jar, copy);
        }
        return copy.toString();
    }

    /** A jar as a file within another one, of its URL as a root of classes: {@code jar:…!/}. */
    private static URL within(URL root) throws IOException {
        String text = root.toString();
        String file = text.endsWith("!/") ? text.substring(0, text.length() - 2) : text;
        boolean nestedOnce = file.startsWith("jar:") && !file.contains("!/");
        return new URL(nestedOnce || file.startsWith("jar:nested:") ? file.substring("jar:".length()) : file);
    }

    /** Leaves in an environment what a worker is given, and adds what its caller wants; options for Java never. */
    static void restrictEnvironment(Map<String, String> environment, Map<String, String> added) {
        environment.keySet().removeIf(name -> !isPassedOn(name));
        environment.putAll(added);
        withoutJavaOptions(environment);
    }

    /** Removes what every JVM would read, from the environment of one that is started with options of its own. */
    public static void withoutJavaOptions(Map<String, String> environment) {
        environment.keySet().removeAll(OPTION_VARIABLES);
    }

    private static boolean isPassedOn(String name) {
        return VARIABLES.contains(name) || VARIABLE_PREFIXES.stream().anyMatch(name::startsWith);
    }
}
