package org.blaspool.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.blaspool.ChildJvm;
import org.blaspool.Layout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ClosedStoreTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldRefuseWhateverIsDoneWithAMatrixOfAClosedStore(boolean shared) {
        MatrixStore closed = shared ? MatrixStore.sharedMemory() : MatrixStore.privateMemory();
        StoredMatrix matrix = closed.allocate(3, 3);
        closed.close();
        closed.close();
        try (MatrixStore open = MatrixStore.privateMemory()) {
            StoredMatrix other = open.allocate(3, 3);
            assertRefused(() -> matrix.copyFrom(other));
            assertRefused(() -> other.copyFrom(matrix));
            assertRefused(() -> matrix.get(1, 1));
            assertRefused(() -> matrix.set(1, 1, 1));
            assertRefused(matrix::toRows);
            assertRefused(() -> matrix.toArray(Layout.COLUMN_MAJOR));
            assertRefused(() -> matrix.put(new double[3][3]));
            assertRefused(() -> matrix.put(new double[9], Layout.COLUMN_MAJOR));
            assertRefused(() -> closed.allocate(1, 1));
        }
    }

    private static void assertRefused(ThrowingCallable use) {
        assertThatThrownBy(use).isInstanceOf(IllegalStateException.class).hasMessageContaining("closed");
    }

    @Test
    void shouldSurviveClosingStoresThatOtherThreadsUse() throws IOException {
        try (ChildJvm child = ChildJvm.start(ClosingStoresMain.class, 4)) {
            assertThat(child.line()).isEqualTo("refused-ways=7 of=7 wrong=0");
        }
    }

    @Test
    void shouldGiveBackWhatAForgottenStoreTook() throws IOException, InterruptedException {
        long before = memoryFiles();
        forgetStores();
        assertThat(memoryFiles()).isGreaterThan(before);
        // However long the collector takes: the test's own time is the bound.
        while (memoryFiles() > before) {
            System.gc();
            Thread.sleep(20);
        }
    }

    private static void forgetStores() {
        for (int i = 0; i < 5; i++) {
            MatrixStore.sharedMemory().allocate(10, 10).set(9, 9, 1);
        }
    }

    @Test
    void shouldKeepWhatAMatrixOfAForgottenStoreHolds() throws InterruptedException {
        StoredMatrix matrix = MatrixStore.sharedMemory().copyOf(new double[][] {{1, 2}, {3, 4}});
        for (int i = 0; i < 5; i++) {
            System.gc();
            Thread.sleep(20);
        }
        assertThat(matrix.toRows()).isDeepEqualTo(new double[][] {{1, 2}, {3, 4}});
    }

    private static long memoryFiles() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.filter(ClosedStoreTest::isMemoryFile).count();
        }
    }

    private static boolean isMemoryFile(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("/memfd:blaspool");
        } catch (IOException e) {
            return false; // that of the listing itself
        }
    }
}
