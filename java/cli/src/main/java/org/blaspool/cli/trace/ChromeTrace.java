package org.blaspool.cli.trace;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.blaspool.error.Reason;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.observe.Timeline;
import org.blaspool.observe.Timeline.Track;

/**
 * A timeline in the Chrome trace event format, as Perfetto and chrome://tracing open it: complete events ({@code X}) for
 * what takes time, instant events ({@code i}), and metadata ({@code M}) that names processes and threads. Times are
 * microseconds since the trace began; written as they come, and no more than {@link #MOST_EVENTS} of them.
 */
public final class ChromeTrace implements Timeline, AutoCloseable {
    /** What viewers open without trouble: about 150 MB. */
    public static final long MOST_EVENTS = 1_000_000;

    private static final ObjectMapper MAPPER = new ObjectMapper().disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE);

    private static final int MAIN_THREAD = 1;
    /** 1 microsecond is 10^3 nanoseconds. */
    private static final int DIGITS_OF_MICRO = 3;

    private final Path file;
    private final long mostEvents;
    private final JsonGenerator json;
    private final long origin = System.nanoTime();
    private final long pid = ProcessHandle.current().pid();
    private final Map<Long, Track> workers = new HashMap<>();
    private int ownThreads;
    private long events;
    private long dropped;
    private boolean closed;

    private ChromeTrace(Path file, long mostEvents) throws IOException {
        this.file = file;
        this.mostEvents = mostEvents;
        json = MAPPER.createGenerator(file.toFile(), JsonEncoding.UTF8);
        json.writeStartObject();
        json.writeStringField("displayTimeUnit", "ms");
        json.writeArrayFieldStart("traceEvents");
        write(Event.name("process_name", new Track(pid, 0), "blaspool"));
    }

    /**
     * Begins a file.
     *
     * @throws ResourceUnavailableException where it cannot be written
     */
    public static ChromeTrace create(Path file) {
        return create(file, MOST_EVENTS);
    }

    static ChromeTrace create(Path file, long mostEvents) {
        try {
            return new ChromeTrace(file, mostEvents);
        } catch (IOException e) {
            throw notWritten(file, e);
        }
    }

    private static ResourceUnavailableException notWritten(Path file, IOException e) {
        return new ResourceUnavailableException(
                "trace cannot be written: trace=" + file + " reason=" + Reason.of(e)
                        + ", expected a file with room for it after --trace",
                e);
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public synchronized Track ownTrack(String name) {
        Track track = new Track(pid, MAIN_THREAD + ownThreads++);
        write(Event.name("thread_name", track, name));
        return track;
    }

    @Override
    public synchronized Track workerTrack(long workerPid, String process, String thread) {
        return workers.computeIfAbsent(workerPid, none -> {
            Track track = new Track(workerPid, MAIN_THREAD);
            write(Event.name("process_name", new Track(workerPid, 0), process));
            write(Event.name("thread_name", track, thread));
            return track;
        });
    }

    @Override
    public synchronized void span(Track track, String name, long startNanos, long endNanos, Map<String, ?> arguments) {
        add("X", track, name, startNanos, micros(endNanos - startNanos), null, arguments);
    }

    @Override
    public synchronized void instant(Track track, String name, long nanos, Map<String, ?> arguments) {
        add("i", track, name, nanos, null, "p", arguments); // drawn over all of the process
    }

    private void add(
            String type, Track track, String name, long nanos, Number took, String scope, Map<String, ?> arguments) {
        if (events == mostEvents) {
            dropped++;
            return;
        }
        events++;
        Map<String, Object> values = new LinkedHashMap<>(arguments);
        values.replaceAll(
                (key, value) -> value instanceof Number || value instanceof Boolean ? value : String.valueOf(value));
        write(new Event(
                type, name, "blaspool", track.pid(), track.thread(), micros(nanos - origin), took, scope, values));
    }

    /** Microseconds with the nanoseconds behind the point, exactly. */
    private static BigDecimal micros(long nanos) {
        return BigDecimal.valueOf(nanos, DIGITS_OF_MICRO);
    }

    /** An event in the names of the format; null what those of its kind have not. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Event(
            String ph, String name, String cat, long pid, int tid, Number ts, Number dur, String s, Object args) {
        /** What a process or a thread is called. */
        static Event name(String kind, Track track, String name) {
            return new Event("M", kind, null, track.pid(), track.thread(), null, null, null, Map.of("name", name));
        }
    }

    private void write(Event event) {
        if (closed) {
            return;
        }
        try {
            json.writePOJO(event);
            json.writeRaw('\n');
        } catch (IOException e) {
            throw notWritten(file, e);
        }
    }

    /** How many events there was no room for. */
    public synchronized long dropped() {
        return dropped;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            json.writeEndArray();
            json.writeObjectFieldStart("otherData");
            json.writeStringField("clock", "CLOCK_MONOTONIC");
            json.writeNumberField("origin_nanos", origin);
            json.writeNumberField("dropped_events", dropped);
            json.writeEndObject();
            json.writeEndObject();
            json.close();
        } catch (IOException e) {
            throw notWritten(file, e);
        }
    }
}
