package org.blaspool.run;

import java.util.List;

/**
 * What became of the products of a run, field by field as {@code blaspool.run/1} has it.
 *
 * @param products entries of this shard
 * @param stored results that were computed, verified and stored
 * @param skipped results that were there already
 * @param failed products that failed
 * @param retried how many times a product was given to another worker, since one had died with it in hand
 * @param replaced of those that were computed, how many had results that were not trusted
 * @param windows how many parts the batch was cut into
 * @param gflops rate of computing, 10^9 floating-point operations a second
 * @param bound what kept it from being faster; null where nothing was computed
 * @param verified whether every product that was computed was right
 */
public record RunSummary(
        long products,
        long stored,
        long skipped,
        long failed,
        long retried,
        long replaced,
        int windows,
        Seconds seconds,
        double gflops,
        Bound bound,
        boolean verified,
        List<FailedProduct> failures) {
    /**
     * Where the time went; what is left of the total is checking files. Reading, computing and storing go on at the same
     * time, so that they may be more than the total together; verifying is part of reading and storing.
     */
    public record Seconds(double total, double setup, double read, double compute, double verify, double store) {}

    /** A product without a result: its place in the manifest, the result's file, and why. */
    public record FailedProduct(String entry, String out, String reason) {}

    /**
     * What kept a run from being faster, and the shares that this is read from.
     *
     * @param limit {@code cpu}, {@code disk read}, {@code disk write} or {@code memory}
     * @param cpu CPU time of all processes, as a share of what the CPUs could have given while products were computed
     * @param read share of that time in which files were read
     * @param compute share in which products were computed
     * @param verify share in which operands and results were checked
     * @param store share in which results were written and synced
     */
    public record Bound(String limit, double cpu, double read, double compute, double verify, double store) {
        /** CPUs that are so busy have nothing to wait for, whichever stage it is that keeps them so. */
        private static final double BUSY = 0.85;

        /**
         * Judges the shares.
         *
         * @param windows how many were in memory at once; a single one cannot be read while another is computed
         */
        public static Bound of(double cpu, double read, double compute, double verify, double store, int windows) {
            String limit;
            if (cpu >= BUSY) {
                limit = "cpu";
            } else if (windows == 1 && Math.max(read, store) > 1 - BUSY) {
                limit = "memory";
            } else if (compute >= read && compute >= store) {
                limit = "cpu";
            } else {
                limit = read >= store ? "disk read" : "disk write";
            }
            return new Bound(limit, cpu, read, compute, verify, store);
        }

        /** In words: {@code bound by the CPU: CPUs busy 97 % of the time, reading 12 %, ...}. */
        public String text() {
            String by = switch (limit) {
                case "cpu" -> "the CPUs";
                case "memory" -> "memory: no room to read ahead";
                case "disk read" -> "reading files";
                default -> "writing files";
            };
            return "bound by " + by + "; CPUs busy " + percent(cpu) + " of the time, reading " + percent(read)
                    + ", computing " + percent(compute) + ", verifying " + percent(verify) + ", storing "
                    + percent(store);
        }

        private static String percent(double share) {
            return Math.round(100 * share) + " %";
        }
    }
}
