package org.blaspool.observe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is to be seen of strategies while they run.
 *
 * @param name whose workers they are, for the names of tracks
 * @param timeline where tasks and workers are drawn
 * @param recordings directory for the flight recordings of worker JVMs; empty for none
 * @param symbols whether worker JVMs keep frame pointers and leave a map of their compiled code for a profiler
 */
public record Observation(String name, Timeline timeline, Optional<Path> recordings, boolean symbols) {
    /** Nothing. */
    public static final Observation NONE = new Observation("", Timeline.NONE, Optional.empty(), false);

    /** System property of a JVM that is to record itself: the directory for its recording. */
    public static final String RECORDINGS_PROPERTY = "blaspool.recordings";

    /** System property of a worker that ends in the JVM's own way, which writes what is to be written at the end. */
    public static final String ORDERLY_EXIT_PROPERTY = "blaspool.worker.orderly-exit";

    /** The same of somebody. */
    public Observation of(String newName) {
        return new Observation(newName, timeline, recordings, symbols);
    }

    /** Where JVMs keep what they record until they write it; a killed one's recording stays there. */
    public static Path unfinished(Path recordings) {
        return recordings.resolve("unfinished");
    }

    /** Whether worker JVMs take longer to end, as they write something then. */
    public boolean endsSlowly() {
        return symbols || recordings.isPresent();
    }

    /** What worker JVMs are told. */
    public List<String> javaOptions() {
        List<String> options = new ArrayList<>();
        recordings.ifPresent(directory -> {
            options.add("-D" + RECORDINGS_PROPERTY + "=" + directory);
            // What a worker that is killed has recorded so far is found there.
            options.add("-XX:FlightRecorderOptions=repository=" + unfinished(directory));
        });
        if (symbols) {
            options.addAll(symbolOptions());
            options.add("-D" + ORDERLY_EXIT_PROPERTY + "=true");
        }
        return options;
    }

    /** With which a JVM keeps frame pointers and leaves the names of its compiled code for perf when it exits. */
    public static List<String> symbolOptions() {
        return List.of(
                "-XX:+PreserveFramePointer",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:+DumpPerfMapAtExit",
                // Interpreted frames have no names: what is called at all is compiled soon.
                "-XX:Tier0InvokeNotifyFreqLog=0",
                "-XX:Tier3InvocationThreshold=2",
                "-XX:Tier3MinInvocationThreshold=1",
                "-XX:Tier3CompileThreshold=2");
    }
}
