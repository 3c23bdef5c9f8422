package org.blaspool.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.blaspool.error.InvalidInputException;

/**
 * What tells without reading it whether a file is still the one that it was: as make does by its time, and by its size
 * and inode, so that a file that was replaced by an older one is noticed too.
 *
 * @param bytes its size
 * @param modifiedNanos when its contents last changed, since 1970, as finely as the file system keeps it
 * @param inode its number in its file system
 */
public record FileState(long bytes, long modifiedNanos, long inode) {
    /**
     * The state of a file, links followed; empty where there is none.
     *
     * @throws InvalidInputException where it cannot be looked at
     */
    public static Optional<FileState> of(Path file) {
        try {
            Map<String, Object> found = Files.readAttributes(file, "unix:size,lastModifiedTime,ino");
            FileTime modified = (FileTime) found.get("lastModifiedTime");
            return Optional.of(new FileState(
                    (Long) found.get("size"), modified.to(TimeUnit.NANOSECONDS), (Long) found.get("ino")));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new InvalidInputException("file cannot be looked at: file=" + file + " reason=" + e.getMessage(), e);
        }
    }

    /** Whether contents are the same, wherever they lie: a result may be moved with its time kept. */
    boolean sameContents(long otherBytes, long otherModifiedNanos) {
        return bytes == otherBytes && modifiedNanos == otherModifiedNanos;
    }
}
