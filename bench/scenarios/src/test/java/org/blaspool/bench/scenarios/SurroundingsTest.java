package org.blaspool.bench.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import org.blaspool.usage.NoiseRecord;
import org.junit.jupiter.api.Test;

class SurroundingsTest {
    private static Surroundings with(double peakAfter, double load, double steal, double others) {
        NoiseRecord noise = new NoiseRecord(100, 2, load, 2, steal, others);
        return new Surroundings("2026-01-01T00:00:00Z", "cpu", "2 CPUs", "Linux", "17", null, 100e9, peakAfter, noise);
    }

    @Test
    void shouldTrustAQuietMachine() {
        assertThat(with(99e9, 0.5, 0.5, 2).doubts()).isEmpty();
    }

    @Test
    void shouldDoubtAPeakThatDrifted() {
        assertThat(with(90e9, 0, 0, 0).doubts())
                .containsExactly("the FMA peak drifted between start and end: 10.0 %, at most 3 %");
    }

    @Test
    void shouldDoubtStolenTimeOtherProcessesAndLoad() {
        assertThat(with(100e9, 3, 4, 20).doubts())
                .satisfiesExactly(
                        steal -> assertThat(steal).contains("hypervisor", "2.0 %"),
                        others -> assertThat(others).contains("other processes", "10.0 %"),
                        load -> assertThat(load).contains("loaded before", "150.0 %"));
    }
}
