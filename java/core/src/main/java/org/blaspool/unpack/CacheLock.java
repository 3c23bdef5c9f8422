package org.blaspool.unpack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Keeps versions of native files from being swept while somebody looks for his own: shared by those who look, and held by
 * one alone who sweeps. The file is never deleted, so that all lock the same one. A process must not open it twice at
 * once, as closing it would let go of both locks: callers hold {@link NativeFileCache}'s monitor.
 *
 * @param channel null where the directory is read-only or has no locks: then nothing in it is swept
 */
record CacheLock(FileChannel channel) implements AutoCloseable {
    private static final String FILE = ".sweep.lock";

    /** Waits while somebody sweeps, which takes milliseconds. */
    static CacheLock shared(Path natives) {
        FileChannel channel = null;
        try {
            channel = open(natives.resolve(FILE));
            channel.lock(0, Long.MAX_VALUE, true);
            return new CacheLock(channel);
        } catch (IOException | OverlappingFileLockException none) {
            closeQuietly(channel);
            return new CacheLock(null);
        }
    }

    /** Empty where anybody else holds it, or where there are no locks. */
    static Optional<CacheLock> alone(Path natives) {
        return alone(natives, FILE);
    }

    static Optional<CacheLock> alone(Path directory, String file) {
        FileChannel channel = null;
        try {
            channel = open(directory.resolve(file));
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(new CacheLock(channel));
            }
        } catch (IOException | OverlappingFileLockException none) {
            // As if somebody held it.
        }
        closeQuietly(channel);
        return Optional.empty();
    }

    static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // Nothing was written.
        }
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }
}
