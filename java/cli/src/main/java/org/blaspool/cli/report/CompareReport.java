package org.blaspool.cli.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.blaspool.plan.Codec;
import org.blaspool.plan.StrategySpec;
import org.blaspool.sample.Estimate;
import org.blaspool.strategy.Effective;
import org.blaspool.usage.Computed;
import org.blaspool.usage.CountedEvents;

/**
 * What {@code compare} found, field by field as {@code blaspool.compare/1} has it.
 *
 * @param schema {@link #SCHEMA}
 * @param suite quick, tutorial, all, or custom for a list of strategies
 * @param clock warm: with the workers up; cold: from the first allocation to the last result
 * @param rounds timed rounds of each strategy
 * @param roundsTainted rounds that others disturbed, which were run again within a bound, and rounds above 103 % of the
 *     machine's peak
 * @param busyShare share of the CPUs that others had in the median round; absent in reports of before it was told
 * @param untilSettled whether rounds ended once every verdict was settled or time was over, so that intervals are of a
 *     sequential method; absent in reports of before there was one
 */
public record CompareReport(
        String schema,
        String suite,
        String clock,
        MachineReport machine,
        WorkloadReport workload,
        int rounds,
        int roundsTainted,
        List<Row> results,
        Recommendation recommendation,
        List<WarningReport> warnings,
        @JsonInclude(JsonInclude.Include.NON_NULL) Double busyShare,
        @JsonInclude(JsonInclude.Include.NON_NULL) Boolean untilSettled) {
    public static final String SCHEMA = "blaspool.compare/1";

    /** Whether others had so much of the machine that figures hold only for it as busy as it was. */
    @JsonIgnore
    public boolean isBusy() {
        return busyShare != null && busyShare > Estimate.BUSY_SHARE;
    }

    /**
     * One strategy's figures; what a strategy that failed did not give is null.
     *
     * @param seconds one a round: the median of its batches
     * @param ratioCi95 lower and upper bound; null below 6 rounds
     * @param verdict slower, no difference, best, too few rounds, or failed
     * @param percentOfPeak against the FMA peak of all allotted CPUs
     * @param setupSeconds JVMs started, libraries loaded, memory mapped; not in {@code seconds} under a warm clock
     * @param peakRssBytes proportional set size of all our processes, its highest
     * @param predictedSeconds what plan says; null where there is no prediction
     * @param verified whether every product of every round was right
     * @param failure why it failed, in one line; null for a row that did not
     * @param blas what this row multiplied with
     * @param counters absent where they were not asked for, or where the machine has none
     * @param samples absent in reports of before there were several batches a round
     */
    public record Row(
            String strategy,
            String spec,
            Requested requested,
            EffectiveReport effective,
            List<Double> seconds,
            Double medianSeconds,
            Double ratioToBest,
            List<Double> ratioCi95,
            String verdict,
            Double gflops,
            Double percentOfPeak,
            Double setupSeconds,
            Phases phaseSeconds,
            long bytesMoved,
            double cpuUserSeconds,
            double cpuSystemSeconds,
            long pageFaults,
            long contextSwitches,
            long peakRssBytes,
            Double predictedSeconds,
            boolean verified,
            String failure,
            BlasReport blas,
            @JsonInclude(JsonInclude.Include.NON_NULL) Counters counters,
            @JsonInclude(JsonInclude.Include.NON_NULL) Samples samples) {}

    /**
     * What the rounds are made of.
     *
     * @param invocations how many starts of the strategy they are of; 1 where its workers, if any, stayed up
     * @param batchSeconds every batch of every round
     */
    public record Samples(int invocations, List<List<Double>> batchSeconds) {}

    /**
     * What the hardware counted in user mode in all our processes, in the median round; null what this machine does not
     * count.
     *
     * @param ghz cycles by CPU time in user mode: the clock as it was while they worked
     */
    public record Counters(
            Long instructions,
            Long cycles,
            Double instructionsPerCycle,
            Double ghz,
            Long llcMisses,
            Long dtlbLoadMisses) {
        public static Counters of(CountedEvents events, double userSeconds) {
            return new Counters(
                    orNull(events.instructions()),
                    orNull(events.cycles()),
                    orNull(events.instructionsPerCycle()),
                    orNull(events.gigahertz(userSeconds)),
                    orNull(events.llcMisses()),
                    orNull(events.dtlbLoadMisses()));
        }

        private static Long orNull(OptionalLong value) {
            return value.isPresent() ? value.getAsLong() : null;
        }

        private static Double orNull(OptionalDouble value) {
            return value.isPresent() ? value.getAsDouble() : null;
        }
    }

    /** What was asked for; null where nothing was said. */
    public record Requested(Integer workers, Integer blasThreads, Long chunkSize, String codec, String pin) {
        public static Requested of(StrategySpec spec) {
            return new Requested(
                    spec.workers().isPresent() ? spec.workers().getAsInt() : null,
                    spec.blasThreads().isPresent() ? spec.blasThreads().getAsInt() : null,
                    spec.chunkSize().isPresent() ? spec.chunkSize().getAsLong() : null,
                    spec.codec().map(Codec::toString).orElse(null),
                    spec.pin().orElse("auto"));
        }
    }

    /**
     * What there really was, read back from the workers.
     *
     * @param kernels absent where nobody counted
     */
    public record EffectiveReport(
            int workers,
            List<Integer> blasThreads,
            List<String> cpus,
            String pages,
            @JsonInclude(JsonInclude.Include.NON_NULL) KernelShares kernels) {
        public static EffectiveReport of(Effective effective) {
            return new EffectiveReport(
                    effective.workers(),
                    effective.blasThreads(),
                    effective.cpus(),
                    effective.pages(),
                    KernelShares.of(effective.computed()));
        }
    }

    /**
     * By what products were computed, as shares of their floating-point operations.
     *
     * @param small by our own kernels for small products
     * @param split by the BLAS, as several smaller products
     * @param plain by the BLAS, as one
     */
    public record KernelShares(double small, double split, double plain) {
        static KernelShares of(Computed computed) {
            double all = computed.all();
            return all == 0
                    ? null
                    : new KernelShares(computed.small() / all, computed.split() / all, computed.plain() / all);
        }

        @Override
        public String toString() {
            return Stream.of(part("small kernels", small), part("split", split), part("BLAS alone", plain))
                    .filter(text -> !text.isEmpty())
                    .collect(Collectors.joining(", "));
        }

        /** What is there at all is not rounded to nothing. */
        private static String part(String who, double share) {
            if (share == 0) {
                return "";
            }
            return who + (share < 0.001 ? " <0.1 %" : " " + Figures.fixed(100 * share, 1) + " %");
        }
    }

    /** Mean over the worker slots, for the median round; they add up to its seconds. */
    public record Phases(
            double prepare,
            double serialize,
            double send,
            double deserialize,
            double queue,
            double compute,
            @JsonProperty("return") double giveBack,
            double other) {
        /** Seconds by the names of {@link Phase}, in their order. */
        public Map<String, Double> named() {
            Map<String, Double> named = new LinkedHashMap<>();
            named.put("prepare", prepare);
            named.put("serialize", serialize);
            named.put("send", send);
            named.put("deserialize", deserialize);
            named.put("queue", queue);
            named.put("compute", compute);
            named.put("return", giveBack);
            named.put("other", other);
            return named;
        }
    }

    /**
     * The strategy to take, and why.
     *
     * @param basis quiet: it was measured on a quiet machine; busy: on one that others used, and samples of a quiet one agree;
     *     predicted: by samples; absent in reports of before it was told
     */
    public record Recommendation(
            String spec,
            String reason,
            @JsonInclude(JsonInclude.Include.NON_NULL) String basis) {}
}
