package org.blaspool.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasSpec;
import org.blaspool.blas.SplitRules;
import org.blaspool.cpu.CpuTopology;
import org.blaspool.matrix.ProductShape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real machine and the bundled BLAS: what gains depends on them, what rules look like does not. */
class SplitTuningTest {
    private static final ProductShape MIDDLE = new ProductShape(128, 128, 128);

    @TempDir
    private Path directory;

    @Test
    void shouldMeasureAShapeOnceAndKeepWhatTheBlasTakes() throws IOException {
        try (BlasLibrary blas = BlasSpec.BUNDLED.open()) {
            SplitTuning tuning = tuning(blas);

            tuning.prepareFor(MIDDLE);

            assertThat(blas.splitRules()).isEqualTo(SplitRules.NONE);
            assertThat(tuning.rules().rules()).hasSizeLessThanOrEqualTo(1).allSatisfy(SplitTuningTest::gains);
            blas.split(tuning.rules());
            assertThat(blas.splitRules()).isEqualTo(tuning.rules());
            blas.split(SplitRules.NONE);
            byte[] kept = Files.readAllBytes(files().get(0));
            SplitTuning again = tuning(blas);
            assertThat(again.rules()).hasToString(tuning.rules().toString());
            again.prepareFor(MIDDLE);
            assertThat(Files.readAllBytes(files().get(0))).isEqualTo(kept);
        }
    }

    private SplitTuning tuning(BlasLibrary blas) {
        return new SplitTuning(directory, CpuTopology.read(), blas);
    }

    private static void gains(String rule) {
        String[] parts = rule.split("[:-]");
        assertThat(Double.parseDouble(parts[parts.length - 2])).isGreaterThanOrEqualTo(1.03);
        assertThat(Double.parseDouble(parts[parts.length - 1])).isGreaterThanOrEqualTo(1.03);
        assertThat(Long.parseLong(parts[1])).isBetween(1_000_001L, 128L * 128 * 128);
        assertThat(Long.parseLong(parts[2])).isGreaterThan(128L * 128 * 128);
    }

    @Test
    void shouldMeasureNothingUntilAShapeMatters() throws IOException {
        try (BlasLibrary blas = BlasSpec.BUNDLED.open()) {
            SplitTuning tuning = tuning(blas);

            assertThat(tuning.rules()).isEqualTo(SplitRules.NONE);
            tuning.prepareFor(BatchShape.of(128, 128, 128, 100));
            tuning.prepareFor(BatchShape.of(64, 64, 64, 100_000_000));
            tuning.prepareFor(BatchShape.of(2000, 2000, 2000, 100));

            assertThat(files()).isEmpty();
            tuning.prepareFor(BatchShape.of(128, 128, 128, 100_000));
            assertThat(files()).hasSize(1);
        }
    }

    @Test
    void shouldTakeADamagedFileForNone() throws IOException {
        try (BlasLibrary blas = BlasSpec.BUNDLED.open()) {
            tuning(blas).prepareFor(MIDDLE);
            Path file = files().get(0);
            List<String> lines = Files.readAllLines(file);
            lines.replaceAll(line -> line.startsWith("rules") ? "rules=NN" : line);
            Files.write(file, lines);

            assertThat(tuning(blas).rules()).isEqualTo(SplitRules.NONE);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.toList();
        }
    }
}
