package org.blaspool.strategy;

import java.util.List;
import org.blaspool.transport.SlotTimes;

/** Turns what each slot did into the phases of a round: the mean over slots, together the round's time. */
final class SlotPhases {
    private SlotPhases() {}

    /**
     * @param slots what each did
     * @param start when the round's clock started, in nanoseconds
     * @param end when it stopped
     * @param prepare seconds of it before the slots were asked to work
     * @param collect seconds of it after the slots had ended
     */
    static PhaseSeconds of(List<SlotTimes> slots, long start, long end, double prepare, double collect) {
        double serialize = 0;
        double send = 0;
        double deserialize = 0;
        double queue = 0;
        double compute = 0;
        double giveBack = 0;
        for (SlotTimes slot : slots) {
            serialize += slot.serialize();
            send += slot.send();
            deserialize += slot.deserialize();
            queue += slot.queue() + Math.max(0, slot.enter() - start) + Math.max(0, end - slot.exit());
            compute += slot.compute();
            giveBack += slot.giveBack();
        }
        double scale = 1e-9 / slots.size();
        return PhaseSeconds.within(
                (end - start) * 1e-9,
                prepare,
                serialize * scale,
                send * scale,
                deserialize * scale,
                Math.max(0, queue * scale - prepare - collect),
                compute * scale,
                giveBack * scale + collect);
    }
}
