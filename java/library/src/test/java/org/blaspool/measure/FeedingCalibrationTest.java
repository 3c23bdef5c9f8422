package org.blaspool.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.blaspool.blas.Blas;
import org.blaspool.blas.BlasSpec;
import org.blaspool.cpu.CpuAllotment;
import org.blaspool.cpu.CpuTopology;
import org.blaspool.plan.Feeding;
import org.blaspool.plan.FeedingCurve;
import org.blaspool.strategy.Strategies;
import org.blaspool.strategy.StrategyContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real workers; bounds are wide, as others may be at work on the machine. */
class FeedingCalibrationTest {
    @TempDir
    private Path scratch;

    @Test
    void shouldMeasureEveryWayOfFeedingWorkers() {
        CpuTopology topology = CpuTopology.read();
        CpuAllotment allotment = CpuAllotment.read(topology);
        try (Blas blas = BlasSpec.BUNDLED.open()) {
            StrategyContext context = new StrategyContext(blas, "bundled", topology, allotment, false, scratch);

            Map<Feeding, FeedingCurve> curves =
                    new FeedingCalibration(spec -> Strategies.create(spec, context), 1).measure();

            assertThat(curves).containsOnlyKeys(Feeding.values());
            for (FeedingCurve curve : curves.values()) {
                assertThat(curve.secondsByBytes()).hasSizeGreaterThan(2);
                assertThat(curve.seconds(25e6)).isBetween(0.0, 60.0);
            }
            assertThat(curves.get(Feeding.SERIALIZED_JAVA).seconds(25e6)).isPositive();
        }
        assertThat(scratch).isEmptyDirectory();
    }
}
