package org.blaspool.pool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What JVMs that crash in native code write: into the pool's own directory, not into the user's, and without a core. */
record CrashReports(Path directory) {
    private static final String SIGNAL = "#  SIG";
    private static final String FRAME_TITLE = "# Problematic frame:";
    private static final int MOST_BYTES = 1 << 16;

    List<String> javaOptions() {
        return List.of("-XX:ErrorFile=" + directory.resolve("crash-%p.log"), "-XX:-CreateCoredumpOnCrash");
    }

    /** The signal and the frame of a worker's crash in one line; empty where it left no report. */
    String summary(long pid) {
        Path report = directory.resolve("crash-" + pid + ".log");
        if (!Files.exists(report)) {
            return "";
        }
        try (var stream = Files.newInputStream(report)) {
            List<String> lines = new String(stream.readNBytes(MOST_BYTES), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            String signal = lines.stream()
                    .filter(line -> line.startsWith(SIGNAL))
                    .findFirst()
                    .map(line -> line.substring(1).strip())
                    .orElse("crash of the JVM");
            int title = lines.indexOf(FRAME_TITLE);
            return title < 0 || title + 1 >= lines.size()
                    ? signal
                    : signal + " in " + lines.get(title + 1).substring(1).strip();
        } catch (IOException e) {
            return "its crash report cannot be read: " + e.getMessage();
        }
    }
}
