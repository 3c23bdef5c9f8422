package org.blaspool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadedBlasTest {
    @Test
    void shouldTellWhatIsLoaded() {
        try (Blas blas = Blas.open("bundled")) {
            LoadedBlas loaded = openBlas();
            assertThat(Path.of(loaded.path())).isRegularFile();
            assertThat(loaded.version()).startsWith("0.3.");
            assertThat(loaded.threading()).isEqualTo("pthreads");
            assertThat(loaded.threads()).isEqualTo(blas.threads());
            assertThat(loaded).isEqualTo(openBlas()).hasSameHashCodeAs(openBlas());
            assertThat(loaded.toString()).startsWith("openblas 0.3.").contains("pthreads threads=");
        }
    }

    private static LoadedBlas openBlas() {
        return LoadedBlas.all().stream()
                .filter(each -> each.path().contains("openblas"))
                .filter(each -> each.kind().equals("openblas"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldLimitOneAlone() {
        try (Blas blas = Blas.open("bundled")) {
            int before = blas.threads();
            try (ThreadLimit limit = openBlas().limit(before + 1)) {
                assertThat(limit.effective()).isEqualTo(before + 1);
                assertThat(blas.threads()).isEqualTo(before + 1);
            }
            assertThat(blas.threads()).isEqualTo(before);
        }
    }

    @Test
    void shouldNestLimitsOfAllWithThoseOfOneInAnyOrder() {
        try (Blas blas = Blas.open("bundled")) {
            int before = blas.threads();
            ThreadLimit three = LoadedBlas.limitAll(3);
            ThreadLimit one = blas.limitThreads(1);
            ThreadLimit two = LoadedBlas.limitAll(2);
            assertThat(two.requested()).isEqualTo(2);
            assertThat(blas.threads()).isEqualTo(1);
            three.close();
            one.close();
            one.close();
            assertThat(blas.threads()).isEqualTo(2);
            two.close();
            assertThat(blas.threads()).isEqualTo(before);
        }
    }

    @Test
    void shouldLimitAllToNoMoreThanEachTakes() {
        try (Blas blas = Blas.open("bundled")) {
            int before = blas.threads();
            try (ThreadLimit limit = LoadedBlas.limitAll(Integer.MAX_VALUE)) {
                assertThat(limit.effective()).isEqualTo(blas.threads()).isLessThan(Integer.MAX_VALUE);
            }
            assertThat(blas.threads()).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -7})
    void shouldRefuseACountThatIsNotPositive(int threads) {
        assertThatThrownBy(() -> LoadedBlas.limitAll(threads))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("blas-threads=" + threads);
        try (Blas blas = Blas.open("bundled")) {
            assertThat(blas.threads()).isPositive();
            assertThatThrownBy(() -> openBlas().limit(threads)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void shouldRefuseKindsThatAreNone() {
        assertThatThrownBy(() -> Blas.open("quick"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("allowed bundled, system");
        assertThatThrownBy(() -> Blas.open(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> Blas.open("/nonexistent/libblas.so")).isInstanceOf(BlaspoolException.class);
    }

    /** One that is loaded by System.load, as a binding of somebody else's loads it, and one by blaspool itself. */
    @Test
    void shouldReachWhatIsLoadedWhileALimitOfAllIsOpen(@TempDir Path directory) throws Exception {
        String bundled;
        try (Blas blas = Blas.open("bundled")) {
            assertThat(blas.threads()).isPositive();
            bundled = openBlas().path();
        }
        Path copy = Files.copy(Path.of(bundled), directory.resolve("libcopy.so"));
        try (ChildJvm child = ChildJvm.start(LoadingMain.class, copy)) {
            List<String> lines = List.of(child.line(), child.line(), child.line(), child.line());
            assertThat(lines)
                    .containsExactly(
                            "nothing loaded: [] effective 1",
                            "opened: bundled 1",
                            "loaded beside: [1, 1]",
                            "closed: own counts back");
        }
    }

    /** Loads one BLAS after another under a limit of all. */
    static final class LoadingMain {
        public static void main(String[] arguments) {
            try (ThreadLimit limit = LoadedBlas.limitAll(1)) {
                System.out.println("nothing loaded: " + counts() + " effective " + limit.effective());
                Blas blas = Blas.open("bundled");
                System.out.println("opened: bundled " + blas.threads());
                System.load(arguments[0]);
                System.out.println("loaded beside: " + counts());
            }
            boolean more = Runtime.getRuntime().availableProcessors() > 1;
            boolean restored = counts().stream().allMatch(count -> more ? count > 1 : count == 1);
            System.out.println(restored ? "closed: own counts back" : "closed: " + counts());
        }

        private static List<Integer> counts() {
            return LoadedBlas.all().stream()
                    .filter(each -> each.kind().equals("openblas"))
                    .map(LoadedBlas::threads)
                    .toList();
        }
    }
}
