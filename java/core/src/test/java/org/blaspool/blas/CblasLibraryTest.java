package org.blaspool.blas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.blaspool.ThreadLimit;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.MatrixStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CblasLibraryTest {
    @Test
    void shouldSayWhatWasLoadedAndFromWhere() {
        try (BlasLibrary blas = BlasSpec.BUNDLED.open()) {
            assertThat(blas.info().kind()).isEqualTo("openblas");
            assertThat(Path.of(blas.info().path())).isRegularFile();
            assertThat(blas.info().version()).startsWith("0.3.");
            assertThat(blas.info().core()).isNotEmpty();
            assertThat(blas.info().threading()).isEqualTo("pthreads");
            assertThat(blas.info().maxThreads()).isPositive();
            assertThat(blas.info().threadControl()).isTrue();
            assertThat(blas.info().concurrent()).isTrue();
        }
    }

    @Test
    void shouldRestoreNestedLimitsInTheirOrder() {
        try (BlasLibrary blas = BlasSpec.BUNDLED.open()) {
            int before = blas.threads();
            try (ThreadLimit outer = blas.limitThreads(2)) {
                assertThat(outer.effective()).isEqualTo(2);
                try (ThreadLimit inner = blas.limitThreads(1)) {
                    assertThat(inner.effective()).isEqualTo(1);
                    assertThat(blas.threads()).isEqualTo(1);
                }
                assertThat(blas.threads()).isEqualTo(2);
            }
            assertThat(blas.threads()).isEqualTo(before);
        }
    }

    @Test
    void shouldRestoreOnceThoughClosedTwice() {
        try (BlasLibrary blas = BlasSpec.BUNDLED.open()) {
            ThreadLimit outer = blas.limitThreads(2);
            outer.close();
            try (ThreadLimit other = blas.limitThreads(1)) {
                outer.close();
                assertThat(blas.threads()).isEqualTo(other.effective());
            }
        }
    }

    @Test
    void shouldRefuseMoreThreadsThanTheLibraryTakesAndKeepWhatWas() {
        try (BlasLibrary blas = BlasSpec.BUNDLED.open()) {
            int before = blas.threads();
            int tooMany = blas.info().maxThreads() + 1;
            assertThatThrownBy(() -> blas.limitThreads(tooMany))
                    .isInstanceOf(ResourceUnavailableException.class)
                    .hasMessageContaining("threads=" + tooMany);
            assertThat(blas.threads()).isEqualTo(before);
        }
    }

    @Test
    void shouldShareOneLibraryBetweenTwoOpenings() {
        try (BlasLibrary first = BlasSpec.BUNDLED.open();
                BlasLibrary second = BlasSpec.parse(first.info().path()).open();
                ThreadLimit limit = first.limitThreads(2)) {
            assertThat(second.info()).isEqualTo(first.info());
            assertThat(second.threads()).isEqualTo(limit.effective());
        }
    }

    @Test
    void shouldHoldTheMemoryOfAProductThatRuns() throws Exception {
        AtomicInteger done = new AtomicInteger();
        AtomicBoolean enough = new AtomicBoolean();
        try (BlasLibrary blas = BlasSpec.BUNDLED.open();
                MatrixStore store = MatrixStore.privateMemory()) {
            Dgemm product = new RandomMatrices(store, 7).product(1200, 1200, 1200);
            Runnable multiplications = () -> {
                while (!enough.get()) {
                    blas.multiply(product);
                    done.incrementAndGet();
                }
            };
            Thread caller = new Thread(null, multiplications, "caller", BlasLibrary.CALLER_STACK_BYTES);
            caller.start();
            while (done.get() == 0) {
                Thread.onSpinWait();
            }
            Thread.sleep(5);
            assertThatThrownBy(store::close).isInstanceOf(IllegalStateException.class);
            enough.set(true);
            caller.join();
        }
    }

    @Test
    void shouldRefuseAFileThatIsNoLibrary(@TempDir Path directory) throws IOException {
        Path text = Files.writeString(directory.resolve("libtext.so"), "no library");
        assertRefused(text.toString());
    }

    @Test
    void shouldRefuseALibraryThatIsNoBlas() {
        assertRefused("libc.so.6");
    }

    @Test
    void shouldRefuseAFileThatIsNotThere() {
        assertRefused("/nonexistent/libblas.so");
    }

    private static void assertRefused(String path) {
        assertThatThrownBy(() -> BlasSpec.parse(path).open())
                .isInstanceOf(ResourceUnavailableException.class)
                .hasMessageContaining("path=" + path)
                .hasMessageContaining("--blas")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void shouldTakeTheFirstSystemLibraryThatIsABlas() {
        try (BlasLibrary bundled = BlasSpec.BUNDLED.open();
                BlasLibrary found = BlasKind.openSystem(List.of(
                        "libnosuchblas.so.1", "libc.so.6", bundled.info().path()))) {
            assertThat(found.info()).isEqualTo(bundled.info());
        }
    }

    @Test
    void shouldNameThePackageWhereTheSystemHasNoBlas() {
        assertThatThrownBy(() -> BlasKind.openSystem(List.of("libnosuchblas.so.1", "libc.so.6")))
                .isInstanceOf(ResourceUnavailableException.class)
                .hasMessageContaining("libnosuchblas.so.1, libc.so.6")
                .hasMessageContaining("apt-get install libopenblas0-pthread")
                .hasMessageContaining("dnf install openblas-threads")
                .hasMessageContaining("--blas bundled");
    }
}
