package org.blaspool.cli.report;

import org.blaspool.run.RunSummary.Bound;

/**
 * Where a run is, for programs to read while it goes on, field by field as {@code blaspool.status/1} has it.
 *
 * @param schema {@link #SCHEMA}
 * @param state {@code running}, and in the end {@code done}, {@code failed} or {@code stopped}
 * @param shard as {@code --shard} has it
 * @param started when, as ISO 8601 in UTC
 * @param updated when this was true
 * @param total entries of the shard
 * @param done results that were computed, verified, stored and recorded
 * @param skipped results that an earlier run had finished
 * @param failed products that failed
 * @param retried how many times a product was given to another worker
 * @param productsPerSecond over the last half minute
 * @param gflops the same
 * @param etaSeconds until the end at the rate so far; null where nothing is known yet
 * @param bound what keeps it from being faster; null as above
 */
public record RunStatus(
        String schema,
        String state,
        long pid,
        String host,
        String shard,
        String started,
        String updated,
        double elapsedSeconds,
        long total,
        long done,
        long skipped,
        long failed,
        long retried,
        double flop,
        double flopTotal,
        double productsPerSecond,
        double gflops,
        Double etaSeconds,
        Bound bound) {
    public static final String SCHEMA = "blaspool.status/1";

    /** As a line of a log or behind a progress bar. */
    public String rates() {
        return rate() + ", " + Figures.fixed(gflops, 1) + " GFLOP/s" + (etaSeconds == null ? "" : ", " + left());
    }

    /** The whole line. */
    public String line() {
        long finished = done + failed;
        long open = Math.max(1, total - skipped);
        return finished + " of " + open + " products (" + 100 * finished / open + " %)"
                + (failed > 0 ? ", " + failed + " failed" : "") + ", " + rates();
    }

    private String rate() {
        return Figures.fixed(productsPerSecond, productsPerSecond < 10 ? 1 : 0) + "/s";
    }

    private String left() {
        long seconds = Math.round(etaSeconds);
        if (seconds < 60) {
            return seconds + " s left";
        }
        return seconds < 3600
                ? String.format(java.util.Locale.ROOT, "%d:%02d min left", seconds / 60, seconds % 60)
                : String.format(java.util.Locale.ROOT, "%d:%02d h left", seconds / 3600, seconds / 60 % 60);
    }
}
