package org.blaspool.strategy;

import java.util.List;
import org.blaspool.observe.TaskSpan.TaskPhase;
import org.blaspool.transport.SlotTimes;

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

    /**
     * What each slot did as the phases of a round: the mean over slots, together the round's time.
     *
     * @param slots what each did
     * @param start when the round's clock started, in nanoseconds
     * @param end when it stopped
     * @param prepare seconds of it before the slots were asked to work
     * @param collect seconds of it after the slots had ended
     */
    static PhaseSeconds of(List<SlotTimes> slots, long start, long end, double prepare, double collect) {
        SlotTimes sum = SlotTimes.idle(0);
        long queue = 0;
        for (SlotTimes slot : slots) {
            sum = sum.then(slot);
            queue += slot.nanos(TaskPhase.QUEUE) + Math.max(0, slot.enter() - start) + Math.max(0, end - slot.exit());
        }
        double scale = 1e-9 / slots.size();
        return within(
                (end - start) * 1e-9,
                prepare,
                sum.nanos(TaskPhase.SERIALIZE) * scale,
                sum.nanos(TaskPhase.SEND) * scale,
                sum.nanos(TaskPhase.DESERIALIZE) * scale,
                Math.max(0, queue * scale - prepare - collect),
                sum.nanos(TaskPhase.COMPUTE) * scale,
                sum.nanos(TaskPhase.RETURN) * scale + collect);
    }

    public double total() {
        return prepare + serialize + send + deserialize + queue + compute + giveBack + other;
    }
}
