package org.blaspool.observe;

import java.util.Map;

/**
 * Takes down what happened when, on the machine's monotonic clock ({@link System#nanoTime}, which on Linux is
 * CLOCK_MONOTONIC and the same in every process). Thread-safe. Values of arguments are strings, numbers and truth values.
 */
public interface Timeline {
    /** Takes nothing down. */
    Timeline NONE = new Timeline() {};

    /** Whether anything is taken down; where not, nothing need be prepared for it. */
    default boolean isOn() {
        return false;
    }

    /** A new track of this process. */
    default Track ownTrack(String name) {
        return new Track(0, 0);
    }

    /** The one track of another process; the names count the first time. */
    default Track workerTrack(long pid, String process, String thread) {
        return new Track(pid, 0);
    }

    /** Something that took time. */
    default void span(Track track, String name, long startNanos, long endNanos, Map<String, ?> arguments) {}

    /** Something that happened at one moment. */
    default void instant(Track track, String name, long nanos, Map<String, ?> arguments) {}

    /**
     * A line of a timeline.
     *
     * @param pid the process
     * @param thread number within the process
     */
    public record Track(long pid, int thread) {}
}
