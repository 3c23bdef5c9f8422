package org.blaspool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.blaspool.file.MatrixSource;
import org.blaspool.file.ResultFile;
import org.blaspool.matrix.MatrixStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs over HDF5 files whose reader dies, is not there, or is told otherwise by the environment. */
class Hdf5RunTest {
    /** A file that takes seconds to read. */
    private static final Path SLOW = Path.of("../files/src/test/resources/org/blaspool/file/samples/slow.h5");

    @TempDir
    Path directory;

    private Path manifest(String... lines) throws IOException {
        try (MatrixStore store = MatrixStore.privateMemory()) {
            ResultFile.store(store.copyOf(new double[][] {{1, 2}, {3, 4}}), directory.resolve("a.h5"), "/x", false);
            ResultFile.store(store.copyOf(new double[700][2]), directory.resolve("tall.npy"), false);
        }
        Files.copy(SLOW, directory.resolve("slow.h5"));
        return Files.writeString(directory.resolve("list.csv"), "a,b,out\n" + String.join("\n", lines));
    }

    private CommandProcess start(Map<String, String> variables, Path manifest, String... more) throws IOException {
        String[] words = {"run", "--pairs", manifest.toString(), "--out", out().toString()};
        return CommandProcess.start(
                directory,
                variables,
                Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new));
    }

    private Path out() {
        return directory.resolve("out");
    }

    private static boolean hasOpen(ProcessHandle reader, Path file) {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + reader.pid() + "/fd"))) {
            return descriptors.anyMatch(each -> {
                try {
                    return Files.readSymbolicLink(each).equals(file.toRealPath());
                } catch (IOException e) {
                    return false;
                }
            });
        } catch (IOException e) {
            return false; // it has ended
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"threads", "independent:workers=1"})
    void shouldLoseTheEntryAloneWhoseReaderDies(String strategy) throws IOException, InterruptedException {
        Path manifest = manifest("a.h5,a.h5:/x,1.npy", "slow.h5,tall.npy,2.npy", "a.h5,a.h5,3.h5");
        try (CommandProcess run = start(Map.of(), manifest, "--strategy", strategy, "--on-error", "continue")) {
            while (run.isAlive()) {
                run.readers().stream()
                        .filter(reader -> hasOpen(reader, directory.resolve("slow.h5")))
                        .forEach(ProcessHandle::destroyForcibly);
            }
            assertThat(run.await()).as(run.err()).isEqualTo(1);
            assertThat(run.err())
                    .contains("line 3")
                    .contains("slow.h5 signal=9")
                    .doesNotContain("line 2");
        }
        try (MatrixStore store = MatrixStore.privateMemory()) {
            for (String result : new String[] {"1.npy", "3.h5"}) {
                assertThat(MatrixSource.of(out().resolve(result)).load(store).toRows())
                        .isDeepEqualTo(new double[][] {{7, 10}, {15, 22}});
            }
        }
        assertThat(out().resolve("2.npy")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.h5,a.h5,1.npy", "tall.npy,a.npy,1.h5"})
    void shouldSayWhatToInstallBeforeAnythingIsComputedWhereThereIsNoLibrary(String line)
            throws IOException, InterruptedException {
        Path manifest = manifest(line);
        try (MatrixStore store = MatrixStore.privateMemory()) {
            ResultFile.store(store.copyOf(new double[2][2]), directory.resolve("a.npy"), false);
        }
        try (CommandProcess run = start(Map.of("BLASPOOL_HDF5", "libnone.so.1"), manifest)) {
            assertThat(run.await()).isEqualTo(3);
            assertThat(run.err().lines()).hasSize(1);
            assertThat(run.err()).contains("tried=libnone.so.1", "apt-get install libhdf5-dev");
        }
        assertThat(out().resolve("1.npy")).doesNotExist();
    }

    @Test
    void shouldTakeNoSettingsOfTheLibraryFromTheEnvironment() throws IOException, InterruptedException {
        Path manifest = manifest("a.h5,a.h5,1.h5");
        Map<String, String> settings = Map.of(
                "HDF5_DRIVER", "none-of-that-name",
                "HDF5_PLUGIN_PATH", directory.toString(),
                "HDF5_PLUGIN_PRELOAD", directory.toString(),
                "HDF5_USE_FILE_LOCKING", "TRUE",
                "HDF5_DISABLE_VERSION_CHECK", "0");
        try (CommandProcess run = start(settings, manifest)) {
            assertThat(run.await()).as(run.err()).isZero();
        }
        assertThat(out().resolve("1.h5")).exists();
    }
}
