package org.blaspool.cli.command.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

    @ParameterizedTest
    @ValueSource(
            strings = {"64:128", "size=64", "size=128:64", "size=0:8", "size=8:16:1", "size=1:9000:1.01", "size=a:b", ""
            })
    void shouldRefuseWhatIsNoSweepAndSayWhatIs(String text) {
        assertThatThrownBy(() -> SweepRange.parse(text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("sweep=" + text)
                .hasMessageContaining("size=64:4096");
    }
}
