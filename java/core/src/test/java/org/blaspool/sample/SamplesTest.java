package org.blaspool.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.blaspool.matrix.ProductShape;
import org.blaspool.sample.Estimate.Basis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplesTest {
    private static final Way THREADS = new Way("threads", 2, 1, "", 0);
    private static final Way SEQUENTIAL = new Way("sequential", 1, 1, "", 0);
    private static final ProductShape CUBE = cube(1000);

    @TempDir
    private Path directory;

    private static ProductShape cube(long side) {
        return new ProductShape(side, side, side);
    }

    private Samples here() {
        return Samples.in(directory, "here");
    }

    private static double seconds(Samples samples, Way way, ProductShape shape, long count) {
        return samples.predict(way, shape, count).orElseThrow().seconds();
    }

    @Test
    void shouldTellWhatABatchTookToAnotherProcess() {
        try (Samples samples = here()) {
            samples.record(THREADS, CUBE, 20, 0.4, 0);
        }

        Optional<Estimate> found = here().predict(THREADS, CUBE, 20);

        assertThat(found).map(Estimate::basis).hasValue(Basis.MEASURED);
        assertThat(found.orElseThrow().seconds()).isCloseTo(0.4, within(1e-6));
        assertThat(found.orElseThrow().ageSeconds()).isLessThan(600);
    }

    @Test
    void shouldTellNothingOfAnotherMachineOrWay() {
        try (Samples samples = here()) {
            samples.record(THREADS, CUBE, 20, 0.4, 0);
        }

        assertThat(Samples.in(directory, "elsewhere").predict(THREADS, CUBE, 20))
                .isEmpty();
        assertThat(here().predict(SEQUENTIAL, CUBE, 20)).isEmpty();
    }

    @Test
    void shouldAddUpTheStartOfABatchAndEachTurnOfItsProducts() {
        Samples samples = Samples.inMemory("here");
        samples.record(THREADS, CUBE, 2, 0.011, 0);
        samples.record(THREADS, CUBE, 8, 0.041, 0);

        // 1 ms to start, 10 ms a turn of two products; of seven products one worker has four.
        assertThat(seconds(samples, THREADS, CUBE, 100)).isCloseTo(0.501, within(1e-9));
        assertThat(seconds(samples, THREADS, CUBE, 4)).isCloseTo(0.021, within(1e-9));
        assertThat(seconds(samples, THREADS, CUBE, 7)).isCloseTo(0.041, within(1e-9));
        assertThat(samples.predict(THREADS, CUBE, 100).orElseThrow().startSeconds())
                .isCloseTo(0.001, within(1e-9));
    }

    @Test
    void shouldNotGuessFromBatchesThatTellLittle() {
        Samples samples = Samples.inMemory("here");
        samples.record(THREADS, cube(16), 10, 1e-4, 0);

        assertThat(samples.predict(THREADS, cube(16), 40)).isPresent();
        assertThat(samples.predict(THREADS, cube(16), 1000)).isEmpty();
        assertThat(samples.predict(THREADS, cube(16), 1)).isEmpty();
    }

    @Test
    void shouldTakeProductsOfNearlyTheSameSizeForTheSameRate() {
        Samples samples = Samples.inMemory("here");
        samples.record(SEQUENTIAL, CUBE, 10, 0.4, 0);

        Estimate near = samples.predict(SEQUENTIAL, cube(1020), 10).orElseThrow();

        assertThat(near.basis()).isEqualTo(Basis.OTHER_SHAPE);
        assertThat(near.shape()).isEqualTo(CUBE);
        assertThat(near.seconds()).isCloseTo(0.4 * Math.pow(1.02, 3), within(1e-9));
        assertThat(samples.predict(SEQUENTIAL, cube(1100), 10)).isEmpty();
    }

    @Test
    void shouldNotTakeASizeThatFitsNoVectorForOneThatDoes() {
        Samples samples = Samples.inMemory("here");
        samples.record(SEQUENTIAL, cube(200), 10, 0.004, 0);

        assertThat(samples.predict(SEQUENTIAL, cube(202), 10)).isEmpty();
        assertThat(samples.predict(SEQUENTIAL, cube(208), 10)).isPresent();
    }

    @Test
    void shouldBelieveAQuietSampleRatherThanSeveralOfABusyMachine() {
        Samples samples = Samples.inMemory("here");
        samples.record(THREADS, CUBE, 20, 0.4, 0);
        for (int i = 0; i < 5; i++) {
            samples.record(THREADS, CUBE, 20, 0.9, 0.5);
        }

        assertThat(seconds(samples, THREADS, CUBE, 20)).isEqualTo(0.4);
        samples.record(SEQUENTIAL, CUBE, 20, 0.9, 0.5);
        assertThat(samples.predict(SEQUENTIAL, CUBE, 20).orElseThrow().isBusy()).isTrue();
    }

    @Test
    void shouldPassOverLinesThatDoNotCheckAndValuesThatCannotBe() throws IOException {
        try (Samples samples = here()) {
            samples.record(THREADS, CUBE, 20, 0.4, 0);
            samples.record(THREADS, CUBE, 0, 0.4, 0);
            samples.record(THREADS, CUBE, 30, Double.NaN, 0);
        }
        Path file = directory.resolve("samples");
        String whole = Files.readString(file);
        String damaged = whole.replace("4.000000e-01", "4.000000e-02");
        Files.writeString(
                file,
                "\u00ff\u0000 no line\n" + damaged + whole.substring(0, 100) + "\n" + whole,
                StandardCharsets.ISO_8859_1);

        assertThat(here().lines())
                .containsExactly(whole.strip() + " ".repeat(191 - whole.strip().length()));
    }

    @Test
    void shouldGoOnBehindALineThatWasCutShort() throws IOException {
        Files.writeString(directory.resolve("samples"), "01234567 cut");
        try (Samples samples = here()) {
            samples.record(THREADS, CUBE, 20, 0.4, 0);
        }
        try (Samples samples = here()) {
            samples.record(THREADS, CUBE, 21, 0.4, 0);
        }

        assertThat(here().predict(THREADS, CUBE, 21)).isPresent();
    }

    @Test
    void shouldStayBelowAMegabyteAndWholeWhateverIsRecorded() throws IOException {
        // Each reads what is there: fifty at a time, of which the first is written at once and the others in the end.
        for (int i = 0; i < 8000; i += 50) {
            try (Samples samples = here()) {
                for (int j = i; j < i + 50; j++) {
                    samples.record(THREADS, cube(8 + j % 3000), 1 + j, 0.1, 0);
                }
            }
        }

        Path file = directory.resolve("samples");
        assertThat(Files.size(file)).isLessThan(1_000_000).isGreaterThan(100_000);
        assertThat(Files.size(file) % Sample.LINE_BYTES).isZero();
        assertThat(Files.readAllLines(file)).allMatch(line -> Sample.parse(line).isPresent());
        assertThat(here().predict(THREADS, cube(8 + 7999 % 3000), 8000)).isPresent();
    }

    @Test
    void shouldKeepEveryLineWholeWhenManyWriteAtOnce() throws Exception {
        List<Thread> writers = new ArrayList<>();
        for (int writer = 0; writer < 8; writer++) {
            int own = writer;
            writers.add(new Thread(() -> {
                for (int i = 0; i < 700; i += 7) {
                    try (Samples samples = here()) {
                        for (int j = i; j < i + 7; j++) {
                            samples.record(THREADS, cube(100 + own), 1 + j, 0.1, 0);
                        }
                    }
                }
            }));
        }
        writers.forEach(Thread::start);
        for (Thread writer : writers) {
            writer.join();
        }

        Path file = directory.resolve("samples");
        assertThat(Files.size(file)).isLessThan(1_000_000);
        assertThat(Files.readAllLines(file)).allMatch(line -> Sample.parse(line).isPresent());
    }

    @Test
    void shouldRememberWhatItCannotWrite() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");
        try (Samples samples = Samples.in(file.resolve("below"), "here")) {
            samples.record(THREADS, CUBE, 20, 0.4, 0);

            assertThat(samples.predict(THREADS, CUBE, 20)).isPresent();
        }
    }

    @Test
    void shouldWriteNoMoreThanOnceASecondUntilItIsClosed() throws IOException {
        try (Samples samples = here()) {
            for (int i = 0; i < 100; i++) {
                samples.record(THREADS, CUBE, 20 + i % 2, 0.4, 0);
            }
            assertThat(Files.size(directory.resolve("samples"))).isEqualTo(Sample.LINE_BYTES);
        }

        assertThat(Files.size(directory.resolve("samples"))).isEqualTo(3L * Sample.LINE_BYTES);
    }

    @Test
    void shouldCarrySamplesToAnotherMachine() {
        Samples there = Samples.inMemory("compute node");
        there.record(THREADS, CUBE, 20, 0.4, 0);

        Samples here = Samples.ofLines("compute node", there.lines());

        assertThat(here.shapes(THREADS)).containsExactly(CUBE);
        assertThat(seconds(here, THREADS, CUBE, 20)).isEqualTo(0.4);
        assertThat(Samples.ofLines("login node", there.lines()).shapes(THREADS)).isEmpty();
    }

    @Test
    void shouldReadAWayThatIsWritten() {
        Way way = new Way("processes-serialized", 4, 2, "java", 25);

        assertThat(Way.parse(way.toString())).isEqualTo(way);
        assertThat(Way.parse("threads,0,1,,0")).isNull();
        assertThat(Way.parse("threads;2")).isNull();
    }
}
