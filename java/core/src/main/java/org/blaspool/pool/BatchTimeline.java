package org.blaspool.pool;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.blaspool.observe.TaskSpan;
import org.blaspool.observe.TaskSpan.TaskPhase;
import org.blaspool.observe.Timeline;
import org.blaspool.observe.Timeline.Track;

/**
 * Gathers what those did who worked on a batch and draws it when the clock has stopped: each one's phases, and around
 * them, from the moment it was ready to the moment it ended, where it waited. Thread-safe.
 */
public final class BatchTimeline {
    /** Of somebody who lives on. */
    public static final long LIVES = Long.MAX_VALUE;

    /** What one thread, or one worker, did: a slot has several where a worker of it was replaced. */
    private record Work(long readyNanos, List<TaskSpan> spans, long endNanos) {
        /** The same one's work, told of twice. */
        Work and(Work more) {
            List<TaskSpan> all = new ArrayList<>(spans);
            all.addAll(more.spans);
            return new Work(readyNanos, all, Math.min(endNanos, more.endNanos));
        }
    }

    private final Timeline timeline;
    private final Map<Track, Work> byTrack = new LinkedHashMap<>();

    public BatchTimeline(Timeline timeline) {
        this.timeline = timeline;
    }

    /** Whether there is anything to gather for. */
    public boolean isOn() {
        return timeline.isOn();
    }

    /**
     * Adds what was done.
     *
     * @param readyNanos from when on there was somebody to do it
     * @param endNanos when they ended, where what was in hand is drawn up to; {@link #LIVES} where they did not
     */
    public synchronized void add(Track track, long readyNanos, List<TaskSpan> spans, long endNanos) {
        byTrack.merge(track, new Work(readyNanos, spans, endNanos), Work::and);
    }

    /** Draws a round from start to end and forgets it. */
    public synchronized void draw(long start, long end) {
        byTrack.forEach(
                (track, work) -> draw(track, work, Math.max(start, work.readyNanos()), Math.min(end, work.endNanos())));
        byTrack.clear();
    }

    private void draw(Track track, Work work, long from, long to) {
        List<TaskSpan> spans = new ArrayList<>(work.spans());
        spans.sort(Comparator.comparingLong(TaskSpan::startNanos));
        long at = from;
        String waiting = TaskPhase.QUEUE.label();
        for (TaskSpan span : spans) {
            gap(waiting, track, at, span.startNanos());
            at = span.ended() ? span.endNanos() : to;
            draw(track, span, at);
            waiting = "other";
        }
        if (!spans.isEmpty()) {
            gap(TaskPhase.QUEUE.label(), track, at, to);
        }
    }

    private void gap(String name, Track track, long from, long to) {
        if (to > from) {
            timeline.span(track, name, from, to, Map.of());
        }
    }

    private void draw(Track track, TaskSpan span, long endNanos) {
        Map<String, Object> arguments = Map.of("product", span.task(), "attempt", span.attempt());
        if (span.attempt() > 1) {
            timeline.instant(track, "retry", span.startNanos(), arguments);
        }
        if (!span.ended()) {
            timeline.span(track, "lost", span.startNanos(), endNanos, arguments);
            return;
        }
        long at = span.startNanos();
        for (TaskPhase phase : TaskPhase.values()) {
            long nanos = span.phaseNanos()[phase.ordinal()];
            if (nanos > 0) {
                timeline.span(track, phase.label(), at, at + nanos, arguments);
                at += nanos;
            }
        }
    }
}
