package org.blaspool.pool;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.blaspool.cpu.CpuSet;
import org.blaspool.jni.NativeLibrary;

/** The command line of a worker's JVM, under the helper program that pins it before it starts. */
final class WorkerCommand {
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
        command.addAll(options.observation().javaOptions());
        command.addAll(options.javaOptions());
        command.add("-D" + NativeLibrary.DIRECTORY_PROPERTY + "=" + natives);
        command.add("@" + classPath);
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    /** Writes this process's class path as a file of arguments for {@code java}, which reads it as the locale has it. */
    static Path writeClassPath(Path file) throws IOException {
        String quoted =
                System.getProperty("java.class.path").replace("\\", "\\\\").replace("\"", "\\\"");
        return Files.writeString(
                file, "-cp \"" + quoted + "\"\n", Charset.forName(System.getProperty("sun.jnu.encoding")));
    }

    private static List<String> javaOptions() {
        List<String> options = new ArrayList<>(JAVA_OPTIONS);
        String cache = System.getProperty("blaspool.cache");
        if (cache != null) {
            options.add("-Dblaspool.cache=" + cache);
        }
        return options;
    }
}
