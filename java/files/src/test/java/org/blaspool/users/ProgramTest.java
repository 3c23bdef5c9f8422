package org.blaspool.users;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A program in a JVM of its own, with this library, what it depends on, the natives and OpenBLAS, and nothing else. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ProgramTest {
    private static final List<String> JARS =
            List.of("blaspool", "openblas-", "commons-csv", "commons-io", "commons-codec", "jackson-core");
    private static final String PROGRAM = """
        package program;

        import java.nio.file.Path;
        import java.util.List;
        import org.blaspool.BlasPool;
        import org.blaspool.MatrixScope;
        import org.blaspool.files.FileBatch;
        import org.blaspool.files.FileSummary;
        import org.blaspool.files.MatrixFiles;

        public class Program {
            public static void main(String[] arguments) {
                Path in = Path.of("in");
                try (BlasPool pool = BlasPool.open(); MatrixScope scope = pool.scope()) {
                    MatrixFiles.write(scope.matrix(new double[][] {{1, 2}}), in.resolve("a/x.npy"));
                    MatrixFiles.write(scope.matrix(new double[][] {{3}, {4}}), in.resolve("b/x.npy"));
                    for (String strategy : List.of("auto", "processes-shared:workers=2", "independent:workers=2")) {
                        Path out = Path.of("out-" + strategy.split(":")[0]);
                        FileSummary done = FileBatch.of("in", out).strategy(strategy).resume(true).run();
                        System.out.print(done.products() + " " + done.failures()
                                + MatrixFiles.read(out.resolve("x.npy"), scope).get(0, 0) + " ");
                    }
                }
            }
        }
        """;
    private static final String PRINTED = "1 []11.0 1 []11.0 1 []11.0";

    @TempDir
    static Path directory;

    private static String jars;
    private static Path classes;

    @BeforeAll
    static void build() throws Exception {
        jars = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> {
                    String name = Path.of(entry).getFileName().toString();
                    return name.equals("classes")
                            || JARS.stream().anyMatch(name::startsWith) && !name.endsWith("-tests.jar");
                })
                .collect(Collectors.joining(File.pathSeparator));
        Path sources = Files.createDirectory(directory.resolve("sources"));
        Path program = Files.writeString(sources.resolve("Program.java"), PROGRAM);
        Path module = Files.writeString(
                sources.resolve("module-info.java"), "module program { requires org.blaspool.files; }\n");
        classes = Files.createDirectory(directory.resolve("classes"));
        StringWriter said = new StringWriter();
        PrintWriter writer = new PrintWriter(said);
        int status = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        writer,
                        writer,
                        "-proc:none",
                        "--module-path",
                        jars,
                        "-d",
                        classes.toString(),
                        program.toString(),
                        module.toString());
        assertThat(status).as(said.toString()).isZero();
    }

    @Test
    void shouldRunFromAPlainClassPath(@TempDir Path place) throws Exception {
        run(place, "ALL-UNNAMED", "-cp", jars + File.pathSeparator + classes, "program.Program");
    }

    @Test
    void shouldRunFromTheModulePath(@TempDir Path place) throws Exception {
        run(
                place,
                "org.blaspool",
                "--module-path",
                jars + File.pathSeparator + classes,
                "-m",
                "program/program.Program");
    }

    private static void run(Path place, String nativeModule, String... arguments) throws Exception {
        Stream<String> access = Runtime.version().feature() >= 24
                ? Stream.of("--enable-native-access=" + nativeModule)
                : Stream.empty();
        List<String> command = Stream.of(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString()),
                        access,
                        Arrays.stream(arguments))
                .flatMap(part -> part)
                .toList();
        File errors = directory.resolve("errors").toFile();
        Process process = new ProcessBuilder(command)
                .directory(place.toFile())
                .redirectError(errors)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(printed.strip())
                .as("exit %d: %s", process.waitFor(), Files.readString(errors.toPath()))
                .isEqualTo(PRINTED);
    }
}
