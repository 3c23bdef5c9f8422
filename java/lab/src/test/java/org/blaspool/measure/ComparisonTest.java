package org.blaspool.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.blaspool.blas.BlasInfo;
import org.blaspool.error.InvalidInputException;
import org.blaspool.error.StoppedException;
import org.blaspool.measure.ComparisonRequest.Clock;
import org.blaspool.measure.ComparisonResult.Recommendation;
import org.blaspool.measure.MachineRecord.BlasRecord;
import org.blaspool.measure.MachineRecord.MachineLimits;
import org.blaspool.measure.RoundClock.Settling;
import org.blaspool.measure.StrategyResult.Verdict;
import org.blaspool.measure.Workload.Fill;
import org.blaspool.plan.StrategyKind;
import org.blaspool.plan.StrategySpec;
import org.blaspool.strategy.StrategyFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ComparisonTest {
    private static final Workload WORKLOAD = new Workload(10, 12, 14, 3, Fill.RANDOM, 42);
    private static final BlasInfo BLAS =
            new BlasInfo("openblas", "/x", "0.3.31", "", "Zen", "pthreads", 64, true, true);
    private static final MachineRecord MACHINE =
            new MachineRecord(2, 2, 1, "a CPU", "2 CPUs", null, null, null, "17", "Linux", BlasRecord.of(BLAS));
    private static final double FLOP = WORKLOAD.flop();

    private final List<String> calls = ScriptedStrategy.log();
    private final Map<StrategyKind, double[]> scripts = new HashMap<>();
    private final Map<StrategyKind, UnaryOperator<ScriptedStrategy>> faults = new HashMap<>();
    private final List<ScriptedStrategy> created = new ArrayList<>();

    private double peakBefore = 1e9 * FLOP;
    private double peakAfter = 1e9 * FLOP;

    @Test
    void shouldRankStrategiesByTheirMedians() {
        scripts.put(StrategyKind.THREADS, new double[] {9, 2, 1, 3, 2, 2, 2});
        scripts.put(StrategyKind.BLAS_THREADS, new double[] {9, 4.2, 2.1, 6.3, 4.2, 4.2, 4.2});

        ComparisonResult result = compare(Clock.WARM, 6, "threads,blas-threads");

        StrategyResult threads = result.results().get(0);
        StrategyResult other = result.results().get(1);
        assertThat(threads.seconds()).containsExactly(2.0, 1.0, 3.0, 2.0, 2.0, 2.0);
        assertThat(threads.medianSeconds()).isEqualTo(2);
        assertThat(threads.verdict()).isEqualTo(Verdict.BEST);
        assertThat(threads.ratioToBest()).isEqualTo(1);
        assertThat(threads.gflops()).isCloseTo(FLOP / 2 / 1e9, within(1e-18));
        assertThat(other.verdict()).isEqualTo(Verdict.SLOWER);
        assertThat(other.ratioToBest()).isCloseTo(2.1, within(1e-9));
        assertThat(other.ratioCi95().low()).isCloseTo(2.1, within(1e-9));
        assertThat(threads.spec()).hasToString("threads:workers=2:blas-threads=1");
        assertThat(result.results()).allMatch(StrategyResult::verified);
        assertThat(result.recommendation().spec().kind()).isEqualTo(StrategyKind.THREADS);
    }

    @Test
    void shouldSayThatThereIsNoDifferenceAndRecommendTheSimplerStrategy() {
        scripts.put(StrategyKind.BLAS_THREADS, new double[] {9, 2.02, 1.98, 2.06, 2.01, 1.99, 2.04});
        scripts.put(StrategyKind.THREADS, new double[] {9, 2.00, 2.01, 1.99, 2.02, 1.98, 2.03});

        ComparisonResult result = compare(Clock.WARM, 6, "threads,blas-threads");

        assertThat(result.results())
                .extracting(StrategyResult::verdict)
                .containsExactly(Verdict.BEST, Verdict.NO_DIFFERENCE);
        assertThat(result.recommendation().spec().kind()).isEqualTo(StrategyKind.BLAS_THREADS);
        assertThat(result.recommendation().reason()).startsWith("no slower than threads");
    }

    @Test
    void shouldGiveNoVerdictBelowSixRounds() {
        ComparisonResult result = compare(Clock.WARM, 5, "threads,sequential");

        assertThat(result.results()).extracting(StrategyResult::verdict).containsOnly(Verdict.TOO_FEW_ROUNDS);
        assertThat(result.results())
                .allSatisfy(row -> assertThat(row.ratioCi95()).isNull());
        assertThat(result.warnings()).extracting(Warning::kind).contains("too-few-rounds");
    }

    @Test
    void shouldRunEachStrategyOnceARoundInAnOrderThatChanges() {
        compare(Clock.WARM, 8, "sequential,threads,blas-threads");

        List<String> runs =
                calls.stream().filter(call -> call.contains(" run ")).toList();
        assertThat(runs.subList(0, 3)).containsExactly("sequential run 0", "threads run 0", "blas-threads run 0");
        List<List<String>> orders = new ArrayList<>();
        for (int round = 1; round <= 8; round++) {
            List<String> once = runs.subList(3 * round, 3 * round + 3);
            assertThat(once)
                    .containsExactlyInAnyOrder(
                            "sequential run " + round, "threads run " + round, "blas-threads run " + round);
            orders.add(once.stream().map(call -> call.split(" ")[0]).toList());
        }
        assertThat(orders.stream().distinct().count()).isGreaterThan(1);
    }

    @Test
    void shouldMakeARoundOfSeveralBatchesWhereTheyAreShort() {
        // The batches that warm it up say how many make a round: four, and two of the slower one.
        double sixteenth = 1.0 / 16;
        scripts.put(
                StrategyKind.THREADS,
                new double[] {sixteenth, sixteenth, sixteenth, sixteenth, 0.05, 0.08, 0.06, 0.07});
        scripts.put(StrategyKind.SEQUENTIAL, new double[] {1.0 / 8});

        ComparisonResult result = compare(Clock.WARM, 2, "threads,sequential");

        StrategyResult threads = result.results().get(0);
        assertThat(threads.samples().batchSeconds().get(0)).containsExactly(0.05, 0.08, 0.06);
        assertThat(threads.samples().batchSeconds().get(1)).containsExactly(0.07, 0.07, 0.07);
        assertThat(threads.seconds()).containsExactly(0.06, 0.07);
        assertThat(threads.samples().invocations()).isEqualTo(1);
        assertThat(result.results().get(1).samples().batchSeconds())
                .allSatisfy(batches -> assertThat(batches).hasSize(2));
        List<String> runs =
                calls.stream().filter(call -> call.contains(" run ")).toList();
        // Two of the slower one among three of the other, spread.
        assertThat(runs.get(6)).isEqualTo("threads run 4");
        assertThat(runs.subList(7, 9)).contains("sequential run 2");
        assertThat(runs.subList(9, 11)).contains("sequential run 3");
    }

    @Test
    void shouldRunAShortBatchOnceBeforeEachThatCounts() {
        int warmingUp = 8;
        // Behind them one that does not count and one that does, in turns.
        scripts.put(
                StrategyKind.THREADS,
                IntStream.range(0, 100)
                        .mapToDouble(i -> i < warmingUp || (i - warmingUp) % 2 == 1 ? 0.03 : 0.9)
                        .toArray());

        ComparisonResult result = compare(Clock.WARM, 2, "threads");

        assertThat(result.results().get(0).samples().batchSeconds())
                .allSatisfy(batches -> assertThat(batches).hasSize(7).containsOnly(0.03));
    }

    @Test
    void shouldStartWorkersAnewBeforeEachRoundButThreadsOnce() {
        ComparisonResult result = compare(Clock.WARM, 6, "threads,processes-shared");

        assertThat(calls.stream().filter("threads start"::equals)).hasSize(1);
        assertThat(calls.stream().filter("processes-shared start"::equals)).hasSize(6);
        assertThat(calls.stream().filter("processes-shared close"::equals)).hasSize(6);
        // A batch that warms up and one that counts.
        assertThat(calls.stream().filter("processes-shared run 1"::equals)).hasSize(6);
        assertThat(result.results())
                .extracting(row -> row.samples().invocations())
                .containsExactly(1, 6);
        assertThat(result.results()).allMatch(StrategyResult::verified);
    }

    @Test
    void shouldKeepWorkersWhereStartingThemAnewTakesAsLongAsAComparison() {
        scripts.put(StrategyKind.PROCESSES_SHARED, new double[] {25, 25});
        scripts.put(StrategyKind.THREADS, new double[] {25, 25});

        ComparisonResult result = compare(Clock.WARM, 7, "threads,processes-shared");

        assertThat(result.results().get(1).samples().invocations()).isEqualTo(3);
    }

    @Test
    void shouldLeaveOutARowWhoseWorkersDoNotStartAgain() {
        faults.put(StrategyKind.PROCESSES_SHARED, strategy -> created.size() > 2 ? strategy.failingIn(0) : strategy);

        ComparisonResult result = compare(Clock.WARM, 3, "threads,processes-shared");

        assertThat(result.results().get(1).failure()).isEqualTo("worker died: worker=1 signal=9");
        assertThat(result.results().get(1).seconds()).hasSize(1);
        assertThat(result.results().get(0).seconds()).hasSize(3);
        assertThat(created).allMatch(ScriptedStrategy::isClosed);
    }

    @Test
    void shouldGoOnWithoutAStrategyThatFails() {
        faults.put(StrategyKind.THREADS, strategy -> strategy.failingIn(2));

        List<Warning> known = List.of(new Warning("known", "the caller knew it", null));
        ComparisonResult result = request(Clock.WARM, 6, "threads,sequential", ComparisonRequest.Residency.TOGETHER)
                .withWarnings(known)
                .run();

        StrategyResult failed = result.results().get(0);
        assertThat(failed.failure()).isEqualTo("worker died: worker=1 signal=9");
        assertThat(failed.verified()).isFalse();
        assertThat(failed.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(result.results()).anyMatch(row -> !row.verified());
        assertThat(result.results().get(1).verdict()).isEqualTo(Verdict.BEST);
        assertThat(result.results().get(1).seconds()).hasSize(6);
        assertThat(result.warnings()).containsAll(known);
        // The first, as a short report does not show all of many.
        Warning warning = result.warnings().get(0);
        assertThat(warning.kind()).isEqualTo("unverified");
        assertThat(warning.text()).contains("threads").contains("worker died");
        assertThat(calls.stream().filter("threads run 3"::equals)).isEmpty();
    }

    @Test
    void shouldRejectARoundWithOneWrongElement() {
        faults.put(StrategyKind.THREADS, strategy -> strategy.wrongIn(1));

        ComparisonResult result = compare(Clock.WARM, 2, "threads");

        assertThat(result.results().get(0).failure()).startsWith("product is wrong: index=2, row 0");
        assertThat(result.recommendation()).isNull();
    }

    @Test
    void shouldNotTakeTheLastRoundsResultsForThisRounds() {
        faults.put(StrategyKind.THREADS, strategy -> strategy.lazyIn(1));

        ComparisonResult result = compare(Clock.WARM, 2, "threads,sequential");

        assertThat(result.results().get(0).failure()).contains("NaN");
        assertThat(result.results().get(1).failure()).isNull();
    }

    @Test
    void shouldShareOperandsOnlyWhereAStrategyWantsThat() {
        compare(Clock.WARM, 1, "threads,sequential");
        assertThat(calls).contains("threads load private");
        calls.clear();

        compare(Clock.WARM, 1, "threads,processes-shared");
        assertThat(calls).contains("threads load shared", "processes-shared load shared");
    }

    @Test
    void shouldTakeTheMedianRoundsOwnFigures() {
        scripts.put(StrategyKind.THREADS, new double[] {9, 3, 1, 2});

        StrategyResult row = compare(Clock.WARM, 3, "threads").results().get(0);

        assertThat(row.phaseSeconds().compute()).isEqualTo(1.0);
        assertThat(row.phaseSeconds().total()).isCloseTo(row.medianSeconds(), within(1e-9));
        assertThat(row.bytesMoved()).isEqualTo(30);
        assertThat(row.cpuUserSeconds()).isEqualTo(3.0);
        assertThat(row.peakRssBytes()).isGreaterThan(1 << 20);
    }

    @Test
    void shouldShowTheMeanOfTheMiddleTwoOfAnEvenNumberOfRounds() {
        scripts.put(StrategyKind.THREADS, new double[] {9, 4, 1, 2, 30});

        StrategyResult row = compare(Clock.WARM, 4, "threads").results().get(0);

        assertThat(row.medianSeconds()).isEqualTo(3);
        assertThat(row.phaseSeconds().total()).isCloseTo(3, within(1e-9));
        assertThat(row.phaseSeconds().compute()).isEqualTo(1.5);
        assertThat(row.bytesMoved()).isEqualTo(20);
    }

    @Test
    void shouldNotRecommendASimplerStrategyJustBecauseItsIntervalIsWide() {
        scripts.put(StrategyKind.SEQUENTIAL, new double[] {9, 1.5, 0.9, 2.5, 1.6, 0.8, 2.0});
        scripts.put(StrategyKind.THREADS, new double[] {9, 1, 1, 1, 1, 1, 1});

        ComparisonResult result = compare(Clock.WARM, 6, "sequential,threads");

        assertThat(result.results().get(0).verdict()).isEqualTo(Verdict.NO_DIFFERENCE);
        assertThat(result.recommendation().spec().kind()).isEqualTo(StrategyKind.THREADS);
        assertThat(result.recommendation().reason()).endsWith("which may be chance");
    }

    @Test
    void shouldReportWhatStrategiesHadToTellOnce() {
        faults.put(StrategyKind.THREADS, strategy -> strategy.noting("worker was replaced: worker=1 signal=9"));
        faults.put(StrategyKind.SEQUENTIAL, strategy -> strategy.noting("worker was replaced: worker=1 signal=9"));

        ComparisonResult result = compare(Clock.WARM, 1, "sequential,threads");

        assertThat(result.warnings().stream().filter(w -> w.kind().equals("note")))
                .singleElement()
                .satisfies(w -> assertThat(w.text()).isEqualTo("worker was replaced: worker=1 signal=9"));
    }

    @Test
    void shouldCountRoundsThatAreFasterThanTheMachine() {
        peakBefore = FLOP / 1.0;
        peakAfter = FLOP / 1.05;
        // The third round is run twice again, which is the bound; the fourth has to stay as it is.
        scripts.put(StrategyKind.THREADS, new double[] {9, 2, 0.98, 0.96, 0.5, 0.98, 0.96});

        ComparisonResult result = compare(Clock.WARM, 4, "threads");

        assertThat(result.roundsTainted()).isEqualTo(3);
        assertThat(result.results().get(0).seconds()).containsExactly(2.0, 0.98, 0.98, 0.96);
        assertThat(result.warnings()).extracting(Warning::kind).contains("peak-drift");
        assertThat(result.results().get(0).percentOfPeak()).isCloseTo(100 / 0.98, within(0.01));
    }

    @Test
    void shouldCloseEveryStrategyWhateverHappens() {
        faults.put(StrategyKind.SEQUENTIAL, strategy -> strategy.failingIn(0));
        compare(Clock.WARM, 1, "threads,sequential");

        assertThat(created).hasSize(2).allMatch(ScriptedStrategy::isClosed);
    }

    @Test
    void shouldStartOneStrategyAtATimeWhereWorkersAreNotKept() {
        request(Clock.WARM, 1, "threads,blas-threads", ComparisonRequest.Residency.ALONE)
                .run();

        List<String> life =
                calls.stream().filter(call -> !call.endsWith("collect")).toList();
        assertThat(life.subList(0, 4))
                .containsExactly("threads start", "threads load private", "threads run 0", "threads close");
        int open = 0;
        for (String call : life) {
            open += call.endsWith("start") ? 1 : call.endsWith("close") ? -1 : 0;
            assertThat(open).isBetween(0, 1);
        }
        assertThat(life.stream().filter("threads start"::equals)).hasSize(2);
    }

    @Test
    void shouldTimeTheWholeProgramByTheColdClock() {
        scripts.put(StrategyKind.THREADS, new double[] {1e-6});

        ComparisonResult result = compare(Clock.COLD, 2, "threads,processes-shared");

        StrategyResult row = result.results().get(0);
        assertThat(result.results()).allMatch(StrategyResult::verified);
        assertThat(row.seconds())
                .hasSize(2)
                .allSatisfy(seconds -> assertThat(seconds).isGreaterThan(1e-6));
        assertThat(row.phaseSeconds().prepare()).isPositive();
        assertThat(row.phaseSeconds().total()).isCloseTo(row.medianSeconds(), within(0.5 * row.medianSeconds()));
        assertThat(row.peakRssBytes()).isGreaterThan(1 << 20);
        assertThat(calls.stream().filter("threads start"::equals)).hasSize(2);
        assertThat(calls).contains("threads load private", "processes-shared load shared");
        assertThat(created).allMatch(ScriptedStrategy::isClosed);
    }

    @Test
    void shouldRejectAWrongResultByTheColdClockToo() {
        faults.put(StrategyKind.THREADS, strategy -> strategy.wrongIn(0));

        assertThat(compare(Clock.COLD, 1, "threads,sequential").results())
                .extracting(StrategyResult::verified)
                .containsExactly(false, true);
    }

    @Test
    void shouldEndAtOnceWhenItIsStoppedBeforeAnythingIsKnown() {
        Comparison comparison = stoppedIn(1);

        assertThatThrownBy(comparison::run).isInstanceOf(StoppedException.class);
        assertThat(created).allMatch(ScriptedStrategy::isClosed);
    }

    @Test
    void shouldTellWhatIsKnownWhenItIsStopped() {
        ComparisonResult result = stoppedIn(3).run();

        assertThat(result.rounds()).isEqualTo(2);
        assertThat(result.results().get(0).seconds()).containsExactly(3.0, 3.0);
        assertThat(result.results()).allMatch(StrategyResult::verified);
        assertThat(created).allMatch(ScriptedStrategy::isClosed);
    }

    private Comparison stoppedIn(int stoppedRound) {
        return request(Clock.WARM, 4, "threads", ComparisonRequest.Residency.TOGETHER)
                .withListener(new ComparisonListener() {
                    @Override
                    public void roundStarted(StrategySpec spec, int round, int rounds) {
                        if (round == stoppedRound) {
                            throw new StoppedException("stopped: signal=INT");
                        }
                    }
                });
    }

    private Comparison open(String strategies) {
        return open(strategies, 1000);
    }

    private Comparison open(String strategies, double budgetSeconds) {
        ComparisonRequest request = new ComparisonRequest(
                "custom",
                Clock.WARM,
                WORKLOAD,
                StrategySpec.parseList(strategies),
                0,
                budgetSeconds,
                ComparisonRequest.Residency.TOGETHER,
                2,
                false);
        return new Comparison(request, this::create, MACHINE, limits()).withOthers(0);
    }

    @Test
    void shouldGoOnUntilEveryVerdictIsSettledAndNoLonger() {
        scripts.put(StrategyKind.BLAS_THREADS, new double[] {9, 2.6});
        scripts.put(StrategyKind.THREADS, new double[] {9, 2.0});

        ComparisonResult result = open("threads,blas-threads").run();

        // Three values that are as steady as they can be taken to be, 12.1 deviations of a hundredth above 1.
        assertThat(result.rounds()).isEqualTo(3);
        assertThat(result.untilSettled()).isTrue();
        assertThat(result.results()).extracting(StrategyResult::verdict).containsExactly(Verdict.BEST, Verdict.SLOWER);
        assertThat(result.results().get(1).ratioCi95().low()).isBetween(1.1, 1.2);
    }

    @Test
    void shouldLeaveOutARowThatIsSurelySlowerWhileOthersAreNotSettled() {
        scripts.put(StrategyKind.SEQUENTIAL, new double[] {9, 4});
        scripts.put(StrategyKind.BLAS_THREADS, alternating(2.2, 1.9));
        scripts.put(StrategyKind.THREADS, new double[] {9, 2.0});

        ComparisonResult result = open("sequential,threads,blas-threads").run();

        int sequential = result.results().get(0).seconds().size();
        assertThat(result.results().get(0).verdict()).isEqualTo(Verdict.SLOWER);
        assertThat(sequential).isLessThan(result.results().get(1).seconds().size());
        assertThat(result.rounds()).isEqualTo(result.results().get(1).seconds().size());
    }

    @Test
    @Timeout(300)
    void shouldTakeARowInAgainWhereAnotherTurnsOutToBeTheBest() {
        scripts.put(StrategyKind.SEQUENTIAL, new double[] {9, 4});
        scripts.put(StrategyKind.BLAS_THREADS, new double[] {9, 1.2, 4.6, 1.3, 4.4, 1.2, 4.5, 1.3, 4.6, 2.0});
        scripts.put(StrategyKind.THREADS, new double[] {9, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.6});

        ComparisonResult result = open("sequential,threads,blas-threads").run();

        assertThat(result.results())
                .extracting(StrategyResult::verdict)
                .containsExactly(Verdict.SLOWER, Verdict.SLOWER, Verdict.BEST);
    }

    private static double[] alternating(double one, double other) {
        double[] seconds = new double[1000];
        Arrays.setAll(seconds, i -> i % 2 == 0 ? one : other);
        return seconds;
    }

    @Test
    void shouldSettleForNoDifferenceWhereNeitherCanBeMuchSlower() {
        scripts.put(StrategyKind.BLAS_THREADS, alternating(2.01, 1.99));
        scripts.put(StrategyKind.THREADS, new double[] {9, 2.0});

        ComparisonResult result = open("threads,blas-threads").run();

        assertThat(result.results()).extracting(StrategyResult::verdict).contains(Verdict.NO_DIFFERENCE);
        assertThat(result.rounds()).isLessThan(40);
    }

    @Test
    void shouldRecommendTheSimplerWhereNothingShowsItToBeSlowerYet() {
        scripts.put(StrategyKind.BLAS_THREADS, new double[] {2.04});
        scripts.put(StrategyKind.THREADS, new double[] {2.0});
        // The warm-ups have to do.
        Recommendation advice = open("threads,blas-threads", 1e-9).run().recommendation();

        assertThat(advice.spec().kind()).isEqualTo(StrategyKind.BLAS_THREADS);
        assertThat(advice.reason()).startsWith("not shown to be slower than threads");
    }

    @Test
    void shouldSayWhereTheFastestOnlyHadMoreOfABusyMachine() {
        scripts.put(StrategyKind.BLAS_THREADS, new double[] {9, 2.0});
        scripts.put(StrategyKind.THREADS, new double[] {9, 3.0});
        faults.put(StrategyKind.BLAS_THREADS, strategy -> strategy.usingCpu(3.2));
        faults.put(StrategyKind.THREADS, strategy -> strategy.usingCpu(2.4));

        assertThat(open("threads,blas-threads").withOthers(0.4).run().warnings())
                .extracting(Warning::kind)
                .contains("favoured-sleepers");
        assertThat(open("threads,blas-threads").withOthers(0).run().warnings())
                .extracting(Warning::kind)
                .doesNotContain("favoured-sleepers");
    }

    @Test
    void shouldRecommendNothingOnABusyMachineOfWhichNothingIsKnown() {
        ComparisonResult result = open("threads,blas-threads").withOthers(0.4).run();

        assertThat(result.isBusy()).isTrue();
        assertThat(result.recommendation()).isNull();
        assertThat(result.warnings()).extracting(Warning::kind).contains("busy");
    }

    @Test
    void shouldRecommendOnABusyMachineWhatWasTheFastestOfAQuietOne() {
        scripts.put(StrategyKind.BLAS_THREADS, new double[] {9, 2.0});
        scripts.put(StrategyKind.THREADS, new double[] {9, 3.0});

        Recommendation advice = open("threads,blas-threads")
                .withOthers(0.4)
                .withPredictor(spec -> OptionalDouble.of(spec.kind() == StrategyKind.THREADS ? 1 : 1.2))
                .run()
                .recommendation();

        assertThat(advice.spec().kind()).isEqualTo(StrategyKind.THREADS);
        assertThat(advice.basis()).isEqualTo(Recommendation.Basis.PREDICTED);
        assertThat(advice.reason())
                .contains("as busy as it is now", "blas-threads")
                .contains("came out fastest");
    }

    @Test
    void shouldComputeNothingWhereASpecIsWrong() {
        StrategyFactory factory = spec -> {
            throw new InvalidInputException("more workers than CPUs");
        };
        Comparison comparison = new Comparison(
                requested(Clock.WARM, 1, "threads", ComparisonRequest.Residency.TOGETHER), factory, MACHINE, limits());

        assertThatThrownBy(comparison::run).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void shouldWarnOfMoreThreadsThanCpus() {
        ComparisonResult result = new Comparison(
                        requested(Clock.WARM, 1, "threads", ComparisonRequest.Residency.TOGETHER),
                        this::create,
                        new MachineRecord(
                                1, 1, 1, "a CPU", "1 CPU", null, null, null, "17", "Linux", BlasRecord.of(BLAS)),
                        limits())
                .run();

        assertThat(result.warnings()).anySatisfy(warning -> {
            assertThat(warning.kind()).isEqualTo("oversubscribed");
            assertThat(warning.text()).isEqualTo("threads:workers=2:blas-threads=1 runs 2 threads on 1 allotted CPUs");
        });
    }

    @Test
    void shouldWarnOfASlowFirstRoundAndOfOutliersButNotOfBoth() {
        scripts.put(StrategyKind.THREADS, new double[] {9, 8, 1.01, 1, 1.02, 0.99, 1, 1.01});
        scripts.put(StrategyKind.SEQUENTIAL, new double[] {9, 1, 1.01, 1, 8, 0.99, 1, 1.01});

        List<Warning> warnings = compare(Clock.WARM, 7, "threads,sequential").warnings();

        assertThat(warnings.stream().filter(w -> w.kind().equals("first-run-slow")))
                .singleElement()
                .satisfies(w -> assertThat(w.text()).contains("threads:").contains("8.000 s"));
        assertThat(warnings.stream().filter(w -> w.kind().equals("outliers")))
                .singleElement()
                .satisfies(w -> assertThat(w.text()).contains("1 round of sequential is far"));
    }

    @Test
    void shouldShowWhatWasPredictedBesideWhatWasMeasured() {
        Comparison comparison = request(Clock.WARM, 1, "threads", ComparisonRequest.Residency.TOGETHER)
                .withPredictor(spec -> OptionalDouble.of(3.5))
                .withWarnings(List.of(Warning.fallback("netlib-java answers by F2J")));

        ComparisonResult result = comparison.run();

        assertThat(result.results().get(0).predictedSeconds()).isEqualTo(3.5);
        assertThat(result.warnings()).extracting(Warning::kind).contains("fallback");
    }

    private ComparisonResult compare(Clock clock, int rounds, String strategies) {
        return request(clock, rounds, strategies, ComparisonRequest.Residency.TOGETHER)
                .run();
    }

    @Test
    void shouldCountEveryRowOrSayOnceWhyThereAreNoCounters() {
        ComparisonRequest quiet = requested(Clock.WARM, 2, "threads,sequential", ComparisonRequest.Residency.TOGETHER);
        ComparisonRequest counting = new ComparisonRequest(
                quiet.suite(),
                quiet.clock(),
                quiet.workload(),
                quiet.strategies(),
                quiet.rounds(),
                quiet.budgetSeconds(),
                quiet.residency(),
                quiet.threads(),
                true);

        ComparisonResult result = new Comparison(counting, this::create, MACHINE, limits()).run();

        List<Warning> refusals = result.warnings().stream()
                .filter(warning -> warning.kind().equals("fallback"))
                .toList();
        boolean counted = result.results().stream().allMatch(row -> row.counters() != null);
        assertThat(refusals).hasSize(counted ? 0 : 1);
        assertThat(refusals).allSatisfy(warning -> assertThat(warning.text()).startsWith("no --counters: "));
        assertThat(result.results()).allMatch(StrategyResult::verified);
    }

    @Test
    void shouldCountNothingUnasked() {
        ComparisonResult result = compare(Clock.WARM, 2, "threads");

        assertThat(result.results().get(0).counters()).isNull();
        assertThat(result.warnings()).extracting(Warning::kind).doesNotContain("fallback");
    }

    @Test
    void shouldWaitForTheThreadsOfABlasAfterEachOfItsBatches() {
        faults.put(StrategyKind.BLAS_THREADS, strategy -> strategy.withBlasThreads(2));

        request(Clock.WARM, 2, "blas-threads,threads", ComparisonRequest.Residency.TOGETHER)
                .withSettling(new Settling(processes -> calls.add("settled " + processes)))
                .run();

        String settled = "settled [" + ProcessHandle.current().pid() + "]";
        List<String> relevant = calls.stream()
                .filter(call -> call.contains(" run ") || call.startsWith("settled"))
                .toList();
        // Three batches, of which one warms up, or two where the warm-up takes two.
        assertThat(relevant.stream().filter(settled::equals)).hasSize(3);
        for (int i = 1; i < relevant.size(); i++) {
            if (relevant.get(i).startsWith("threads run")) {
                assertThat(relevant.get(i - 1)).doesNotStartWith("blas-threads run");
            }
        }
    }

    @Test
    void shouldWaitForThemByTheColdClockToo() {
        faults.put(StrategyKind.BLAS_THREADS, strategy -> strategy.withBlasThreads(2));

        request(Clock.COLD, 2, "blas-threads,threads", ComparisonRequest.Residency.ALONE)
                .withSettling(new Settling(processes -> calls.add("settled")))
                .run();

        assertThat(calls.stream().filter("settled"::equals)).hasSize(2);
    }

    @Test
    void shouldSayWhereTheThreadsOfABlasDoNotRestAndWaitNoMore() {
        faults.put(StrategyKind.BLAS_THREADS, strategy -> strategy.withBlasThreads(2));

        ComparisonResult result = request(Clock.WARM, 6, "blas-threads,threads", ComparisonRequest.Residency.TOGETHER)
                .withSettling(new Settling(processes -> {
                    calls.add("waited");
                    return false;
                }))
                .run();

        assertThat(calls.stream().filter("waited"::equals)).hasSize(3);
        assertThat(result.warnings().stream().filter(w -> w.kind().equals("note")))
                .singleElement()
                .satisfies(w -> assertThat(w.text())
                        .contains("do not rest after batches of blas-threads")
                        .contains("OMP_WAIT_POLICY=passive"));
    }

    private Comparison request(Clock clock, int rounds, String strategies, ComparisonRequest.Residency residency) {
        return new Comparison(requested(clock, rounds, strategies, residency), this::create, MACHINE, limits())
                .withOthers(0);
    }

    private static ComparisonRequest requested(
            Clock clock, int rounds, String strategies, ComparisonRequest.Residency residency) {
        return new ComparisonRequest(
                "custom",
                clock,
                WORKLOAD,
                StrategySpec.parseList(strategies),
                rounds,
                Double.POSITIVE_INFINITY,
                residency,
                2,
                false);
    }

    private ScriptedStrategy create(StrategySpec spec) {
        double[] seconds = scripts.getOrDefault(spec.kind(), new double[] {3});
        ScriptedStrategy strategy = new ScriptedStrategy(spec, calls, Arrays.copyOf(seconds, seconds.length));
        created.add(strategy);
        return faults.getOrDefault(spec.kind(), UnaryOperator.identity()).apply(strategy);
    }

    private MachineLimits limits() {
        return new MachineLimits() {
            private int asked;

            @Override
            public double flopPerSecond() {
                return asked++ == 0 ? peakBefore : peakAfter;
            }

            @Override
            public double copyBytesPerSecond() {
                return 1e10;
            }
        };
    }
}
