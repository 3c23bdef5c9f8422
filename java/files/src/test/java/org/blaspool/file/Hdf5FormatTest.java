package org.blaspool.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.blaspool.Layout;
import org.blaspool.error.InvalidInputException;
import org.blaspool.error.StoppedException;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Hdf5FormatTest {
    @TempDir
    Path directory;

    private static void store(Path file, double value) {
        try (MatrixStore store = MatrixStore.privateMemory()) {
            StoredMatrix matrix = store.allocate(1, 1);
            matrix.set(0, 0, value);
            ResultFile.store(matrix, file, true);
        }
    }

    private static double read(Path file) {
        try (MatrixStore store = MatrixStore.privateMemory()) {
            return MatrixSource.of(file).load(store).get(0, 0);
        }
    }

    @Test
    void shouldReadAFileAnewThatWasReplaced() {
        Path file = directory.resolve("x.h5");
        for (int i = 0; i < 10; i++) {
            store(file, i);
            assertThat(read(file)).isEqualTo(i);
            assertThat(read(file)).isEqualTo(i);
        }
    }

    @Test
    void shouldFindTheElementsAnewInAFileThatBecameAnotherAfterItsHeadWasRead() throws IOException {
        Path file = directory.resolve("x.h5");
        store(file, 1);
        MatrixSource source = MatrixSource.of(file);
        assertThat(source.header().storedBytes()).isEqualTo(8);
        Path other = directory.resolve("other.h5");
        store(other, 2);
        Files.write(file, behindAUserBlock(Files.readAllBytes(other)));
        try (MatrixStore store = MatrixStore.privateMemory()) {
            StoredMatrix target = store.allocate(1, 1);
            source.read(target);
            assertThat(target.get(0, 0)).isEqualTo(2);
        }
    }

    /** The same file, all of it 512 bytes further back, as its superblock's base address says. */
    private static byte[] behindAUserBlock(byte[] file) {
        int userBlock = 512;
        int baseAddress = 12;
        int checksum = 44;
        byte[] superblock = ByteBuffer.wrap(Arrays.copyOf(file, checksum))
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(baseAddress, userBlock)
                .array();
        return ByteBuffer.allocate(userBlock + file.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .position(userBlock)
                .put(file)
                .put(userBlock, superblock)
                .putInt(userBlock + checksum, JenkinsHash.lookup3(superblock, checksum))
                .array();
    }

    @Test
    void shouldRefuseAFileThatWasCutAfterItsHeadWasRead() throws IOException {
        Path file = directory.resolve("x.h5");
        store(file, 1);
        MatrixSource source = MatrixSource.of(file);
        assertThat(source.header().storedBytes()).isEqualTo(8);
        byte[] contents = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(contents, contents.length - 1));
        try (MatrixStore store = MatrixStore.privateMemory()) {
            StoredMatrix target = store.allocate(1, 1);
            assertThatThrownBy(() -> source.read(target))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("x.h5");
        }
    }

    @Test
    void shouldKeepNoMoreThanAFewFilesOpen() throws IOException {
        for (int i = 0; i < 50; i++) {
            store(directory.resolve(i + ".h5"), i);
            assertThat(read(directory.resolve(i + ".h5"))).isEqualTo(i);
        }
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            long open = descriptors
                    .filter(each -> {
                        try {
                            return Files.readSymbolicLink(each).startsWith(directory.toRealPath());
                        } catch (IOException e) {
                            return false; // the listing's own, which is closed by now
                        }
                    })
                    .count();
            assertThat(open).isLessThanOrEqualTo(4);
        }
    }

    @Test
    void shouldReadByManyThreadsAtOnce() {
        List<String> names = new ArrayList<>();
        for (String file : List.of("chunked-earliest.h5", "chunked-latest.h5")) {
            for (String name : List.of("plain", "gzip", "shuffled", "checked", "growing", "one-chunk")) {
                names.add(file + ":/" + name);
            }
        }
        names.addAll(List.of("old.h5:/x", "new.h5", "compact.h5", "user-block.hdf5:/z", "types.h5:/bigf4"));
        try (MatrixStore store = MatrixStore.privateMemory()) {
            List<double[]> expected = names.stream()
                    .map(name -> MatrixSource.of(name, SamplesTest.samples()).load(store))
                    .map(matrix -> matrix.toArray(Layout.ROW_MAJOR))
                    .toList();
            IntStream.range(0, 2000).parallel().forEach(i -> {
                int which = i % names.size();
                StoredMatrix read =
                        MatrixSource.of(names.get(which), SamplesTest.samples()).load(store);
                assertThat(read.toArray(Layout.ROW_MAJOR)).containsExactly(expected.get(which));
            });
        }
    }

    @Test
    void shouldGoOnAfterAnInterruptWhileReading() {
        Path file = directory.resolve("x.h5");
        store(file, 7);
        assertThat(read(file)).isEqualTo(7);
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> read(file)).isInstanceOf(StoppedException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(read(file)).isEqualTo(7);
    }

    /** Whatever byte of a file is damaged, and wherever it ends, it is read or refused, and nothing else. */
    @Test
    void shouldReadOrRefuseDamagedFiles() throws IOException {
        byte[] whole = Files.readAllBytes(SamplesTest.samples().resolve("chunked-latest.h5"));
        byte[] old = Files.readAllBytes(SamplesTest.samples().resolve("old.h5"));
        Path file = directory.resolve("x.h5");
        int refused = 0;
        Random random = new Random(11);
        for (int i = 0; i < 1500; i++) {
            byte[] bytes = (i % 2 == 0 ? whole : old).clone();
            if (i % 5 == 4) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            } else {
                for (int j = 0; j <= i % 3; j++) {
                    // The heads are where damage leads astray; they are at the front of both.
                    bytes[random.nextInt(Math.min(bytes.length, 6000))] = (byte) random.nextInt();
                }
            }
            Files.write(file, bytes);
            try (MatrixStore store = MatrixStore.privateMemory()) {
                MatrixSource source = MatrixSource.of(i % 2 == 0 ? "x.h5:/checked" : "x.h5:/group/deep/y", directory);
                if (source.header().shape().elements() < 1000) {
                    source.load(store);
                }
            } catch (InvalidInputException e) {
                refused++;
                assertThat(e.getMessage()).contains("file=x.h5:/").doesNotContain("\n");
            }
        }
        assertThat(refused).isGreaterThan(200);
    }
}
