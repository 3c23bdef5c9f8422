package org.blaspool.cli.report;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import org.blaspool.file.Workload;
import org.blaspool.measure.MachineRecord;
import org.blaspool.measure.StrategyResult;
import org.blaspool.measure.Warning;
import org.blaspool.run.RunSummary;
import org.blaspool.strategy.Effective;

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
 * @param workload what was to be computed
 * @param summary what became of it; its fields are this report's
 */
public record RunReport(
        String schema,
        MachineRecord machine,
        String spec,
        String reason,
        double choosingSeconds,
        StrategyResult.Requested requested,
        Effective effective,
        Work workload,
        @JsonUnwrapped RunSummary summary,
        List<Warning> warnings) {
    public static final String SCHEMA = "blaspool.run/1";

    /**
     * Sizes of all products of this shard that were not skipped.
     *
     * @param sizes its fields are this record's, as far as they are in the JSON
     * @param expected null but for a dry run
     */
    public record Work(@JsonUnwrapped Workload sizes, Expected expected) {}

    /**
     * What computing is predicted to take.
     *
     * @param seconds null where nothing is known of such products; without reading and writing the files
     * @param memoryBytes of matrices and worker JVMs at once, beside this JVM's own
     */
    public record Expected(Double seconds, double memoryBytes) {}
}
