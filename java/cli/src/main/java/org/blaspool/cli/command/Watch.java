package org.blaspool.cli.command;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;
import org.blaspool.cli.option.ObservationOptions;
import org.blaspool.cli.trace.ChromeTrace;
import org.blaspool.error.Reason;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.observe.Observation;
import org.blaspool.observe.Recordings;
import org.blaspool.observe.Timeline;

/** Watches strategies for as long as it is open: closed after them, it completes the files. */
public final class Watch implements AutoCloseable {
    /** In the header of a flight recording's chunk: its bytes up to the last flush, and whether it is being written. */
    private static final int CHUNK_SIZE_OFFSET = 8;

    private static final int CHUNK_METADATA_OFFSET = 24;
    private static final int CHUNK_STATE_OFFSET = 64;
    private static final byte CHUNK_FINISHED = 0;

    /** System property of a JVM whose workers are to leave symbols for a profiler. */
    public static final String SYMBOLS_PROPERTY = "blaspool.symbols";

    private final Optional<ChromeTrace> trace;
    private final Optional<Path> directory;
    private final Recordings recording;
    private final PrintStream err;

    private Watch(Optional<ChromeTrace> trace, Optional<Path> directory, Recordings recording, PrintStream err) {
        this.trace = trace;
        this.directory = directory;
        this.recording = recording;
        this.err = err;
    }

    /**
     * Begins the files.
     *
     * @throws ResourceUnavailableException where they cannot be written, or this JVM has no flight recorder
     */
    public static Watch open(ObservationOptions options, PrintStream err) {
        Optional<ChromeTrace> trace = options.trace().map(ChromeTrace::create);
        Recordings recording = options.recordings().map(Watch::record).orElse(null);
        return new Watch(trace, options.recordings(), recording, err);
    }

    private static Recordings record(Path directory) {
        Path unfinished = Observation.unfinished(directory);
        try {
            Files.createDirectories(unfinished);
            // Else what is recorded waits in the directory for temporary files, which may be small.
            ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            "jfrConfigure",
                            new Object[] {new String[] {"repositorypath=" + unfinished}},
                            new String[] {String[].class.getName()});
        } catch (IOException | JMException e) {
            throw new ResourceUnavailableException(
                    "flight recordings cannot be written: jfr=" + directory + " reason=" + Reason.of(e)
                            + ", expected a directory that can be written",
                    e);
        }
        return Recordings.start(directory, "parent");
    }

    /** What strategies are told. */
    public Observation observation() {
        Timeline timeline = trace.isPresent() ? trace.get() : Timeline.NONE;
        return new Observation("", timeline, directory, Boolean.getBoolean(SYMBOLS_PROPERTY));
    }

    @Override
    public void close() {
        trace.ifPresent(ChromeTrace::close);
        trace.filter(file -> file.dropped() > 0)
                .ifPresent(file -> err.println("blaspool: trace is not whole: events dropped=" + file.dropped()
                        + ", kept " + ChromeTrace.MOST_EVENTS + "; take fewer --pairs or --rounds"));
        if (recording != null) {
            recording.close();
            keepUnfinished(directory.orElseThrow());
        }
    }

    /** What a killed worker had recorded is moved to where the others' recordings are. */
    private void keepUnfinished(Path target) {
        Path unfinished = Observation.unfinished(target);
        try {
            for (Path chunk : below(unfinished)) {
                if (Files.isRegularFile(chunk) && chunk.toString().endsWith(".jfr")) {
                    String directory = chunk.getParent().getFileName().toString();
                    keep(chunk, target, directory.substring(directory.lastIndexOf('_') + 1));
                }
            }
            for (Path left : below(unfinished)) {
                Files.delete(left);
            }
        } catch (IOException | UncheckedIOException e) {
            err.println("blaspool: recordings of killed workers stay where they are: " + unfinished);
        }
    }

    private void keep(Path chunk, Path target, String process) throws IOException {
        if (!finish(chunk)) {
            Files.delete(chunk);
            err.println(
                    "blaspool: a worker was killed before it had written anything of what it recorded: pid=" + process);
            return;
        }
        Path kept = target.resolve("killed-" + process + "-" + chunk.getFileName());
        Files.move(chunk, kept);
        err.println("blaspool: a worker was killed while it recorded, its last second may be missing: " + kept);
    }

    /**
     * A chunk whose writer was killed is unfinished for ever, and readers wait for its end: it is made to end where it was
     * flushed last, which is what its header says.
     *
     * @return whether it was flushed at all; until then there is no more than its header, without a place of metadata
     */
    private static boolean finish(Path chunk) throws IOException {
        try (FileChannel file = FileChannel.open(chunk, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer header = ByteBuffer.allocate(CHUNK_STATE_OFFSET);
            if (file.read(header, 0) < CHUNK_STATE_OFFSET) {
                return false;
            }
            long flushed = header.getLong(CHUNK_SIZE_OFFSET);
            if (flushed <= CHUNK_STATE_OFFSET || flushed > file.size() || header.getLong(CHUNK_METADATA_OFFSET) == 0) {
                return false;
            }
            file.truncate(flushed);
            file.write(ByteBuffer.wrap(new byte[] {CHUNK_FINISHED}), CHUNK_STATE_OFFSET);
            return true;
        }
    }

    /** Files before the directories that they are in. */
    private static List<Path> below(Path directory) throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            return new ArrayList<>(tree.sorted(Comparator.reverseOrder()).toList());
        }
    }
}
