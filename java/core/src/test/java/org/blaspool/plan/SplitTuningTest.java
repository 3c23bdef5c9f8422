package org.blaspool.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasSpec;
import org.blaspool.blas.SplitRule;
import org.blaspool.blas.SplitRules;
import org.blaspool.blas.SplitScope;
import org.blaspool.cpu.CpuTopology;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real machine and the bundled BLAS: what gains depends on them, what rules look like does not. */
class SplitTuningTest {
    @TempDir
    private Path directory;

    @Test
    void shouldMeasureOnceAndKeepWhatTheBlasTakes() throws IOException {
        try (BlasLibrary blas = BlasSpec.BUNDLED.open()) {
            SplitTuning tuning = new SplitTuning(directory.resolve("made"), CpuTopology.read(), blas);
            assertThat(tuning.kept()).isEmpty();

            SplitRules rules = tuning.keptOrMeasured();

            assertThat(blas.splitRules()).isEqualTo(SplitRules.NONE);
            assertThat(rules.rules()).hasSizeLessThanOrEqualTo(64).allSatisfy(SplitTuningTest::gains);
            assertThat(tuning.kept()).map(SplitRules::toString).hasValue(rules.toString());
            try (SplitScope scope = blas.split(tuning.kept().orElseThrow())) {
                assertThat(scope).isNotNull();
                assertThat(blas.splitRules()).hasToString(rules.toString());
            }
        }
    }

    private static void gains(SplitRule rule) {
        assertThat(rule.hotGain()).isGreaterThanOrEqualTo(1.03);
        assertThat(rule.streamedGain()).isGreaterThanOrEqualTo(1.03);
        assertThat(rule.volumeFrom()).isGreaterThanOrEqualTo(1_000_001);
        if (rule.packed() != SplitRule.Packed.NOTHING) {
            assertThat(rule.blockM() * rule.blockN() * Math.max(rule.blockK(), 1))
                    .isLessThanOrEqualTo(1_000_000);
        }
    }

    @Test
    void shouldTakeADamagedFileForNone() throws IOException {
        try (BlasLibrary blas = BlasSpec.BUNDLED.open()) {
            SplitTuning tuning = new SplitTuning(directory, CpuTopology.read(), blas);
            tuning.measured();
            Path file = files().get(0);
            List<String> lines = Files.readAllLines(file);
            lines.replaceAll(line -> line.startsWith("rules") ? "rules=NN" : line);
            Files.write(file, lines);

            assertThat(tuning.kept()).isEmpty();
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.toList();
        }
    }
}
