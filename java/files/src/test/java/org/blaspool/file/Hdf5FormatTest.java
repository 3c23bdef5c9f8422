package org.blaspool.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.blaspool.Layout;
import org.blaspool.error.BatchFailedException;
import org.blaspool.error.InvalidInputException;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.error.StoppedException;
import org.blaspool.file.Hdf5Processes.Hdf5Library;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("any-java")
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

    private static byte[] behindAUserBlock(byte[] file) {
        return ByteBuffer.allocate(512 + file.length).position(512).put(file).array();
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
        for (ProcessHandle reader : readers()) {
            assertThat(openFiles(reader.pid())).isLessThanOrEqualTo(4);
        }
        assertThat(openFiles(ProcessHandle.current().pid())).isZero();
    }

    /** The processes that read for this one. */
    private static List<ProcessHandle> readers() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().command().orElse("").endsWith("blaspool-hdf5"))
                .toList();
    }

    private long openFiles(long pid) throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            return descriptors
                    .filter(each -> {
                        try {
                            return Files.readSymbolicLink(each).startsWith(directory.toRealPath());
                        } catch (IOException e) {
                            return false; // the listing's own, which is closed by now
                        }
                    })
                    .count();
        }
    }

    /** Half a million chunks, of which one was written: seconds of work for a process that is to be killed meanwhile. */
    private static MatrixSource slow() {
        return MatrixSource.of("slow.h5", SamplesTest.samples());
    }

    @Test
    void shouldCostOneMatrixAloneWhenItsReaderDies() throws InterruptedException {
        Path file = directory.resolve("x.h5");
        store(file, 7);
        MatrixSource source = slow();
        try (MatrixStore store = MatrixStore.privateMemory()) {
            StoredMatrix target = store.allocate(source.header().shape(), Layout.ROW_MAJOR);
            List<ProcessHandle> before = readers();
            Thread killer = new Thread(() -> {
                while (source.path().toFile().exists()
                        && !Thread.currentThread().isInterrupted()) {
                    readers().stream()
                            .filter(reader -> isReading(reader, source.path()))
                            .forEach(ProcessHandle::destroyForcibly);
                }
            });
            killer.start();
            try {
                assertThatThrownBy(() -> source.read(target))
                        .isInstanceOf(BatchFailedException.class)
                        .hasMessageContaining("file=slow.h5 signal=9");
            } finally {
                killer.interrupt();
                killer.join();
            }
            assertThat(before).isNotEmpty();
        }
        assertThat(read(file)).isEqualTo(7);
    }

    /** Whether it has the file open: those that died meanwhile have none. */
    private static boolean isReading(ProcessHandle reader, Path file) {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + reader.pid() + "/fd"))) {
            return descriptors.anyMatch(each -> {
                try {
                    return Files.isSameFile(Files.readSymbolicLink(each), file);
                } catch (IOException e) {
                    return false;
                }
            });
        } catch (IOException e) {
            return false;
        }
    }

    /** The limit is one for each of 140 pieces, which take some 10 ms each; a fifth of that on a fast machine. */
    @Test
    void shouldEndAReaderThatTakesTooLong() {
        MatrixSource source = slow();
        Hdf5Processes impatient = new Hdf5Processes(Hdf5Library.candidates(), 1);
        try (MatrixStore store = MatrixStore.privateMemory()) {
            StoredMatrix target = store.allocate(source.header().shape(), Layout.ROW_MAJOR);
            assertThatThrownBy(() -> impatient.read(source, target))
                    .isInstanceOf(BatchFailedException.class)
                    .hasMessageContaining("HDF5 file takes too long to read: file=slow.h5, allowed cpu_seconds=0.001");
        }
    }

    @Test
    void shouldSayWhatToInstallWhereThereIsNoLibrary() {
        Hdf5Processes none = new Hdf5Processes(List.of("libnone.so.1", "libc.so.6"), 1000);
        assertThatThrownBy(() -> none.use("", process -> null))
                .isInstanceOf(ResourceUnavailableException.class)
                .hasMessageContaining("tried=libnone.so.1, libc.so.6")
                .hasMessageContaining("libc.so.6 lacks H5open")
                .hasMessageContaining("apt-get install libhdf5-dev");
    }

    @Test
    void shouldStartAnotherReaderWhereTheLastHasEnded() {
        Path file = directory.resolve("x.h5");
        store(file, 7);
        assertThat(read(file)).isEqualTo(7);
        for (ProcessHandle reader : readers()) {
            reader.destroyForcibly();
            reader.onExit().join();
        }
        assertThat(read(file)).isEqualTo(7);
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
            } catch (InvalidInputException | BatchFailedException e) {
                refused++;
                assertThat(e.getMessage()).contains("file=x.h5:/").doesNotContain("\n");
            }
        }
        assertThat(refused).isGreaterThan(200);
    }
}
