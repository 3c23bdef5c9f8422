package org.blaspool.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.blaspool.jni.NativeLibrary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pools in JVMs that were started as other people start theirs. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class StartingPoolTest {
    private static final String STARTED = "workers=[1, 1]";

    @TempDir
    private Path scratch;

    private final Map<String, String> environment = new HashMap<>();
    private final List<String> options = new ArrayList<>();
    private String classPath = System.getProperty("java.class.path");

    /** What the pool's JVM prints on both streams. */
    private String start() throws IOException, InterruptedException {
        Path arguments = Files.writeString(scratch.resolve("arguments"), "-cp \"" + classPath + "\"\n");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(options);
        command.addAll(List.of("@" + arguments, StartingPoolMain.class.getName(), scratch.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output;
    }

    @Test
    void shouldKeepWorkersFromOptionsThatAreMeantForTheProgram() throws Exception {
        int port = freePort();
        environment.put("JAVA_TOOL_OPTIONS", "-XX:+UseParallelGC -Xmx96m");
        environment.put(
                "JDK_JAVA_OPTIONS",
                "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:" + port
                        + " -Dcom.sun.management.jmxremote.port=" + freePort()
                        + " -Dcom.sun.management.jmxremote.authenticate=false"
                        + " -Dcom.sun.management.jmxremote.ssl=false");
        environment.put("_JAVA_OPTIONS", "-Xss2m");
        assertThat(start()).contains(STARTED).doesNotContain("Multiple garbage collectors", "worker ");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void shouldTakeAClassPathThatIsLongerThanAnArgumentMayBe() throws Exception {
        StringBuilder jars = new StringBuilder(classPath);
        for (int i = 0; jars.length() < 200 << 10; i++) {
            jars.append(':')
                    .append(scratch)
                    .append("/with spaces and \\\\ in/")
                    .append(i)
                    .append(".jar");
        }
        classPath = jars.toString();
        assertThat(start()).contains(STARTED);
    }

    @Test
    void shouldStartWorkersUnderALargeEnvironment() throws Exception {
        for (int i = 0; i < 19; i++) {
            environment.put("LARGE_" + i, "x".repeat(100 << 10));
        }
        assertThat(start()).contains(STARTED);
    }

    @Test
    void shouldSayWhyTheFirstWorkerCannotBeSpawned() throws Exception {
        Path natives = Files.createDirectory(scratch.resolve("natives"));
        for (Path file : List.of(NativeLibrary.file(), NativeLibrary.pinHelper())) {
            Files.copy(file, natives.resolve(file.getFileName()));
        }
        Files.setPosixFilePermissions(natives.resolve("blaspool-pin"), PosixFilePermissions.fromString("rw-r--r--"));
        options.add("-D" + NativeLibrary.DIRECTORY_PROPERTY + "=" + natives);
        assertThat(start()).contains("refused=workers did not start").contains("Permission denied");
    }
}
