package org.blaspool.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.blaspool.file.FileChecksum.ChecksummedChannel;
import org.blaspool.matrix.StoredMatrix;

/**
 * A result on its way to its place, a step at a time, so that many can go together: all are {@link #write written}, all
 * {@link #sync synced} at once, all {@link #prepare prepared for} and {@link #publish renamed}, and each directory is {@link #syncDirectories synced} once.
 * A name is given only to what is synced, as {@link ResultFile#store} does with a single one. What fails throws what that
 * throws. For one thread at a time.
 */
public final class StagedResult {
    private final Path temporary;
    private final Path target;
    private final int checksum;

    private StagedResult(Path temporary, Path target, int checksum) {
        this.temporary = temporary;
        this.target = target;
        this.checksum = checksum;
    }

    /**
     * Writes a matrix, in the format that the target's name says, under another name; not synced yet.
     *
     * @param target where the result is to go, absolute
     * @param member what the matrix is to be called in the file; empty leaves it to the format
     * @param temporary its name until then, which nobody else takes; removed where writing fails
     */
    public static StagedResult write(StoredMatrix matrix, Path target, String member, Path temporary) {
        MatrixFormat format = MatrixFormats.forResult(target.toString());
        try {
            return new StagedResult(temporary, target, written(matrix, member, format, temporary));
        } catch (IOException e) {
            discard(temporary);
            throw ResultFile.failure(target, temporary.getParent(), e);
        }
    }

    private static int written(StoredMatrix matrix, String member, MatrixFormat format, Path temporary)
            throws IOException {
        try (FileChannel file = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ChecksummedChannel channel = new ChecksummedChannel(file);
            format.write(matrix, member, channel);
            return channel.checksum();
        }
    }

    /** A complete result of a run that ended before it gave it its name. */
    public static StagedResult found(Path temporary, Path target, int checksum) {
        return new StagedResult(temporary, target, checksum);
    }

    /** A result that another process has written. */
    public static StagedResult written(Path temporary, Path target) {
        return new StagedResult(temporary, target, FileChecksum.of(temporary));
    }

    /** Where it goes. */
    public Path target() {
        return target;
    }

    /** Where it lies until then. */
    public Path place() {
        return temporary;
    }

    /** CRC-32C of the file. */
    public int checksum() {
        return checksum;
    }

    /** Has what was written reach the disk. */
    public void sync() {
        try {
            force(temporary);
        } catch (IOException e) {
            throw ResultFile.failure(target, temporary.getParent(), e);
        }
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true); // with its time, which a journal may hold it to
        }
    }

    /**
     * Makes room for its name: creates the directories above it that are missing.
     *
     * @param overwrite whether a file of that name is to be replaced; without it there must be none
     */
    public void prepare(boolean overwrite) {
        Path directory = target.getParent();
        try {
            ResultFile.createDirectories(directory);
            ResultFile.refuseExisting(target, overwrite);
        } catch (IOException e) {
            throw ResultFile.failure(target, directory, e);
        }
    }

    /** Gives it its name; only after {@link #prepare}. A file of that name is replaced. */
    public void publish() {
        Path directory = target.getParent();
        try {
            move(directory);
        } catch (IOException e) {
            throw ResultFile.failure(target, directory, e);
        }
    }

    /** A directory among the results may be another file system's, from which nothing is renamed: it is copied there. */
    private void move(Path directory) throws IOException {
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Path beside = ResultFile.temporaryIn(directory);
            try {
                Files.copy(temporary, beside, StandardCopyOption.COPY_ATTRIBUTES); // its time is in a journal
                force(beside);
                Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(beside);
            }
            Files.delete(temporary);
        }
    }

    /** Has the names of published results reach the disk. */
    public static void syncDirectories(Collection<StagedResult> published) {
        Set<Path> directories = new LinkedHashSet<>();
        published.forEach(result -> directories.add(result.target.getParent()));
        for (Path directory : directories) {
            try {
                ResultFile.sync(directory);
            } catch (IOException e) {
                throw ResultFile.failure(directory, directory, e);
            }
        }
    }

    /** Removes what has not been published. */
    public void discard() {
        discard(temporary);
    }

    private static void discard(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            // The next run of the shard sweeps what is left.
        }
    }
}
