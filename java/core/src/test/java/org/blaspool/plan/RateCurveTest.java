package org.blaspool.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.blaspool.matrix.ProductShape;
import org.junit.jupiter.api.Test;

class RateCurveTest {
    private final RateCurve curve = new RateCurve(Map.of(10, 1e9, 1000, 100e9));

    @Test
    void shouldGiveMeasuredRatesThemselvesAndPowersBetween() {
        assertThat(curve.rate(10)).isEqualTo(1e9);
        assertThat(curve.rate(1000)).isEqualTo(100e9);
        assertThat(curve.rate(100)).isCloseTo(10e9, within(1.0));
    }

    @Test
    void shouldStayAtTheLargestSizesRateAboveIt() {
        assertThat(curve.rate(50_000)).isEqualTo(100e9);
    }

    @Test
    void shouldNeverTakeLessThanACallForTheSmallest() {
        assertThat(curve.seconds(new ProductShape(1, 1, 1))).isCloseTo(2000 / 1e9, within(1e-12));
    }

    @Test
    void shouldTakeRectanglesForTheCubeOfAsManyOperations() {
        assertThat(curve.seconds(new ProductShape(10, 1000, 100)))
                .isCloseTo(curve.seconds(new ProductShape(100, 100, 100)), within(1e-12));
    }

    @Test
    void shouldRefuseRatesThatAreNotPositive() {
        assertThatThrownBy(() -> new RateCurve(Map.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RateCurve(Map.of(4, Double.NaN))).isInstanceOf(IllegalArgumentException.class);
    }
}
