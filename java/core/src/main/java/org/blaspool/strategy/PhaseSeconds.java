package org.blaspool.strategy;

/**
 * Where one round's time went: seconds, each the mean over the worker slots (or calling threads), each slot in exactly
 * one phase at any moment. They add up to the round's seconds; {@code other} is what no phase measured.
 *
 * @param prepare allocating and filling memory inside the clock
 * @param serialize turning operands into bytes, while this slot waits for them
 * @param send moving operands to the worker
 * @param deserialize turning bytes into operands
 * @param queue waiting for work
 * @param compute in the BLAS
 * @param giveBack moving results back ("return" in reports)
 * @param other the rest
 */
public record PhaseSeconds(
        double prepare,
        double serialize,
        double send,
        double deserialize,
        double queue,
        double compute,
        double giveBack,
        double other) {

    /** The phases with {@code other} as what they lack of {@code total}. */
    public static PhaseSeconds within(
            double total,
            double prepare,
            double serialize,
            double send,
            double deserialize,
            double queue,
            double compute,
            double giveBack) {
        double known = prepare + serialize + send + deserialize + queue + compute + giveBack;
        return new PhaseSeconds(
                prepare, serialize, send, deserialize, queue, compute, giveBack, Math.max(0, total - known));
    }

    public double total() {
        return prepare + serialize + send + deserialize + queue + compute + giveBack + other;
    }
}
