package org.blaspool.cli.report;

import java.util.List;
import org.blaspool.cli.report.CompareReport.Recommendation;

/**
 * What {@code plan} predicts, field by field as {@code blaspool.plan/1} has it.
 *
 * @param schema {@link #SCHEMA}
 * @param machine as in a comparison; the peak is the profile's
 * @param batch what is to be computed
 * @param results one a strategy
 * @param changes from which sizes on another strategy would be recommended
 */
public record PlanReport(
        String schema,
        MachineReport machine,
        Batch batch,
        long memoryLimitBytes,
        List<Row> results,
        Recommendation recommendation,
        List<Change> changes,
        List<WarningReport> warnings) {
    public static final String SCHEMA = "blaspool.plan/1";

    /** The batch: products of several sizes, each so many times. */
    public record Batch(long pairs, double flop, double bytes, List<Group> groups) {}

    /** Products of one size. */
    public record Group(long m, long k, long n, long pairs) {}

    /**
     * A prediction by the warm clock.
     *
     * @param modelled whether the model covers it; else the seconds are a lower bound
     * @param fitsMemory whether it stays within the memory limit
     */
    public record Row(
            String strategy,
            String spec,
            double predictedSeconds,
            double ratioToBest,
            double gflops,
            Terms terms,
            double setupSeconds,
            long memoryBytes,
            boolean modelled,
            boolean fitsMemory) {}

    /** Seconds by cause; they add up to the predicted ones. */
    public record Terms(double compute, double copy, double start, double queue) {}

    /** From this size of square products on another strategy would be recommended. */
    public record Change(int size, String strategy) {}
}
