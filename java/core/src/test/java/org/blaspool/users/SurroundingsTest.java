package org.blaspool.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.blaspool.BlasPool;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The ways in which programs are started: each test is a JVM of its own that uses worker JVMs, products and an operation of
 * a class of the program's.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SurroundingsTest {
    private static final String PROGRAM = """
            import java.util.Collections;
            import java.util.List;
            import org.blaspool.BlasPool;
            import org.blaspool.Matrix;

            public class Program {
                static double twice(double value) {
                    return 2 * value;
                }

                public static void main(String[] arguments) {
                    try (BlasPool pool = BlasPool.open("processes-shared:workers=2")) {
                        double[][] c = pool.multiply(
                                        Collections.singletonList(new double[][] {{1, 2}}),
                                        Collections.singletonList(new double[][] {{3}, {4}}))
                                .get(0);
                        Matrix mapped = pool.map(
                                        (operands, result, context) ->
                                                result.set(0, 0, twice(operands.get(0).get(0, 0))),
                                        List.of(pool.matrix(new double[][] {{21}})))
                                .get(0);
                        System.out.println(c[0][0] + " " + mapped.get(0, 0));
                    }
                }
            }
            """;
    private static final String PRINTED = "11.0 42.0";

    @TempDir
    static Path directory;

    private static Path classes;
    private static Path openBlas;
    private static Path library;
    private static Path natives;

    @BeforeAll
    static void build() throws IOException, URISyntaxException {
        Path own = Path.of(BlasPool.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        openBlas = onClassPath("openblas", System.getProperty("os.arch").equals("amd64") ? "x86_64" : "arm64");
        library = directory.resolve("jars/blaspool.jar");
        natives = directory.resolve("jars/blaspool-natives.jar");
        Files.createDirectories(library.getParent());
        Path copied = directory.resolve("own");
        Path copiedNatives = directory.resolve("natives");
        try (Stream<Path> files = Files.walk(own)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path relative = own.relativize(file);
                Path root = relative.startsWith("org/blaspool/native") ? copiedNatives : copied;
                Path target = root.resolve(relative);
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
        tool("jar", "--create", "--file", library.toString(), "-C", copied.toString(), ".");
        tool("jar", "--create", "--file", natives.toString(), "-C", copiedNatives.toString(), ".");
        classes = Files.createDirectory(directory.resolve("classes"));
        Path source = Files.writeString(directory.resolve("Program.java"), PROGRAM);
        tool("javac", "-proc:none", "-cp", library.toString(), "-d", classes.toString(), source.toString());
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path onClassPath(String name, String end) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry ->
                        Path.of(entry).getFileName().toString().startsWith(name) && entry.endsWith(end + ".jar"))
                .map(Path::of)
                .findFirst()
                .orElseThrow();
    }

    private static void tool(String name, String... arguments) {
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said);
        int status = ToolProvider.findFirst(name).orElseThrow().run(writer, writer, arguments);
        assertThat(status).as(said.toString()).isZero();
    }

    private static String jars() {
        return Stream.of(library, natives, openBlas)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static List<String> java(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= 24) {
            command.add("--enable-native-access=ALL-UNNAMED");
        }
        command.addAll(List.of(arguments));
        return command;
    }

    private static String run(List<String> command, Map<String, String> environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.directory(directory.toFile());
        File errors = File.createTempFile("errors", ".txt", directory.toFile());
        builder.redirectError(errors);
        Process process = builder.start();
        String printed;
        try (InputStream out = process.getInputStream()) {
            printed = new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
        int status = process.waitFor();
        assertThat(printed)
                .as("exit %d: %s", status, Files.readString(errors.toPath()))
                .isEqualTo(PRINTED);
        return Files.readString(errors.toPath());
    }

    @Test
    void shouldRunFromAPlainClassPath() throws Exception {
        run(java("-cp", jars() + File.pathSeparator + classes, "Program"), Map.of());
    }

    @Test
    void shouldRunFromAClassPathThatNoCommandLineHolds() throws Exception {
        String filler = IntStream.range(0, 3000)
                .mapToObj(i ->
                        directory.resolve("a-directory-that-is-not-there-" + i).toString())
                .collect(Collectors.joining(File.pathSeparator));
        assertThat(filler.length()).isGreaterThan(128 << 10);
        Path arguments = Files.writeString(
                directory.resolve("arguments"),
                "-cp " + filler + File.pathSeparator + jars() + File.pathSeparator + classes + "\nProgram\n");
        run(java("@" + arguments), Map.of());
    }

    @Test
    void shouldRunFromTheModulePathWhereNobodyRequiresTheNatives() throws Exception {
        Path module = Files.createDirectories(directory.resolve("module/program"));
        Files.writeString(module.resolve("Program.java"), "package program;\n" + PROGRAM);
        Files.writeString(
                module.getParent().resolve("module-info.java"), "module program { requires org.blaspool; }\n");
        Path out = Files.createDirectory(directory.resolve("module-classes"));
        tool(
                "javac",
                "-proc:none",
                "--module-path",
                library.toString(),
                "-d",
                out.toString(),
                module.getParent().resolve("module-info.java").toString(),
                module.resolve("Program.java").toString());
        List<String> command =
                java("--module-path", jars() + File.pathSeparator + out, "-m", "program/program.Program");
        if (Runtime.version().feature() >= 24) {
            command.set(1, "--enable-native-access=org.blaspool");
        }
        run(command, Map.of());
    }

    /** As Spring Boot packs a program: its loader in front, all else in jars within the jar. */
    @Test
    void shouldRunFromJarsWithinAJar() throws Exception {
        Path boot = Files.createDirectory(directory.resolve("boot"));
        try (JarFile loader = new JarFile(onClassPath("spring-boot-loader", "").toFile())) {
            for (JarEntry entry : Collections.list(loader.entries())) {
                if (entry.getName().startsWith("org/") && !entry.isDirectory()) {
                    Path target = boot.resolve(entry.getName());
                    Files.createDirectories(target.getParent());
                    try (InputStream bytes = loader.getInputStream(entry)) {
                        Files.copy(bytes, target);
                    }
                }
            }
        }
        Path nested = Files.createDirectories(boot.resolve("BOOT-INF/lib"));
        for (Path jar : List.of(library, natives, openBlas)) {
            Files.copy(jar, nested.resolve(jar.getFileName()));
        }
        Path own = Files.createDirectories(boot.resolve("BOOT-INF/classes"));
        try (Stream<Path> files = Files.list(classes)) {
            for (Path file : files.toList()) {
                Files.copy(file, own.resolve(file.getFileName()));
            }
        }
        Path manifest = Files.writeString(directory.resolve("boot.mf"), """
                Main-Class: org.springframework.boot.loader.launch.JarLauncher
                Start-Class: Program
                Spring-Boot-Classes: BOOT-INF/classes/
                Spring-Boot-Lib: BOOT-INF/lib/
                """);
        Path program = directory.resolve("program.jar");
        tool("jar", "-c", "-f", program.toString(), "-m", manifest.toString(), "-0", "-C", boot.toString(), ".");
        run(java("-jar", program.toString()), Map.of());
    }

    @Test
    void shouldRunInAShadedJar() throws Exception {
        Path all = Files.createDirectory(directory.resolve("all"));
        for (Path jar : List.of(library, natives, openBlas)) {
            try (JarFile file = new JarFile(jar.toFile())) {
                for (JarEntry entry : Collections.list(file.entries())) {
                    Path target = all.resolve(entry.getName());
                    if (!entry.isDirectory()
                            && !Files.exists(target)
                            && !entry.getName().equals("module-info.class")) {
                        Files.createDirectories(target.getParent());
                        try (InputStream bytes = file.getInputStream(entry)) {
                            Files.copy(bytes, target);
                        }
                    }
                }
            }
        }
        Path shaded = directory.resolve("shaded.jar");
        tool("jar", "-c", "-f", shaded.toString(), "-C", all.toString(), ".", "-C", classes.toString(), ".");
        run(java("-cp", shaded.toString(), "Program"), Map.of());
    }

    @Test
    void shouldRunAsASingleSourceFile() throws Exception {
        run(java("-cp", jars(), directory.resolve("Program.java").toString()), Map.of());
    }

    @Test
    void shouldRunBesideOptionsThatAreMeantForTheProgramAlone() throws Exception {
        String options =
                "-XX:+UseG1GC -Xmx96m -agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0,"
                        + "quiet=y";
        run(java("-cp", jars() + File.pathSeparator + classes, "Program"), Map.of("JAVA_TOOL_OPTIONS", options));
        run(
                java("-cp", jars() + File.pathSeparator + classes, "Program"),
                Map.of("JDK_JAVA_OPTIONS", "-XX:+UseParallelGC"));
    }

    /** Two deployments of a servlet container, one after the other: each has class loaders of its own. */
    @Test
    void shouldRunTwiceInChildClassLoadersOfOneJvm() throws Exception {
        Path source = Files.writeString(directory.resolve("Container.java"), """
                import java.io.ByteArrayOutputStream;
                import java.io.PrintStream;
                import java.net.URL;
                import java.net.URLClassLoader;
                import java.nio.file.Path;

                public class Container {
                    public static void main(String[] paths) throws Exception {
                        PrintStream out = System.out;
                        String first = "";
                        for (int deployment = 0; deployment < 2; deployment++) {
                            URL[] urls = new URL[paths.length];
                            for (int i = 0; i < paths.length; i++) {
                                urls[i] = Path.of(paths[i]).toUri().toURL();
                            }
                            ByteArrayOutputStream printed = new ByteArrayOutputStream();
                            System.setOut(new PrintStream(printed));
                            try (URLClassLoader loader =
                                    new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
                                loader.loadClass("Program").getMethod("main", String[].class)
                                        .invoke(null, (Object) new String[0]);
                            }
                            System.setOut(out);
                            if (deployment == 1 && !first.equals(printed.toString())) {
                                throw new AssertionError(printed);
                            }
                            first = printed.toString();
                        }
                        out.print(first);
                    }
                }
                """);
        Path out = Files.createDirectory(directory.resolve("container"));
        tool("javac", "-proc:none", "-d", out.toString(), source.toString());
        run(
                java(
                        "-cp",
                        out.toString(),
                        "Container",
                        library.toString(),
                        natives.toString(),
                        openBlas.toString(),
                        classes.toString()),
                Map.of());
    }

    /** As in a container whose user has no entry anywhere. */
    @Test
    void shouldRunAsAUserThatNobodyKnows() throws Exception {
        assumeTrue(ProcessHandle.current().info().user().orElse("").equals("root"), "only root becomes somebody else");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "setpriv is not there");
        Path jars = Files.createDirectory(directory.resolve("readable"));
        List<String> copies = new ArrayList<>();
        for (Path jar : List.of(library, natives, openBlas)) {
            copies.add(Files.copy(jar, jars.resolve(jar.getFileName())).toString());
        }
        List<String> command =
                new ArrayList<>(List.of("/usr/bin/setpriv", "--reuid=12345", "--regid=12345", "--clear-groups"));
        command.addAll(java("-cp", String.join(File.pathSeparator, copies) + File.pathSeparator + classes, "Program"));
        try (Stream<Path> files = Files.walk(directory)) {
            assumeTrue(
                    files.allMatch(file -> Files.isReadable(file)) && reachableByOthers(directory),
                    "the temporary directory is closed to others");
        }
        run(command, Map.of("HOME", "/"));
    }

    private static boolean reachableByOthers(Path path) throws IOException {
        for (Path at = path.toAbsolutePath(); at != null; at = at.getParent()) {
            if (!PosixFilePermissions.toString(Files.getPosixFilePermissions(at))
                            .endsWith("x")
                    && !PosixFilePermissions.toString(Files.getPosixFilePermissions(at))
                            .endsWith("t")) {
                return false;
            }
        }
        return true;
    }
}
