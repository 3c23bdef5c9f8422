package org.blaspool.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.blaspool.error.InvalidInputException;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.error.StoppedException;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFileTest {
    @TempDir
    Path directory;

    @Test
    void shouldStoreAMatrixInDirectoriesThatWereNotThere() throws IOException {
        Path file = directory.resolve("deep/er/c.npy");
        try (MatrixStore store = MatrixStore.privateMemory()) {
            StoredMatrix matrix = store.copyOf(new double[][] {{1, 2}, {3, 4}});
            ResultFile.store(matrix, file, false);

            assertThat(MatrixSource.of(file).load(store).toRows()).isDeepEqualTo(new double[][] {{1, 2}, {3, 4}});
        }
        assertThat(files(file.getParent())).containsExactly(file);
    }

    @Test
    void shouldNotReplaceAFileUnlessAsked() throws IOException {
        Path file = Files.writeString(directory.resolve("c.npy"), "old");

        assertThat(ResultFile.exists(file)).isTrue();
        assertThatThrownBy(() -> ResultFile.store(file, false, text("new")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("result is there already: file=" + file);
        assertThat(file).hasContent("old");

        ResultFile.store(file, true, text("new"));
        assertThat(file).hasContent("new");
        assertThat(files(directory)).containsExactly(file);
    }

    @Test
    void shouldShowNothingButTheTemporaryNameWhileItWrites() {
        Path file = directory.resolve("c.npy");
        ResultFile.store(file, false, channel -> {
            text("half").writeTo(channel);
            assertThat(ResultFile.exists(file)).isFalse();
            assertThat(files(directory)).singleElement().matches(ResultFile::isTemporary);
        });
        assertThat(ResultFile.isTemporary(file)).isFalse();
        assertThat(file).hasContent("half");
    }

    @Test
    void shouldLeaveNothingWhenTheWriterFails() throws IOException {
        Path file = directory.resolve("c.npy");
        assertThatThrownBy(() -> ResultFile.store(file, false, channel -> {
                    text("half").writeTo(channel);
                    throw new IllegalStateException("broken");
                }))
                .hasMessage("broken");
        assertThat(files(directory)).isEmpty();
    }

    /** /dev/full gives the real error of a full file system. */
    @Test
    void shouldSayWhereThereIsNoSpaceAndKeepTheOldFile() throws IOException {
        Path file = Files.writeString(directory.resolve("c.npy"), "old");
        try (MatrixStore store = MatrixStore.privateMemory()) {
            StoredMatrix matrix = store.allocate(300, 300);
            assertThatThrownBy(() -> ResultFile.store(file, true, channel -> {
                        try (FileChannel full = FileChannel.open(Path.of("/dev/full"), StandardOpenOption.WRITE)) {
                            new NpyFormat().write(matrix, "", full);
                        }
                    }))
                    .isInstanceOf(ResourceUnavailableException.class)
                    .hasMessageContaining("file=" + file + " directory=" + directory + " reason=");
        }
        assertThat(file).hasContent("old");
        assertThat(files(directory)).containsExactly(file);
    }

    @Test
    void shouldSayThatADirectoryIsAFile() throws IOException {
        Path inTheWay = Files.writeString(directory.resolve("sub"), "");
        assertThatThrownBy(() -> ResultFile.store(inTheWay.resolve("c.npy"), false, text("")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("directory=" + inTheWay);
    }

    @Test
    void shouldStopWhenInterruptedAndLeaveNothing() throws IOException {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> ResultFile.store(directory.resolve("c.npy"), false, text("x")))
                    .isInstanceOf(StoppedException.class);
        } finally {
            Thread.interrupted();
        }
        assertThat(files(directory)).isEmpty();
    }

    @Test
    void shouldLeaveOneWholeFileWhereSeveralStoreIt() throws Exception {
        Path file = directory.resolve("c.npy");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        for (int i = 0; i < 40; i++) {
            String content = String.valueOf(i % 10).repeat(10_000);
            threads.submit(() -> ResultFile.store(file, true, text(content)));
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();

        assertThat(Files.readString(file)).hasSize(10_000).matches("(.)\\1*");
        assertThat(files(directory)).containsExactly(file);
    }

    private static ResultFile.Contents text(String content) {
        return channel -> channel.write(ByteBuffer.wrap(content.getBytes()));
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
