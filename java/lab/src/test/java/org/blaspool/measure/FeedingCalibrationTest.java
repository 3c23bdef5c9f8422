package org.blaspool.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasSpec;
import org.blaspool.cpu.CpuAllotment;
import org.blaspool.cpu.CpuTopology;
import org.blaspool.plan.CostCurve;
import org.blaspool.plan.Feeding;
import org.blaspool.plan.FeedingCost;
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
        try (BlasLibrary blas = BlasSpec.BUNDLED.open()) {
            StrategyContext context = new StrategyContext(blas, "bundled", topology, allotment, false, scratch);

            Map<Feeding, FeedingCost> costs = new FeedingCalibration(spec -> Strategies.create(spec, context), 1)
                    .measure(shape -> shape.flop() / 1e12);

            assertThat(costs).containsOnlyKeys(Feeding.values());
            costs.forEach((feeding, cost) -> {
                assertThat(cost.batch().points()).hasSizeGreaterThan(4);
                assertThat(cost.batch().seconds(1)).isPositive();
                assertThat(cost.product().seconds(25e6)).isBetween(0.0, 60.0);
                assertThat(cost.product().equals(CostCurve.FREE)).isEqualTo(feeding.inPlace());
            });
            assertThat(costs.get(Feeding.SERIALIZED_JAVA).product().seconds(25e6))
                    .isPositive();
        }
        assertThat(scratch).isEmptyDirectory();
    }
}
