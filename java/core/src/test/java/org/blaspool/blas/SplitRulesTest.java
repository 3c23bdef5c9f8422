package org.blaspool.blas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.blaspool.blas.SplitRules.SplitRule;
import org.blaspool.error.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitRulesTest {
    private static final SplitRule RULE = new SplitRule(
            false, true, 1_000_001, 1_560_897, 65, 156, 8, 64, 80, 0, SplitRule.Packed.NOTHING, 1.532, 1.18);
    private static final SplitRule OTHER =
            new SplitRule(true, false, 1, 2, 3, 4, 1, 0, 0, 9, SplitRule.Packed.NOTHING, 0, 0);
    private static final SplitRule PACKING =
            new SplitRule(true, true, 9, 10, 3, 4, 1, 32, 192, 160, SplitRule.Packed.A, 1.2, 1.25);
    private static final SplitRule PACKING_BOTH =
            new SplitRule(false, false, 9, 10, 3, 4, 1, 32, 240, 0, SplitRule.Packed.A_AND_B, 0, 0);
    private static final SplitRule OWN =
            new SplitRule(false, true, 9, 10, 3, 4, 1, 16, 192, 0, SplitRule.Packed.A_OWN, 1.1, 1.05);

    @Test
    void shouldReadWhatTheyWrote() {
        SplitRules rules = new SplitRules(List.of(RULE, OTHER, PACKING, PACKING_BOTH, OWN));

        assertThat(rules)
                .hasToString("NT:1000001-1560897:65-156/8:64x80x0:1.532:1.180,TN:1-2:3-4/1:0x0x9:0.000:0.000"
                        + ",TT:9-10:3-4/1:32x192x160+A:1.200:1.250,NN:9-10:3-4/1:32x240x0+AB:0.000:0.000"
                        + ",NT:9-10:3-4/1:16x192x0+own:1.100:1.050");
        assertThat(SplitRules.parse(rules.toString())).isEqualTo(rules);
        assertThat(SplitRules.parse("")).isEqualTo(SplitRules.NONE);
        assertThat(SplitRules.parse(SplitRules.OFF.toString())).isEqualTo(SplitRules.OFF);
    }

    @Test
    void shouldLeaveSmallProductsToTheBlasWhereSplittingIsOff() {
        try (BlasLibrary blas = BlasSpec.BUNDLED.open()) {
            String kernels = blas.smallKernels();
            try (SplitScope off = blas.split(SplitRules.OFF)) {
                assertThat(off).isNotNull();
                assertThat(blas.smallKernels()).isEqualTo(kernels.equals("none") ? "none" : "off");
                try (SplitScope on = blas.split(SplitRules.NONE)) {
                    assertThat(on).isNotNull();
                    assertThat(blas.smallKernels()).isEqualTo(kernels);
                }
                assertThat(blas.splitRules()).isIn(SplitRules.OFF, SplitRules.NONE);
            }
            assertThat(blas.smallKernels()).isEqualTo(kernels);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?",
                ",",
                "NX:1-2:3-4/1:0x0x9:0:0",
                "NN:1-2:3-4/1:0x0x9:0",
                "NN:1-2:3-4/1:0x0x9:1.2.3:0",
                "NN:1-2:3-4/1:8x8x9+B:1:1",
                "NN:99999999999999999999-2:3-4/1:0x0x9:0:0"
            })
    void shouldRefuseAnythingElse(String text) {
        assertThatThrownBy(() -> SplitRules.parse(text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("split rule cannot be read: rule=");
    }

    @Test
    void shouldHoldUntilTheScopeIsClosed() {
        SplitRules outer = new SplitRules(List.of(RULE));
        try (BlasLibrary blas = BlasSpec.BUNDLED.open();
                SplitScope first = blas.split(outer)) {
            assertThat(first).isNotNull();
            SplitScope second = blas.split(new SplitRules(List.of(PACKING_BOTH, OTHER, PACKING, RULE)));
            assertThat(blas.splitRules().rules()).containsExactly(PACKING_BOTH, OTHER, PACKING, RULE);
            second.close();
            assertThat(blas.splitRules()).isEqualTo(outer);
            SplitScope third = blas.split(SplitRules.NONE);
            second.close();
            assertThat(blas.splitRules()).isEqualTo(SplitRules.NONE);
            third.close();
            assertThat(blas.splitRules()).isEqualTo(outer);
        }
    }

    @Test
    void shouldRefuseRulesThatAreNotSoundAndKeepThoseBefore() {
        SplitRule empty = new SplitRule(false, false, 5, 5, 1, 2, 1, 1, 1, 1, SplitRule.Packed.NOTHING, 0, 0);
        try (BlasLibrary blas = BlasSpec.BUNDLED.open()) {
            assertThatThrownBy(() -> blas.split(new SplitRules(List.of(RULE, empty))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("split rule 1 is not sound")
                    .hasMessageContaining("volume=5-5");
            assertThatThrownBy(() -> blas.split(new SplitRules(Collections.nCopies(65, RULE))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("count=65");
            assertThat(blas.splitRules()).isEqualTo(SplitRules.NONE);
        }
    }
}
