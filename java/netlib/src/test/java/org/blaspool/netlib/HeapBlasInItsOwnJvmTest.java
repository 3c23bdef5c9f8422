package org.blaspool.netlib;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.blaspool.Blas;
import org.blaspool.blas.BlasProvider;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** jblas and netlib-java as they start: what they print, and what is said where a part of them is missing. */
class HeapBlasInItsOwnJvmTest {
    @TempDir
    private Path directory;

    @Test
    void shouldStartJblasWithoutAWordOnStandardError() throws Exception {
        assertThat(open("jblas", List.of(), "")).containsExactly("6.0 org.jblas.NativeBlas", "");
    }

    @Test
    void shouldStartNetlibJavaWithoutAWordOnStandardErrorAndNameTheClass() throws Exception {
        assertThat(open("netlib", List.of(), "")).containsExactly("6.0 com.github.fommil.netlib.F2jBLAS", "");
    }

    @Test
    void shouldLeaveNothingOfJblasInTheTemporaryDirectoryWhereTheJvmEndsAtOnce() throws Exception {
        List<String> printed = run(
                List.of("-Djava.io.tmpdir=" + directory, "-D" + BlasProvider.NO_HOOKS_PROPERTY + "=true"),
                "",
                EndingAtOnceMain.class);
        assertThat(printed).containsExactly("6.0", "");
        requireNothingLeft();
    }

    @Test
    void shouldLeaveNoFileOfJblasWhereTheJvmIsKilled() throws Exception {
        run(List.of("-Djava.io.tmpdir=" + directory), "", EndingAtOnceMain.class);
        try (var left = Files.walk(directory)) {
            assertThat(left.filter(Files::isRegularFile)
                            .filter(file -> !file.endsWith("stdout") && !file.endsWith("stderr")))
                    .isEmpty();
        }
    }

    /** As a worker, or one that is killed: without what it would do at its exit. */
    static final class EndingAtOnceMain {
        public static void main(String[] arguments) {
            try (Blas blas = Blas.open("jblas");
                    MatrixStore store = MatrixStore.privateMemory()) {
                StoredMatrix two = store.allocate(1, 1);
                StoredMatrix three = store.allocate(1, 1);
                StoredMatrix product = store.allocate(1, 1);
                two.set(0, 0, 2);
                three.set(0, 0, 3);
                blas.multiply(two, three, product);
                System.out.println(product.get(0, 0));
                System.out.flush();
                Runtime.getRuntime().halt(0);
            }
        }
    }

    @Test
    void shouldLeaveNothingOfJblasInTheTemporaryDirectory() throws Exception {
        open("jblas", List.of("-Djava.io.tmpdir=" + directory), "");
        requireNothingLeft();
    }

    private void requireNothingLeft() throws IOException {
        try (var left = Files.list(directory)) {
            assertThat(left.filter(file -> !file.endsWith("stdout") && !file.endsWith("stderr")))
                    .isEmpty();
        }
    }

    @Test
    void shouldNameTheTemporaryDirectoryWhereJblasCannotUnpack() throws Exception {
        List<String> printed = open("jblas", List.of("-Djava.io.tmpdir=/proc"), "");
        assertThat(printed.get(0))
                .startsWith("3 jblas cannot load its native library: ")
                .contains("java.io.tmpdir=/proc", "-Djava.io.tmpdir=DIR", "--blas bundled");
        assertThat(printed.get(1)).isEmpty();
    }

    @Test
    void shouldSayThatTheHeapIsTooSmallForTheCopies() throws Exception {
        List<String> printed = run(List.of("-Xmx16m"), "", OpenBlasMain.class, "netlib", "2000");
        assertThat(printed.get(0))
                .startsWith("3 heap is too small for a copy of the matrix: shape=2000x2000 bytes=32000000 max-heap=16")
                .endsWith("with --blas netlib; start Java with a larger -Xmx, or use --blas bundled");
    }

    @Test
    void shouldNameTheArtifactWhereJblasIsAbsent() throws Exception {
        assertThat(open("jblas", List.of(), "jblas"))
                .containsExactly(
                        "3 BLAS is not on the class path: blas=jblas class=org/jblas/util/Logger, expected the jar of"
                                + " org.jblas:jblas:1.2.5; add it, or use --blas bundled",
                        "");
    }

    @Test
    void shouldNameTheArtifactWhereNetlibJavaIsAbsent() throws Exception {
        assertThat(open("netlib", List.of(), "fommil"))
                .containsExactly(
                        "3 BLAS is not on the class path: blas=netlib class=com/github/fommil/netlib/BLAS, expected the"
                                + " jar of com.github.fommil.netlib:core:1.1.2; add it, or use --blas bundled",
                        "");
    }

    /** jblas without its lock gets about one of 500 wrong here. */
    @ParameterizedTest
    @ValueSource(strings = {"jblas", "netlib"})
    void shouldBeRightWhenManySmallCallsMeet(String blas) throws Exception {
        assertThat(run(List.of(), "", SmallCallsMain.class, blas, "4", "50000")).containsExactly("wrong=0", "");
    }

    private List<String> open(String blas, List<String> options, String without) throws Exception {
        return run(options, without, OpenBlasMain.class, blas, "1");
    }

    /** Standard output and standard error of a JVM whose class path lacks the jars with {@code without} in their path. */
    private List<String> run(List<String> options, String without, Class<?> main, String... arguments)
            throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.addAll(options);
        command.addAll(List.of("-cp", classPath(without), main.getName()));
        command.addAll(List.of(arguments));
        File output = directory.resolve("stdout").toFile();
        File errors = directory.resolve("stderr").toFile();
        Process process = new ProcessBuilder(command)
                .redirectOutput(output)
                .redirectError(errors)
                .start();
        assertThat(process.waitFor()).isZero();
        return List.of(text(output), text(errors));
    }

    private static String classPath(String without) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> without.isEmpty() || !entry.contains(without))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String text(File file) throws IOException {
        return Files.readString(file.toPath(), StandardCharsets.UTF_8).strip();
    }
}
