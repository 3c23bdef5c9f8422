package org.blaspool.blas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.blaspool.ChildJvm;
import org.blaspool.LoadedBlas;
import org.blaspool.ThreadLimit;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.MatrixStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The BLAS libraries of Debian, each with its own idea of threads. */
class OtherBlasTest {
    private static BlasLibrary bundled;

    /** It brings the Fortran run-time library that some of them need. */
    @BeforeAll
    static void openBundled() {
        bundled = BlasSpec.BUNDLED.open();
    }

    @AfterAll
    static void closeBundled() {
        bundled.close();
    }

    @ParameterizedTest
    @CsvSource({
        "libopenblas0-pthread, openblas-pthread/libopenblas.so.0, openblas, pthreads",
        "libopenblas0-openmp, openblas-openmp/libopenblas.so.0, openblas, openmp",
        "libblis4-pthread, blis-pthread/libblis.so.4, blis, pthreads",
        "libblis4-openmp, blis-openmp/libblis.so.4, blis, openmp",
    })
    void shouldLimitThoseThatTakeACount(String name, String file, String kind, String threading) {
        try (BlasLibrary blas = open(name, file)) {
            assertThat(blas.info().kind()).isEqualTo(kind);
            assertThat(blas.info().threading()).isEqualTo(threading);
            int before = blas.threads();
            for (int threads = 1; threads <= 3; threads++) {
                try (ThreadLimit limit = blas.limitThreads(threads)) {
                    assertThat(limit.effective()).isEqualTo(threads);
                    assertThat(blas.threads()).isEqualTo(threads);
                    requireRightProducts(blas);
                }
            }
            assertThat(blas.threads()).isEqualTo(before);
        }
    }

    /** A serial build says so, or is found to be one by counting what computes. */
    @ParameterizedTest
    @CsvSource({
        "libopenblas0-serial, openblas-serial/libopenblas.so.0, openblas, sequential",
        "libblis4-serial, blis-serial/libblis.so.4, blis, sequential",
        "libblas3, blas/libblas.so.3, cblas, unknown",
        "libblas64-3, blas64/libblas64.so.3, cblas, unknown",
        "libatlas3-base, atlas/libblas.so.3, cblas, unknown",
    })
    void shouldLetThoseOfOneThreadHaveOneAndNoMore(String name, String file, String kind, String threading) {
        try (BlasLibrary blas = open(name, file)) {
            assertThat(blas.info().kind()).isIn(kind, "atlas");
            assertThat(blas.info().threading()).isEqualTo(threading);
            assertThat(blas.info().concurrent()).isEqualTo(!name.equals("libopenblas0-serial"));
            try (ThreadLimit limit = blas.limitThreads(1);
                    BlasTurn turn = blas.turn("batch", 1, SplitRules.NONE)) {
                turn.begin();
                assertThat(limit.effective()).isEqualTo(1);
                assertThat(turn.effective()).isEqualTo(1);
                requireRightProducts(blas);
            }
            assertThatThrownBy(() -> blas.limitThreads(2))
                    .isInstanceOf(ResourceUnavailableException.class)
                    .hasMessageContaining("threads=2");
            assertThatThrownBy(() -> blas.turn("batch", 2, SplitRules.NONE).tryOut())
                    .isInstanceOf(ResourceUnavailableException.class)
                    .hasMessageContaining("threads=2");
            requireRightProducts(blas);
        }
    }

    private static BlasLibrary open(String name, String file) {
        return BlasSpec.parse(library(name, file).toString()).open();
    }

    /** Unpacked, and with what the dynamic linker would not find beside it. */
    private static Path library(String name, String file) {
        if (name.equals("libatlas3-base")) {
            System.load(DebianPackage.library(name, "libatlas.so.3").toString());
        }
        return DebianPackage.library(name, file);
    }

    private static void requireRightProducts(BlasLibrary blas) {
        try (MatrixStore store = MatrixStore.privateMemory()) {
            Dgemm product = new RandomMatrices(store, 11).product(120, 70, 90);
            double[][] expected = NaiveDgemm.expected(product);
            blas.multiply(product);
            assertThat(product.c().get(119, 89)).isCloseTo(expected[119][89], within(1e-12));
            assertThat(product.c().get(60, 0)).isCloseTo(expected[60][0], within(1e-12));
        }
    }

    /** The environment names ways of parallelism, which go before a number of threads. */
    @ParameterizedTest
    @ValueSource(strings = {"pthread", "openmp"})
    void shouldKeepBlisToTheLimitWhateverTheEnvironmentNames(String build) throws Exception {
        String path = DebianPackage.library("libblis4-" + build, "blis-" + build + "/libblis.so.4")
                .toString();
        try (ChildJvm child = ChildJvm.start(List.of("BLIS_IC_NT=2"), LimitedMain.class, path)) {
            assertThat(child.line()).isEqualTo("2 limited 1 computing 1 restored 2");
        }
    }

    /** Prints the threads before, under and after a limit of 1, and how many tasks computed under it. */
    static final class LimitedMain {
        public static void main(String[] arguments) throws InterruptedException {
            try (BlasLibrary blas = BlasSpec.parse(arguments[0]).open();
                    MatrixStore store = MatrixStore.privateMemory()) {
                int before = blas.threads();
                int limited;
                long computing;
                try (ThreadLimit limit = blas.limitThreads(1)) {
                    limited = limit.effective();
                    computing = ComputingTasks.count(blas, new RandomMatrices(store, 5).product(500, 500, 500));
                }
                System.out.println(
                        before + " limited " + limited + " computing " + computing + " restored " + blas.threads());
            }
        }
    }

    /** What others have loaded is found beside the bundled one, and limited with it. */
    @ParameterizedTest
    @CsvSource({
        "libopenblas0-openmp, openblas-openmp/libopenblas.so.0, openblas",
        "libblis4-openmp, blis-openmp/libblis.so.4, blis",
        "libatlas3-base, libcblas.so.3, atlas",
    })
    void shouldFindWhatOthersLoad(String name, String file, String kind) {
        System.load(library(name, file).toString());
        assertThat(LoadedBlas.all()).anySatisfy(each -> {
            assertThat(each.kind()).isEqualTo(kind);
            assertThat(each.path()).doesNotContain("bytedeco");
        });
        try (ThreadLimit limit = LoadedBlas.limitAll(1)) {
            assertThat(limit.effective()).isEqualTo(1);
            assertThat(LoadedBlas.all())
                    .allSatisfy(each -> assertThat(each.threads()).isIn(0, 1));
        }
    }
}
