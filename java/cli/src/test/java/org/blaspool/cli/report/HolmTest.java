package org.blaspool.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.blaspool.cli.report.RankSum.Holm;
import org.blaspool.cli.report.ReportPair.Match;
import org.blaspool.measure.Statistics.Interval;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HolmTest {
    private static Match match(int row, double chance) {
        return new Match(row, "threads", 1, 1.1, 1.1, Optional.of(new Interval(1.05, 1.15)), chance);
    }

    @Test
    void shouldAskMoreOfARowTheMoreRowsThereAre() {
        assertThat(Holm.slower(List.of(match(0, 0.03)))).hasSize(1);
        assertThat(Holm.slower(List.of(match(0, 0.03), match(1, 0.4)))).isEmpty();
        assertThat(Holm.slower(List.of(match(0, 0.03), match(1, 0.001))))
                .extracting(Match::row)
                .containsExactly(1, 0);
        assertThat(Holm.slower(List.of(match(0, 0.02), match(1, 0.6), match(2, 0.01), match(3, 0.5))))
                .extracting(Match::row)
                .containsExactly(2);
    }

    @Test
    void shouldNotCountRowsThatHaveTooFewRoundsToTell() {
        Match few = new Match(0, "threads", 1, 1.1, 1.1, Optional.empty(), 0.001);

        assertThat(Holm.slower(List.of(few, match(1, 0.04))))
                .extracting(Match::row)
                .containsExactly(1);
    }

    /** Chances of scipy.stats.mannwhitneyu, exact, alternative greater. */
    @ParameterizedTest
    @CsvSource({
        "1 2 3 4 5 6, 7 8 9 10 11 12, 0.0010822511",
        "1 2 3 4 5 7, 6 8 9 10 11 12, 0.0021645022",
        "1 3 5 7 9 11, 2 4 6 8 10 12, 0.3495670996",
        "7 8 9, 1 2 3 4 5, 1"
    })
    void shouldCountTheChanceThatEqualsLookSoDifferent(String before, String after, double chance) {
        assertThat(RankSum.chanceOfSlower(numbers(before), numbers(after))).isCloseTo(chance, within(1e-9));
    }

    @Test
    void shouldGoOverToTheNormalLimitWithoutAStep() {
        SplittableRandom random = new SplittableRandom(1);
        List<Double> before = random.doubles(40).boxed().toList();
        List<Double> after = random.doubles(40).map(x -> x + 0.08).boxed().toList();
        List<Double> oneMore = IntStream.rangeClosed(0, 40)
                .mapToObj(i -> i < 40 ? after.get(i) : Double.valueOf(0.58))
                .toList();

        assertThat(RankSum.chanceOfSlower(before, oneMore))
                .isCloseTo(RankSum.chanceOfSlower(before, after), within(0.02));
    }

    private static List<Double> numbers(String text) {
        return Arrays.stream(text.split(" ")).map(Double::valueOf).toList();
    }
}
