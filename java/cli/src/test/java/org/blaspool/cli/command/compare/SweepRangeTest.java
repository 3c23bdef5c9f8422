package org.blaspool.cli.command.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.blaspool.cli.command.compare.SweepRun.SweepRange;
import org.blaspool.cli.report.SweepParameter;
import org.blaspool.error.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SweepRangeTest {
    @Test
    void shouldDoubleUpToTheLast() {
        assertThat(SweepRange.parse("size=64:512").values()).containsExactly(64, 128, 256, 512);
        assertThat(SweepRange.parse("size=64:300").values()).containsExactly(64, 128, 256, 300);
    }

    @Test
    void shouldGrowByAFactorWithoutRepeatingASize() {
        assertThat(SweepRange.parse("size=100:340:1.5").values()).containsExactly(100, 150, 225, 338, 340);
        assertThat(SweepRange.parse("size=1:4:1.2").values()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void shouldTakePairsAndWorkersAsWellAsSizes() {
        SweepRange pairs = SweepRange.parse("pairs=10:100000:10");
        assertThat(pairs.parameter()).isEqualTo(SweepParameter.PAIRS);
        assertThat(pairs.values()).containsExactly(10, 100, 1000, 10_000, 100_000);
        SweepRange workers = SweepRange.parse("workers=1:6");
        assertThat(workers.parameter()).isEqualTo(SweepParameter.WORKERS);
        assertThat(workers.values()).containsExactly(1, 2, 4, 6);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "64:128",
                "size=64",
                "size=128:64",
                "size=0:8",
                "size=8:16:1",
                "size=1:9000:1.01",
                "size=a:b",
                "",
                "rounds=1:4",
                "workers=0:4",
                "size=1:1000000"
            })
    void shouldRefuseWhatIsNoSweepAndSayWhatIs(String text) {
        assertThatThrownBy(() -> SweepRange.parse(text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("sweep=" + text)
                .hasMessageContaining("size=64:4096");
    }
}
