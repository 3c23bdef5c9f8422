package org.blaspool.cli.report;

import java.util.List;
import org.blaspool.sample.Samples;

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
