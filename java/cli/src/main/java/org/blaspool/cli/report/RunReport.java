package org.blaspool.cli.report;

import java.util.List;
import org.blaspool.cli.report.CompareReport.EffectiveReport;
import org.blaspool.cli.report.CompareReport.Requested;

/**
 * What {@code run} did, field by field as {@code blaspool.run/1} has it.
 *
 * @param schema {@link #SCHEMA}
 * @param machine as in a comparison, its limits not measured
 * @param spec the strategy
 * @param reason why that one
 * @param choosingSeconds what it cost to choose it
 * @param requested what was asked for of it
 * @param effective what there really was; null where nothing was computed
 * @param products entries of this shard
 * @param stored results that were computed, verified and stored
 * @param skipped results that were there already
 * @param failed products that failed
 * @param retried how many times a product was given to another worker, since one had died with it in hand
 * @param replaced of those that were computed, how many had results that were not trusted
 * @param windows how many parts the batch was cut into
 * @param bound what kept it from being faster; null where nothing was computed
 * @param verified whether every product that was computed was right
 */
public record RunReport(
        String schema,
        MachineReport machine,
        String spec,
        String reason,
        double choosingSeconds,
        Requested requested,
        EffectiveReport effective,
        Work workload,
        long products,
        long stored,
        long skipped,
        long failed,
        long retried,
        long replaced,
        int windows,
        Seconds seconds,
        double gflops,
        BoundReport bound,
        boolean verified,
        List<FailedProduct> failures,
        List<WarningReport> warnings) {
    public static final String SCHEMA = "blaspool.run/1";

    /**
     * Sizes of all products of this shard that were not skipped.
     *
     * @param operandBytes of the operands as doubles; those that several products share count for each
     * @param resultBytes of the results, in memory and in files
     * @param storedBytes of the operands in the files that are read, where these are compressed before that
     * @param expected null but for a dry run
     */
    public record Work(
            long products, double flop, long operandBytes, long resultBytes, long storedBytes, Expected expected) {}

    /**
     * What computing is predicted to take.
     *
     * @param seconds null where nothing is known of such products; without reading and writing the files
     * @param memoryBytes of matrices and worker JVMs at once, beside this JVM's own
     */
    public record Expected(Double seconds, double memoryBytes) {}

    /**
     * Where the time went; what is left of the total is checking files. Reading, computing and storing go on at the same
     * time, so that they may be more than the total together; verifying is part of reading and storing.
     */
    public record Seconds(double total, double setup, double read, double compute, double verify, double store) {}

    /** A product without a result. */
    public record FailedProduct(String entry, String out, String reason) {}
}
