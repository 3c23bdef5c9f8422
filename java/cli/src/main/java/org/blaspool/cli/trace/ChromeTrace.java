package org.blaspool.cli.trace;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
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
        json = new JsonFactory().createGenerator(file.toFile(), JsonEncoding.UTF8);
        json.writeStartObject();
        json.writeStringField("displayTimeUnit", "ms");
        json.writeArrayFieldStart("traceEvents");
        name("process_name", pid, 0, "blaspool");
        json.writeRaw('\n');
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
                "trace cannot be written: trace=" + file + " reason=" + e.getMessage()
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
        write(() -> name("thread_name", track.pid(), track.thread(), name));
        return track;
    }

    @Override
    public synchronized Track workerTrack(long workerPid, String process, String thread) {
        return workers.computeIfAbsent(workerPid, none -> {
            Track track = new Track(workerPid, MAIN_THREAD);
            write(() -> {
                name("process_name", workerPid, 0, process);
                name("thread_name", workerPid, MAIN_THREAD, thread);
            });
            return track;
        });
    }

    @Override
    public synchronized void span(Track track, String name, long startNanos, long endNanos, Map<String, ?> arguments) {
        event(() -> {
            begin("X", track, name, startNanos);
            time("dur", endNanos - startNanos);
            end(arguments);
        });
    }

    @Override
    public synchronized void instant(Track track, String name, long nanos, Map<String, ?> arguments) {
        event(() -> {
            begin("i", track, name, nanos);
            json.writeStringField("s", "p"); // drawn over all of the process
            end(arguments);
        });
    }

    private interface Writing {
        void run() throws IOException;
    }

    private void event(Writing writing) {
        if (events == mostEvents) {
            dropped++;
            return;
        }
        events++;
        write(writing);
    }

    private void write(Writing writing) {
        if (closed) {
            return;
        }
        try {
            writing.run();
        } catch (IOException e) {
            throw notWritten(file, e);
        }
    }

    private void begin(String type, Track track, String name, long nanos) throws IOException {
        json.writeStartObject();
        json.writeStringField("ph", type);
        json.writeStringField("name", name);
        json.writeStringField("cat", "blaspool");
        json.writeNumberField("pid", track.pid());
        json.writeNumberField("tid", track.thread());
        time("ts", nanos - origin);
    }

    private void end(Map<String, ?> arguments) throws IOException {
        json.writeObjectFieldStart("args");
        for (Map.Entry<String, ?> argument : arguments.entrySet()) {
            json.writeFieldName(argument.getKey());
            value(argument.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
        json.writeRaw('\n');
    }

    private void value(Object value) throws IOException {
        if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Number number) {
            json.writeNumber(number.longValue());
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else {
            json.writeString(String.valueOf(value));
        }
    }

    private void name(String kind, long process, int thread, String name) throws IOException {
        json.writeStartObject();
        json.writeStringField("ph", "M");
        json.writeStringField("name", kind);
        json.writeNumberField("pid", process);
        json.writeNumberField("tid", thread);
        json.writeObjectFieldStart("args");
        json.writeStringField("name", name);
        json.writeEndObject();
        json.writeEndObject();
    }

    /** Microseconds with the nanoseconds behind the point, exactly. */
    private void time(String field, long nanos) throws IOException {
        json.writeFieldName(field);
        json.writeNumber(BigDecimal.valueOf(nanos, DIGITS_OF_MICRO));
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
