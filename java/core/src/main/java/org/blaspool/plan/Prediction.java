package org.blaspool.plan;

/**
 * What a strategy is expected to take for a batch, by the warm clock.
 *
 * @param spec the strategy with its workers and BLAS threads
 * @param terms where the seconds go; they add up to {@link #seconds()}
 * @param setupSeconds starting the workers, which the warm clock does not count
 * @param memoryBytes of all our processes: operands, results, buffers, JVMs
 * @param modelled whether the model covers this configuration; else the seconds are a lower bound
 */
public record Prediction(StrategySpec spec, Terms terms, double setupSeconds, double memoryBytes, boolean modelled) {
    /**
     * Seconds on the wall, by cause.
     *
     * @param compute in dgemm, work spread evenly
     * @param copy feeding workers: moving, serializing and deserializing bytes, reading files
     * @param start starting and ending the batch: waking workers, passing messages, code that has not run often yet
     * @param queue waiting for the last worker, as chunks do not divide evenly
     */
    public record Terms(double compute, double copy, double start, double queue) {
        public double total() {
            return compute + copy + start + queue;
        }

        /** The largest term's name. */
        public String largest() {
            double most = Math.max(Math.max(compute, copy), Math.max(start, queue));
            if (most == compute) {
                return "compute";
            }
            if (most == copy) {
                return "copy";
            }
            return most == queue ? "queue" : "start";
        }
    }

    public double seconds() {
        return terms.total();
    }
}
