package org.blaspool.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasSpec;
import org.blaspool.blas.SplitRules;
import org.blaspool.cpu.CpuAllotment;
import org.blaspool.cpu.CpuTopology;
import org.junit.jupiter.api.Test;

/** The real machine and the bundled BLAS; bounds are wide, as others may be at work on it. */
class ProfileCalibrationTest {
    @Test
    void shouldMeasureFiguresThatAMachineCanHaveAndLeaveTheBlasAsItWas() {
        CpuTopology topology = CpuTopology.read();
        CpuAllotment allotment = CpuAllotment.read(topology);
        try (BlasLibrary blas = BlasSpec.BUNDLED.open()) {
            int threads = blas.threads();
            ProfileCalibration calibration = new ProfileCalibration(
                    topology, allotment, blas, () -> SplitRules.NONE, seconds -> SyntheticProfile.FEEDINGS);

            MachineProfile profile = calibration.measure();

            assertThat(blas.threads()).isEqualTo(threads);
            assertThat(profile.identity())
                    .isEqualTo(calibration.identity())
                    .contains(blas.info().version());
            assertThat(profile.cpus()).isEqualTo(allotment.physicalCores());
            RateCurve aligned = profile.one().aligned();
            RateCurve unaligned = profile.one().unaligned();
            assertThat(aligned.flopPerSecond()).containsKeys(4, 64, 2048);
            assertThat(unaligned.flopPerSecond()).containsKeys(4, 36, 150, 512, 2048);
            assertThat(unaligned.rate(4)).isEqualTo(aligned.rate(4));
            assertThat(unaligned.rate(2048)).isEqualTo(aligned.rate(2048));
            assertThat(aligned.rate(128)).isGreaterThan(aligned.rate(4));
            assertThat(aligned.rate(1024)).isGreaterThan(1e9);
            assertThat(profile.blasThreads().unaligned().flopPerSecond()).containsKeys(4, 36, 150, 512, 2048);
            assertThat(profile.feedings()).isEqualTo(SyntheticProfile.FEEDINGS);
            assertThat(profile.jvmStartSeconds()).isBetween(0.005, 30.0);
        }
    }
}
