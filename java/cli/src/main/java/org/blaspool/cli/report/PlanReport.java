package org.blaspool.cli.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.blaspool.measure.ComparisonResult.Recommendation;
import org.blaspool.measure.MachineRecord;
import org.blaspool.measure.Warning;
import org.blaspool.plan.StrategySpec;
import org.blaspool.sample.Samples;

/**
 * What {@code plan} predicts, field by field as {@code blaspool.plan/1} has it.
 *
 * @param schema {@link #SCHEMA}
 * @param machine as in a comparison, its limits not measured; null for another machine, which {@code samples} names
 * @param batch what is to be computed
 * @param results one a strategy
 * @param samplingSeconds what it took to sample what was not known
 * @param samples only where the plan is saved for another machine
 */
public record PlanReport(
        String schema,
        MachineRecord machine,
        Batch batch,
        long memoryLimitBytes,
        List<Row> results,
        Recommendation recommendation,
        double samplingSeconds,
        List<Warning> warnings,
        @JsonInclude(JsonInclude.Include.NON_NULL) SamplesReport samples) {
    public static final String SCHEMA = "blaspool.plan/1";

    /** The batch: products of several sizes, each so many times. */
    public record Batch(long pairs, double flop, double bytes, List<Group> groups) {}

    /** Products of one size. */
    public record Group(long m, long k, long n, long pairs) {}

    /**
     * A prediction by the warm clock; null what nothing tells.
     *
     * @param startSeconds of them, once a batch and not once a product
     * @param basis measured: such batches were; other-count: of fewer or more such products; other-shape: of products of
     *     another size
     * @param ageSeconds of the samples that it rests on
     * @param busy whether others had much of the CPUs when they were taken
     * @param fitsMemory whether it stays within the memory limit
     */
    public record Row(
            String strategy,
            StrategySpec spec,
            Double predictedSeconds,
            Double ratioToBest,
            Double gflops,
            Double startSeconds,
            String basis,
            Long ageSeconds,
            boolean busy,
            Double setupSeconds,
            long memoryBytes,
            boolean fitsMemory) {}

    /**
     * Samples of a machine, for a plan that is made on another one.
     *
     * @param identity of the machine, its allotment, BLAS and Java
     * @param cores how many workers there are where nothing says so
     * @param memoryBytes that are available there
     * @param lines one a sample
     */
    public record SamplesReport(String identity, int cores, long memoryBytes, List<String> lines) {
        public static SamplesReport of(Samples samples, int cores, long memoryBytes) {
            return new SamplesReport(samples.identity(), cores, memoryBytes, samples.lines());
        }

        /** The samples again. */
        public Samples samples() {
            return Samples.ofLines(identity, lines);
        }
    }
}
