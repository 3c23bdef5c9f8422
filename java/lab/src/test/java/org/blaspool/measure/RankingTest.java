package org.blaspool.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.blaspool.blas.BlasInfo;
import org.blaspool.measure.ComparisonRequest.Clock;
import org.blaspool.measure.ComparisonRequest.Residency;
import org.blaspool.measure.MachineRecord.BlasRecord;
import org.blaspool.measure.StrategyResult.Verdict;
import org.blaspool.plan.StrategySpec;
import org.blaspool.strategy.PhaseSeconds;
import org.blaspool.strategy.Round;
import org.blaspool.usage.Usage;
import org.junit.jupiter.api.Test;

/** What rows whose typical times are known are called, whoever looks after every round. */
class RankingTest {
    private static final BlasInfo BLAS =
            new BlasInfo("openblas", "/x", "0.3.31", "", "Zen", "pthreads", 64, true, true);
    private static final PhaseSeconds COMPUTE = new PhaseSeconds(0, 0, 0, 0, 0, 1, 0, 0);

    private final Random random = new Random(5);

    /** One strategy several times, as the typical seconds say, with rounds that vary by so much. */
    private final class Rows {
        final List<ComparisonRow> rows;
        final double[] typical;
        final Ranking ranking;

        Rows(double... typical) {
            this.typical = typical;
            rows = Arrays.stream(typical)
                    .mapToObj(each -> new ComparisonRow(StrategySpec.parse("threads")))
                    .toList();
            ranking = new Ranking(
                    new ComparisonRequest(
                            "custom",
                            Clock.WARM,
                            new Workload(2, 2, 2, 1, Workload.Fill.RANDOM, 1),
                            rows.stream().map(ComparisonRow::spec).toList(),
                            0,
                            60,
                            Residency.TOGETHER,
                            1,
                            false),
                    new MachineRecord(2, 2, 1, "a CPU", "2 CPUs", null, null, null, "17", "Linux", BlasRecord.of(BLAS))
                            .withLimits(1e9, 1e9, 1e9),
                    spec -> OptionalDouble.empty());
        }

        void run(int round, double... spreads) {
            for (int i = 0; i < typical.length; i++) {
                double seconds = typical[i] * Math.exp(spreads[i % spreads.length] * random.nextGaussian());
                rows.get(i).add(new Round((long) (1e9 * seconds), COMPUTE, Usage.NONE, 0));
                rows.get(i).endRound(round);
            }
        }

        List<Verdict> verdicts() {
            return ranking.rank(rows).stream().map(StrategyResult::verdict).toList();
        }
    }

    @Test
    void shouldCallAnyOfEightEqualsSlowerInNoMoreThanOneOfTwentyComparisons() {
        assertThat(wrongComparisons(1, 1, 1, 1, 1, 1, 1, 1)).isLessThanOrEqualTo(4);
    }

    @Test
    void shouldHardlyEverCallTheFastestSlower() {
        assertThat(wrongComparisons(1, 1.01, 1.02, 1.03, 1.3, 2)).isLessThanOrEqualTo(4);
    }

    /** How many of 80 ever call a row slower that is as fast as any. */
    private int wrongComparisons(double... typical) {
        int wrong = 0;
        for (int comparison = 0; comparison < 80; comparison++) {
            Rows rows = new Rows(typical);
            boolean right = true;
            for (int round = 1; round <= 40; round++) {
                rows.run(round, 0.05);
                if (round % 4 == 0) {
                    List<Verdict> verdicts = rows.verdicts();
                    right &= IntStream.range(0, typical.length)
                            .noneMatch(i -> typical[i] == 1 && verdicts.get(i) == Verdict.SLOWER);
                }
            }
            wrong += right ? 0 : 1;
        }
        return wrong;
    }

    /** What is far behind takes no share of the error any more. */
    @Test
    void shouldSettleTheLastTwoWithFewerRoundsOnceAllOthersAreSlower() {
        double few = 0;
        double many = 0;
        for (int comparison = 0; comparison < 20; comparison++) {
            few += roundsUntilSlower(1, 1.1, 3, 3, 3, 3, 3, 3);
            many += roundsUntilSlower(1, 1.1, 1, 1, 1, 1, 1, 1);
        }

        assertThat(few).isLessThan(many);
    }

    private int roundsUntilSlower(double... typical) {
        Rows rows = new Rows(typical);
        int round = 0;
        do {
            rows.run(++round, 0.03);
            rows.ranking.settle(rows.rows);
        } while (!rows.rows.get(1).settled() && round < 200);
        return round;
    }
}
