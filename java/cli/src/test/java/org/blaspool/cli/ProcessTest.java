package org.blaspool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.blaspool.file.ResultFile;
import org.blaspool.matrix.MatrixStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own shows: its exit code, its signals, what becomes of its worker JVMs. */
class ProcessTest {
    @TempDir
    private Path directory;

    private Path scratch() throws Exception {
        return Files.createDirectories(directory.resolve("scratch"));
    }

    /** The same pair of long thin matrices over and over: much work, little memory. */
    private Path manifest(int products) throws Exception {
        try (MatrixStore store = MatrixStore.privateMemory()) {
            ResultFile.store(store.allocate(100, 40_000), directory.resolve("a.npy"), false);
            ResultFile.store(store.allocate(40_000, 100), directory.resolve("b.npy"), false);
        }
        StringBuilder manifest = new StringBuilder("a,b,out\n");
        for (int i = 0; i < products; i++) {
            manifest.append("a.npy,b.npy,").append(i).append(".npy\n");
        }
        return Files.writeString(directory.resolve("list.csv"), manifest);
    }

    private static void assertNothingIsLeft(List<ProcessHandle> workers, Path scratch) {
        assertThat(workers).noneMatch(ProcessHandle::isAlive);
        assertThat(scratch).isEmptyDirectory();
    }

    @Test
    void shouldExitWithTheCodeOfTheFailure() throws Exception {
        try (CommandProcess process = CommandProcess.start(scratch(), "compare", "--size", "0")) {
            assertThat(process.await()).isEqualTo(2);
            assertThat(process.err()).isNotEmpty();
            assertThat(process.out()).isEmpty();
        }
    }

    /** Slurm sends it to a script, which passes it on, and to what the script runs; a product takes a second here. */
    @Test
    void shouldExitWithFourAfterSigtermAlsoWhereItComesTwice() throws Exception {
        String[] words = {"compare", "--size", "2500", "--pairs", "1", "--rounds", "10000", "--strategies", "sequential"
        };
        try (CommandProcess process = CommandProcess.start(scratch(), words)) {
            process.awaitCpuSeconds(3);
            process.signalGroup("TERM");
            TimeUnit.MILLISECONDS.sleep(100);
            process.signalGroup("TERM");

            assertThat(process.await()).isEqualTo(4);
            assertThat(process.err().lines()).singleElement().asString().contains("stopped by a signal");
        }
    }

    @Test
    void shouldEndAComparisonAndItsWorkersByCtrlC() throws Exception {
        String[] words = {
            "compare",
            "--size",
            "600",
            "--pairs",
            "40",
            "--rounds",
            "10000",
            "--strategies",
            "processes-shared:workers=2,processes-serialized:workers=2,processes-hosted:workers=2,independent:workers=2"
        };
        try (CommandProcess process = CommandProcess.start(scratch(), words)) {
            List<ProcessHandle> workers = process.awaitBusyWorkers(8, 0.5);
            process.signalGroup("INT");

            assertThat(process.await()).isEqualTo(4);
            assertThat(process.err().lines()).singleElement().asString().contains("stopped by a signal");
            assertNothingIsLeft(workers, scratch());
        }
    }

    @Test
    void shouldEndAComparisonOfSeveralBlasByCtrlC() throws Exception {
        String[] words = {
            "compare",
            "--size",
            "600",
            "--pairs",
            "40",
            "--rounds",
            "10000",
            "--blas",
            "bundled,jblas",
            "--strategies",
            "processes-shared:workers=2"
        };
        try (CommandProcess process = CommandProcess.start(scratch(), words)) {
            List<ProcessHandle> workers = process.awaitBusyWorkers(2, 0.5);
            process.signalGroup("INT");

            assertThat(process.await()).isEqualTo(4);
            assertThat(process.err().lines()).singleElement().asString().contains("stopped by a signal");
            assertNothingIsLeft(workers, scratch());
        }
    }

    @Test
    void shouldKeepTheOneBlasWhereTheOtherCannotBeHad() throws Exception {
        String[] words = {
            "compare",
            "--size",
            "40",
            "--pairs",
            "8",
            "--rounds",
            "1",
            "--blas",
            "bundled,/nonexistent/libblas.so",
            "--strategies",
            "sequential"
        };
        try (CommandProcess process = CommandProcess.start(scratch(), words)) {
            assertThat(process.await()).isZero();
            assertThat(process.out()).contains("sequential", "one BLAS is left out: ", "/nonexistent/libblas.so");
        }
    }

    @Test
    void shouldKeepWhatWasStoredWhenARunIsEndedByCtrlC() throws Exception {
        Path out = directory.resolve("out");
        String[] words = {
            "run", "--pairs", manifest(3000).toString(), "--out", out.toString(), "--strategy", "independent:workers=2"
        };
        try (CommandProcess process = CommandProcess.start(scratch(), words)) {
            List<ProcessHandle> workers = process.awaitBusyWorkers(2, 1.5);
            process.signalGroup("INT");

            assertThat(process.await()).isEqualTo(4);
            assertThat(process.err().lines()).singleElement().asString().contains("stopped by a signal", "--resume");
            assertNothingIsLeft(workers, scratch());
            try (var files = Files.list(out)) {
                assertThat(files).noneMatch(ResultFile::isTemporary);
            }
        }
    }

    /** By the first one it would end with the product in hand, which takes seconds. */
    @Test
    void shouldEndAtOnceByASecondSignal() throws Exception {
        String[] words = {"compare", "--size", "6000", "--pairs", "1", "--rounds", "10000", "--strategies", "sequential"
        };
        try (CommandProcess process = CommandProcess.start(scratch(), words)) {
            process.awaitCpuSeconds(5);
            process.signalGroup("INT");
            TimeUnit.MILLISECONDS.sleep(300);
            process.signalGroup("INT");
            long start = System.nanoTime();

            assertThat(process.await()).isEqualTo(4);
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(2));
        }
    }

    @Test
    void shouldGiveTheProductsOfAKilledWorkerToAnotherAndSaySo() throws Exception {
        Path out = directory.resolve("out");
        String[] words = {
            "run",
            "--pairs",
            manifest(300).toString(),
            "--out",
            out.toString(),
            "--strategy",
            "processes-shared:workers=2"
        };
        try (CommandProcess process = CommandProcess.start(scratch(), words)) {
            ProcessHandle victim = process.awaitBusyWorkers(2, 1).get(0);
            victim.destroyForcibly();

            assertThat(process.await()).as(process.err()).isZero();
            assertThat(process.out().replaceAll("\\s+", " "))
                    .contains("300 results stored, 0 skipped, 0 failed")
                    .contains("all verified")
                    .contains("worker " + victim.pid())
                    .contains("died of signal SIGKILL");
            try (var files = Files.newDirectoryStream(out, "*.npy")) {
                assertThat(files).hasSize(300);
            }
        }
    }

    @Test
    void shouldFailOnlyTheProductThatTakesTooLong() throws Exception {
        Path out = directory.resolve("out");
        try (MatrixStore store = MatrixStore.privateMemory()) {
            ResultFile.store(store.allocate(4000, 4000), directory.resolve("large.npy"), false);
            ResultFile.store(store.allocate(50, 50), directory.resolve("small.npy"), false);
        }
        Path list = Files.writeString(
                directory.resolve("mixed.csv"),
                "a,b,out\nsmall.npy,small.npy,0.npy\nlarge.npy,large.npy,1.npy\nsmall.npy,small.npy,2.npy\n");
        String[] words = {
            "run",
            "--pairs",
            list.toString(),
            "--out",
            out.toString(),
            "--strategy",
            "processes-shared:workers=2:chunk-size=1",
            "--timeout",
            "0.4",
            "--retries",
            "1",
            "--on-error",
            "continue"
        };
        try (CommandProcess process = CommandProcess.start(scratch(), words)) {
            assertThat(process.await()).isEqualTo(1);
            assertThat(process.err().lines().filter(line -> line.startsWith("blaspool: ")))
                    .singleElement()
                    .asString()
                    .contains("out=" + out.toRealPath().resolve("1.npy"), "--timeout 0.4 s");
            assertThat(process.out()).contains("2 results stored, 0 skipped, 1 failed");
            assertThat(out.resolve("0.npy")).exists();
            assertThat(out.resolve("1.npy")).doesNotExist();
            assertThat(out.resolve("2.npy")).exists();
        }
    }
}
