package org.blaspool.cli.command.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.blaspool.error.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SizeSweepTest {
    @Test
    void shouldDoubleUpToTheLast() {
        assertThat(SizeSweep.parse("size=64:512").edges()).containsExactly(64, 128, 256, 512);
        assertThat(SizeSweep.parse("size=64:300").edges()).containsExactly(64, 128, 256, 300);
    }

    @Test
    void shouldGrowByAFactorWithoutRepeatingASize() {
        assertThat(SizeSweep.parse("size=100:340:1.5").edges()).containsExactly(100, 150, 225, 338, 340);
        assertThat(SizeSweep.parse("size=1:4:1.2").edges()).containsExactly(1, 2, 3, 4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"64:128", "size=64", "size=128:64", "size=0:8", "size=8:16:1", "size=1:9000:1.01", "size=a:b", ""
            })
    void shouldRefuseWhatIsNoSweepAndSayWhatIs(String text) {
        assertThatThrownBy(() -> SizeSweep.parse(text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("sweep=" + text)
                .hasMessageContaining("size=64:4096");
    }
}
