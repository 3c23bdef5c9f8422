package org.blaspool.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.blaspool.observe.TaskSpan;
import org.blaspool.observe.TaskSpan.TaskPhase;
import org.blaspool.observe.Timeline;
import org.blaspool.observe.Timeline.Track;
import org.junit.jupiter.api.Test;

class BatchTimelineTest {
    private static final Track DEAD = new Track(1, 0);
    private static final Track FRESH = new Track(2, 0);

    private final Spans drawn = new Spans();
    private final BatchTimeline timeline = new BatchTimeline(drawn);

    @Test
    void shouldFillABatchFromItsStartToItsEnd() {
        timeline.add(FRESH, 0, List.of(computed(0, 120, 30), computed(1, 155, 40)), BatchTimeline.LIVES);
        timeline.draw(100, 200);
        assertThat(drawn.of(FRESH))
                .containsExactly(
                        "queue 100-120", "compute 120-150", "other 150-155", "compute 155-195", "queue 195-200");
    }

    @Test
    void shouldDrawNothingOfAReplacementBeforeItWasReady() {
        // Killed between two batches: the batch begins without it, and its place is taken in the course of the batch.
        timeline.add(DEAD, 0, List.of(), 101);
        timeline.add(FRESH, 150, List.of(computed(0, 160, 30)), BatchTimeline.LIVES);
        timeline.draw(100, 200);
        assertThat(drawn.of(DEAD)).isEmpty();
        assertThat(drawn.of(FRESH)).containsExactly("queue 150-160", "compute 160-190", "queue 190-200");
    }

    @Test
    void shouldDrawNothingOfADeadWorkerAfterItsEnd() {
        TaskSpan lost = new TaskSpan(1, 1, 120);
        timeline.add(DEAD, 0, List.of(computed(0, 100, 20), lost), BatchTimeline.LIVES);
        timeline.add(DEAD, 0, List.of(), 130);
        timeline.add(FRESH, 150, List.of(), BatchTimeline.LIVES);
        timeline.draw(100, 200);
        assertThat(drawn.of(DEAD)).containsExactly("compute 100-120", "lost 120-130");
        assertThat(drawn.of(FRESH)).isEmpty();
    }

    @Test
    void shouldForgetWhatItDrew() {
        timeline.add(FRESH, 0, List.of(computed(0, 100, 100)), BatchTimeline.LIVES);
        timeline.draw(100, 200);
        timeline.draw(200, 300);
        assertThat(drawn.of(FRESH)).containsExactly("compute 100-200");
    }

    private static TaskSpan computed(long task, long start, long nanos) {
        long[] phases = new long[TaskPhase.COUNT];
        phases[TaskPhase.COMPUTE.ordinal()] = nanos;
        return new TaskSpan(task, 1, start, phases);
    }

    /** Keeps spans, as "name from-to". */
    private static final class Spans implements Timeline {
        private final List<Map.Entry<Track, String>> spans = new ArrayList<>();

        List<String> of(Track track) {
            return spans.stream()
                    .filter(span -> span.getKey().equals(track))
                    .map(Map.Entry::getValue)
                    .toList();
        }

        @Override
        public boolean isOn() {
            return true;
        }

        @Override
        public Track ownTrack(String name) {
            throw new UnsupportedOperationException(name);
        }

        @Override
        public Track workerTrack(long pid, String process, String thread) {
            throw new UnsupportedOperationException(process);
        }

        @Override
        public void span(Track track, String name, long startNanos, long endNanos, Map<String, ?> arguments) {
            spans.add(Map.entry(track, name + " " + startNanos + "-" + endNanos));
        }

        @Override
        public void instant(Track track, String name, long nanos, Map<String, ?> arguments) {
            // Spans are what this is about.
        }
    }
}
