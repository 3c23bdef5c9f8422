package org.blaspool.unpack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells that a version of native files is in use: by a shared lock on a file in its directory for as long as this JVM
 * lives, and afterwards by the file's time. Workers of this JVM live no longer than it does.
 */
final class UseMark {
    static final String FILE = ".used";

    /** So that a start writes nothing on most days. */
    private static final Duration STALE = Duration.ofDays(1);

    /** Open until this JVM ends, and never opened a second time: closing that would let go of the lock. */
    private static final Map<Path, FileChannel> HELD = new ConcurrentHashMap<>();

    private UseMark() {}

    /** Does nothing where the directory is read-only: what a site has installed is not swept. */
    static void set(Path directory) {
        HELD.computeIfAbsent(directory.toAbsolutePath(), absent -> {
            try {
                Path mark = absent.resolve(FILE);
                FileChannel channel = CacheLock.open(mark);
                if (Files.getLastModifiedTime(mark)
                        .toInstant()
                        .isBefore(Instant.now().minus(STALE))) {
                    Files.setLastModifiedTime(mark, FileTime.from(Instant.now()));
                }
                channel.lock(0, Long.MAX_VALUE, true);
                return channel;
            } catch (IOException | OverlappingFileLockException unmarked) {
                return null;
            }
        });
    }

    /** Whether this JVM itself uses it. */
    static boolean isOurs(Path directory) {
        return HELD.containsKey(directory.toAbsolutePath());
    }
}
