package org.blaspool.pool;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.blaspool.observe.TaskPhase;
import org.blaspool.observe.TaskSpan;
import org.blaspool.observe.Timeline;
import org.blaspool.observe.Track;

/**
 * Gathers what the slots of a batch did and draws it when the clock has stopped: each slot's phases, and around them
 * where it waited. Thread-safe.
 */
public final class BatchTimeline {
    private record Drawn(Track track, TaskSpan span, long endNanos) {}

    private final Timeline timeline;
    private final Map<Integer, List<Drawn>> bySlot = new TreeMap<>();

    public BatchTimeline(Timeline timeline) {
        this.timeline = timeline;
    }

    /** Whether there is anything to gather for. */
    public boolean isOn() {
        return timeline.isOn();
    }

    /**
     * Adds what a slot did.
     *
     * @param track the process and thread that it was then
     * @param lastNanos when that process ended; what it had in hand is drawn up to there
     */
    public synchronized void add(int slot, Track track, List<TaskSpan> spans, long lastNanos) {
        List<Drawn> drawn = bySlot.computeIfAbsent(slot, none -> new ArrayList<>());
        for (TaskSpan span : spans) {
            drawn.add(new Drawn(track, span, span.ended() ? span.endNanos() : lastNanos));
        }
    }

    /** Draws a round from start to end and forgets it. */
    public synchronized void draw(long start, long end) {
        bySlot.values().forEach(drawn -> draw(drawn, start, end));
        bySlot.clear();
    }

    private void draw(List<Drawn> drawn, long start, long end) {
        if (drawn.isEmpty()) {
            return;
        }
        drawn.sort(Comparator.comparingLong(each -> each.span().startNanos()));
        Drawn first = drawn.get(0);
        gap(TaskPhase.QUEUE.label(), first.track(), start, first.span().startNanos());
        Drawn before = first;
        for (Drawn each : drawn) {
            if (each != first && each.track().equals(before.track())) {
                gap("other", each.track(), before.endNanos(), each.span().startNanos());
            }
            draw(each);
            before = each;
        }
        gap(TaskPhase.QUEUE.label(), before.track(), before.endNanos(), end);
    }

    private void gap(String name, Track track, long from, long to) {
        if (to > from) {
            timeline.span(track, name, from, to, Map.of());
        }
    }

    private void draw(Drawn drawn) {
        TaskSpan span = drawn.span();
        Map<String, Object> arguments = Map.of("product", span.task(), "attempt", span.attempt());
        if (span.attempt() > 1) {
            timeline.instant(drawn.track(), "retry", span.startNanos(), arguments);
        }
        if (!span.ended()) {
            timeline.span(drawn.track(), "lost", span.startNanos(), drawn.endNanos(), arguments);
            return;
        }
        long at = span.startNanos();
        for (TaskPhase phase : TaskPhase.values()) {
            long nanos = span.phaseNanos()[phase.ordinal()];
            if (nanos > 0) {
                timeline.span(drawn.track(), phase.label(), at, at + nanos, arguments);
                at += nanos;
            }
        }
    }
}
