package org.blaspool.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A directory of one run's alone, for results that are not complete or not verified yet. What an earlier run that was
 * killed has left in it is removed in the beginning. Thread-safe.
 */
public final class UnfinishedResults implements AutoCloseable {
    private static final int BLOCK_BYTES = 1 << 20;

    private final Path directory;
    private final AtomicLong number = new AtomicLong();

    /**
     * Makes or empties the directory.
     *
     * @throws org.blaspool.error.ResourceUnavailableException where the file system fails
     */
    public UnfinishedResults(Path directory) {
        this.directory = directory;
        ResultFile.attempt(directory, directory, () -> {
            ResultFile.createDirectories(directory);
            sweep();
        });
    }

    private void sweep() throws IOException {
        for (Path file : files(directory)) {
            Files.deleteIfExists(file);
        }
    }

    /** The files that a run has left in such a directory; none where there is none. */
    public static List<Path> left(Path directory) {
        try {
            return files(directory);
        } catch (IOException e) {
            throw ResultFile.failure(directory, directory, e);
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(directory)) {
            List<Path> files = new ArrayList<>();
            left.forEach(files::add);
            return files;
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    /** Where they lie: on the file system of the results, unseen by who lists these. */
    public Path directory() {
        return directory;
    }

    /** A name for a result of this target; it ends as the target does, which says in which format it is written. */
    public Path nameFor(Path target) {
        String name = target.getFileName().toString();
        return directory.resolve(number.getAndIncrement() + name.substring(Math.max(0, name.lastIndexOf('.'))));
    }

    /**
     * Writes and syncs as many bytes as a trial, and removes them: a file system that is full, or may only be read, is
     * found before hours of computing.
     */
    public void tryWriting(long bytes) {
        Path trial = directory.resolve("trial");
        ResultFile.attempt(directory, directory, () -> {
            try (FileChannel channel = FileChannel.open(trial, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                ByteBuffer block = ByteBuffer.allocate((int) Math.min(bytes, BLOCK_BYTES));
                for (long left = bytes; left > 0; ) {
                    left -= channel.write(block.clear().limit((int) Math.min(left, BLOCK_BYTES)));
                }
                channel.force(true);
            } finally {
                Files.deleteIfExists(trial);
            }
        });
    }

    /** Bytes that are free for results; negative where that is not known. */
    public long freeBytes() {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
            return -1;
        }
    }

    /** Removes the directory and what is in it. */
    @Override
    public void close() {
        try {
            sweep();
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            // The next run of the shard sweeps what is left.
        }
    }
}
