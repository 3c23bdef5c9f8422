package org.blaspool.observe;

import java.io.IOException;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Set;
import jdk.jfr.Configuration;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import org.blaspool.error.Reason;
import org.blaspool.error.ResourceUnavailableException;

/** The flight recording of this JVM. */
public final class Recordings implements AutoCloseable {
    private final Recording recording;
    private final Path file;

    private Recordings(Recording recording, Path file) {
        this.recording = recording;
        this.file = file;
    }

    /** Whether any recording was started in this JVM, by us or by whoever runs it. */
    public static boolean on() {
        return FlightRecorder.isInitialized();
    }

    /**
     * Starts one with the JVM's default settings and all of our events.
     *
     * @param directory where {@link #close} writes it
     * @param role the first part of the file's name; the process id follows
     */
    public static Recordings start(Path directory, String role) {
        try {
            Recording recording = new Recording(Configuration.getConfiguration("default"));
            recording.setName("blaspool " + role);
            for (String event : Set.of("Product", "Phase", "Chunk", "WorkerStart", "WorkerDeath", "Retry")) {
                recording.enable("org.blaspool." + event).withoutThreshold();
            }
            recording.start();
            Path file = directory.resolve(role + "-" + ProcessHandle.current().pid() + ".jfr");
            return new Recordings(recording, file);
        } catch (IOException | ParseException | IllegalStateException e) {
            throw new ResourceUnavailableException(
                    "flight recorder cannot be started: " + e.getMessage()
                            + "; expected a JVM with jdk.jfr, or no --jfr",
                    e);
        }
    }

    /** Starts one where this JVM's command line names a directory for it; else null. */
    public static Recordings startIfAsked(String role) {
        String directory = System.getProperty(Observation.RECORDINGS_PROPERTY);
        return directory == null ? null : start(Path.of(directory), role);
    }

    /** The file of it, once it is closed. */
    public Path file() {
        return file;
    }

    /** Stops it and writes it. */
    @Override
    public void close() {
        try {
            recording.stop();
            recording.dump(file);
        } catch (IOException e) {
            throw new ResourceUnavailableException(
                    "flight recording cannot be written: file=" + file + " reason=" + Reason.of(e)
                            + ", expected room in the directory after --jfr",
                    e);
        } finally {
            recording.close();
        }
    }
}
