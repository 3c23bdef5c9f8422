package org.blaspool.strategy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.blaspool.observe.Timeline;
import org.blaspool.observe.Timeline.Track;

/** The line of a timeline that shows a strategy's rounds. */
final class RoundTrack {
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
