package org.blaspool.strategy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.blaspool.observe.Timeline;
import org.blaspool.observe.Timeline.Track;
import org.blaspool.usage.HardwareCounters.CountedEvents;
import org.blaspool.usage.Usage;

/**
 * One run of a batch.
 *
 * @param nanos by the strategy's own clock: from … to … as the table of strategies says
 * @param phases where the time went
 * @param usage what this process and its workers used meanwhile
 * @param bytesMoved bytes that crossed a process border (sockets, files); 0 for memory that is worked on in place
 * @param counted what the hardware counted in all of them meanwhile; empty where it was not asked
 */
public record Round(long nanos, PhaseSeconds phases, Usage usage, long bytesMoved, Optional<CountedEvents> counted) {
    /** Without what the hardware counted. */
    public Round(long nanos, PhaseSeconds phases, Usage usage, long bytesMoved) {
        this(nanos, phases, usage, bytesMoved, Optional.empty());
    }

    public Round with(CountedEvents events) {
        return new Round(nanos, phases, usage, bytesMoved, Optional.of(events));
    }

    public double seconds() {
        return nanos / 1e9;
    }

    /** The line of a timeline that shows a strategy's rounds. */
    static final class RoundTrack {
        private final Timeline timeline;
        private final String name;
        private Track track;

        RoundTrack(Timeline timeline, String name) {
            this.timeline = timeline;
            this.name = name;
        }

        /** Draws a round that started at that moment, with its phases as a report has them. */
        void draw(Round round, long startNanos) {
            if (!timeline.isOn()) {
                return;
            }
            if (track == null) {
                track = timeline.ownTrack("rounds of " + name);
            }
            timeline.span(track, "round", startNanos, startNanos + round.nanos(), arguments(round));
        }

        private Map<String, Object> arguments(Round round) {
            PhaseSeconds phases = round.phases();
            Map<String, Object> arguments = new LinkedHashMap<>();
            arguments.put("strategy", name);
            arguments.put("prepare", phases.prepare());
            arguments.put("serialize", phases.serialize());
            arguments.put("send", phases.send());
            arguments.put("deserialize", phases.deserialize());
            arguments.put("queue", phases.queue());
            arguments.put("compute", phases.compute());
            arguments.put("return", phases.giveBack());
            arguments.put("other", phases.other());
            return arguments;
        }
    }
}
