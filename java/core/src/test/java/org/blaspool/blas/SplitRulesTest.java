package org.blaspool.blas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.blaspool.error.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitRulesTest {
    private static final String RULE = "NT:1000001-1560897:65-156/8:64x80x0:1.532:1.180";
    private static final String OTHER = "TN:1-2:3-4/1:0x0x9:0.000:0.000";
    private static final String PACKING = "TT:9-10:3-4/1:32x192x160+A:1.200:1.250";
    private static final String PACKING_BOTH = "NN:9-10:3-4/1:32x240x0+AB:0.000:0.000";
    private static final String OWN = "NT:9-10:3-4/1:16x192x0+own:1.100:1.050";

    @Test
    void shouldReadWhatTheyWrote() {
        SplitRules rules = new SplitRules(List.of(RULE, OTHER, PACKING, PACKING_BOTH, OWN));

        assertThat(rules).hasToString(String.join(",", RULE, OTHER, PACKING, PACKING_BOTH, OWN));
        assertThat(SplitRules.parse(rules.toString())).isEqualTo(rules);
        assertThat(SplitRules.parse("")).isEqualTo(SplitRules.NONE);
        assertThat(SplitRules.parse(SplitRules.OFF.toString())).isEqualTo(SplitRules.OFF);
    }

    @Test
    void shouldLeaveSmallProductsToTheBlasWhereSplittingIsOff() {
        try (BlasLibrary blas = BlasSpec.BUNDLED.open()) {
            String kernels = blas.smallKernels();
            blas.split(SplitRules.OFF);
            assertThat(blas.smallKernels()).isEqualTo(kernels.equals("none") ? "none" : "off");
            assertThat(blas.splitRules()).isIn(SplitRules.OFF, SplitRules.NONE);
            blas.split(SplitRules.NONE);
            assertThat(blas.smallKernels()).isEqualTo(kernels);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?",
                ",",
                "NX:1-2:3-4/1:0x0x9:0.000:0.000",
                "NN:1-2:3-4/1:0x0x9:0.000",
                "NN:1-2:3-4/1:0x0x9:1.2.3:0.000",
                "NN:1-2:3-4/1:8x8x9+B:1.000:1.000",
                "NN:99999999999999999999-2:3-4/1:0x0x9:0.000:0.000"
            })
    void shouldRefuseAnythingElse(String text) {
        assertThatThrownBy(() -> SplitRules.parse(text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("split rule cannot be read: rule=");
    }

    @Test
    void shouldHoldUntilOthersAreSet() {
        try (BlasLibrary blas = BlasSpec.BUNDLED.open()) {
            for (List<String> rules :
                    List.of(List.of(RULE), List.of(PACKING_BOTH, OTHER, PACKING, OWN, RULE), List.<String>of())) {
                blas.split(new SplitRules(rules));
                assertThat(blas.splitRules().rules()).isEqualTo(rules);
            }
        }
    }

    @Test
    void shouldRefuseRulesThatAreNotSoundAndKeepThoseBefore() {
        String empty = "NN:5-5:1-2/1:1x1x1:0.000:0.000";
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
