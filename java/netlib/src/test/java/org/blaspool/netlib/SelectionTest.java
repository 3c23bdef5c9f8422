package org.blaspool.netlib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.LudovicImplementations;
import dev.ludovic.netlib.blas.NativeBLAS;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.blaspool.ThreadLimit;
import org.blaspool.error.InvalidInputException;
import org.junit.jupiter.api.Test;

/** How a program comes by ours, and what goes to theirs. */
class SelectionTest {
    /** Held, as the logging framework does not. */
    private static final Logger FOMMIL = Logger.getLogger("com.github.fommil");

    @Test
    void shouldBeWhatNetlibJavaLoadsByItsProperty() {
        FOMMIL.setLevel(Level.OFF);
        System.setProperty(
                "com.github.fommil.netlib.BLAS", "org.blaspool.netlib.FommilSystemBLAS,org.blaspool.netlib.FommilBLAS");
        com.github.fommil.netlib.BLAS blas = com.github.fommil.netlib.BLAS.getInstance();
        assertThat(blas.getClass().getName()).startsWith("org.blaspool.netlib.Fommil");
        assertThat(blas.ddot(2, new double[] {1, 2}, 1, new double[] {3, 4}, 1)).isEqualTo(11);
        double[] c = {Double.NaN};
        blas.dgemm("N", "N", 1, 1, 1, 2, new double[] {3}, 1, new double[] {5}, 1, 0, c, 1);
        assertThat(c).containsExactly(30);
    }

    @Test
    void shouldBeWhatDevLudovicNetlibReturnsAndLeaveTheRestToIt() {
        BLAS blas = BLAS.getInstance();
        assertThat(blas).isInstanceOf(LudovicBLAS.class).isSameAs(NativeBLAS.getInstance());
        assertThat(((LudovicBLAS) blas).delegate().getClass().getName()).startsWith("dev.ludovic.netlib.blas.");
        assertThat(blas.ddot(2, new double[] {1, 2}, 1, new double[] {3, 4}, 1)).isEqualTo(11);
        double[] y = {0, 0};
        blas.dgemv("T", 2, 2, 1, new double[] {1, 2, 3, 4}, 2, new double[] {1, 1}, 1, 0, y, 1);
        assertThat(y).containsExactly(3, 7);
        assertThat(LudovicImplementations.plainJava()).isNotSameAs(blas);
    }

    @Test
    void shouldLimitThreadsUntilTheLimitIsClosed() {
        int before = NetlibProducts.threads();
        try (ThreadLimit limit = NetlibProducts.limitThreads(1)) {
            assertThat(limit.effective()).isOne();
            assertThat(NetlibProducts.threads()).isOne();
        }
        assertThat(NetlibProducts.threads()).isEqualTo(before);
        assertThat(NetlibProducts.info().kind()).isEqualTo("openblas");
    }

    @Test
    void shouldReadItsSettingsFromSystemProperties() {
        System.setProperty("org.blaspool.netlib.threads", " 3 ");
        System.setProperty("org.blaspool.netlib.inplace", "100");
        try {
            NetlibProducts.NetlibSettings settings = NetlibProducts.NetlibSettings.ofSystemProperties();
            assertThat(settings.threads()).isEqualTo(3);
            assertThat(settings.inPlaceVolume()).isEqualTo(1_000_000);
            assertThat(settings.blas()).isEqualTo("bundled");
            System.setProperty("org.blaspool.netlib.threads", "none");
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(NetlibProducts.NetlibSettings::ofSystemProperties)
                    .withMessage("system property is not a number in its range: org.blaspool.netlib.threads=none,"
                            + " allowed 1 to 2147483647");
        } finally {
            System.clearProperty("org.blaspool.netlib.threads");
            System.clearProperty("org.blaspool.netlib.inplace");
        }
    }
}
