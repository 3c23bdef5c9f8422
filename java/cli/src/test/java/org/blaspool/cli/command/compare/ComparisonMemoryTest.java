package org.blaspool.cli.command.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.blaspool.cli.command.compare.ComparisonRun.ComparisonMemory;
import org.blaspool.cpu.MemoryAllotment.MemoryBudget;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.measure.ComparisonRequest.Residency;
import org.blaspool.measure.Workload;
import org.blaspool.measure.Workload.Fill;
import org.blaspool.plan.StrategySpec;
import org.junit.jupiter.api.Test;

class ComparisonMemoryTest {
    private static final long MB = 1_000_000;

    private static ComparisonMemory memory(Workload workload, String... specs) {
        return new ComparisonMemory(
                workload, List.of(specs).stream().map(StrategySpec::parse).toList(), 2, false);
    }

    private static MemoryBudget budget(long bytes) {
        return new MemoryBudget(bytes, "test", bytes);
    }

    @Test
    void shouldCountTheVectorsOfTheVerification() {
        // 64 MB of operands each; verified two at a time, by vectors of 16 MB and two of 32 MB.
        ComparisonMemory memory = memory(new Workload(1, 4 * MB, 1, 3, Fill.RANDOM, 1), "threads");
        memory.requireWithin(budget(450 * MB));
        assertThatThrownBy(() -> memory.requireWithin(budget(440 * MB)))
                .isInstanceOf(ResourceUnavailableException.class)
                .hasMessageContaining("verification");
        assertThat(memory.allowsAllAtOnce(budget(440 * MB))).isFalse();
    }

    @Test
    void shouldCountWhatTheVerificationKeepsOfEachResult() {
        ComparisonMemory memory = memory(new Workload(4 * MB, 1, 1, 10, Fill.RANDOM, 1), "threads");
        assertThatThrownBy(() -> memory.requireWithin(budget(1200 * MB)))
                .isInstanceOf(ResourceUnavailableException.class);
    }

    @Test
    void shouldCountTheProcessesThatAreUpAtATime() {
        ComparisonMemory memory = memory(
                new Workload(1, 1, 1, 1, Fill.RANDOM, 1),
                "threads",
                "processes-shared:workers=3",
                "processes-hosted:workers=3");
        assertThat(memory.jvms(Residency.ALONE)).isEqualTo(4);
        assertThat(memory.jvms(Residency.TOGETHER)).isEqualTo(7);
    }
}
