package org.blaspool.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.blaspool.cli.option.WorkloadOptions.ProductSize;
import org.junit.jupiter.api.Test;

class ProductSizeTest {
    @Test
    void shouldReadSquareAndRectangularSizes() {
        assertThat(ProductSize.parse("7")).isEqualTo(new ProductSize(7, 7, 7));
        assertThat(ProductSize.parse("2x3x4")).isEqualTo(new ProductSize(2, 3, 4));
        assertThat(ProductSize.parse("2x3x4").bytes()).isEqualTo(8 * (6 + 12 + 8));
        assertThat(ProductSize.parse("2x3x4").flop()).isEqualTo(48);
    }

    @Test
    void shouldKnowWhenBytesOverflow() {
        assertThatThrownBy(() -> ProductSize.parse("2000000000").bytes()).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void shouldTakeAsManyPairsAsAreWorthTiming() {
        assertThat(ProductSize.parse("1000").worthwhilePairs(2)).isEqualTo(10);
        assertThat(ProductSize.parse("4000").worthwhilePairs(2)).isEqualTo(3);
        assertThat(ProductSize.parse("8").worthwhilePairs(2)).isEqualTo(10_000);
        assertThat(ProductSize.parse("100000").worthwhilePairs(2)).isEqualTo(1);
    }
}
