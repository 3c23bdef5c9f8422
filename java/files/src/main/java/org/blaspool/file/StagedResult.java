package org.blaspool.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.zip.CRC32C;
import org.blaspool.matrix.StoredMatrix;

/**
 * A result on its way to its place, a step at a time, so that many can go together: all are {@link #write written}, all
 * {@link #sync synced} at once, all {@link #prepare prepared for} and {@link #publish renamed}, and each directory is
 * {@link #syncDirectories synced} once. A name is given only to what is synced, as {@link ResultFile#store} does with a
 * single one. What fails throws what that throws. For one thread at a time.
 *
 * @param place where it lies until it has its name
 * @param target where it goes, absolute
 * @param checksum CRC-32C of the file
 */
public record StagedResult(Path place, Path target, int checksum) {
    /** What is read or written at once: the system copies it from or to the second-level cache. */
    private static final int PIECE_BYTES = 256 << 10;

    /**
     * Writes a matrix, in the format that the target's name says, under another name; not synced yet.
     *
     * @param target where the result is to go, absolute
     * @param member what the matrix is to be called in the file; empty leaves it to the format
     * @param temporary its name until then, which nobody else takes; removed where writing fails
     */
    public static StagedResult write(StoredMatrix matrix, Path target, String member, Path temporary) {
        MatrixFormat format = MatrixFormats.forResult(target.toString());
        return write(channel -> format.write(matrix, member, channel), target, temporary);
    }

    static StagedResult write(ResultFile.Contents contents, Path target, Path temporary) {
        try (FileChannel file = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ChecksummedChannel channel = new ChecksummedChannel(file);
            contents.writeTo(channel);
            return new StagedResult(temporary, target, channel.checksum());
        } catch (IOException e) {
            discard(temporary);
            throw ResultFile.failure(target, temporary.getParent(), e);
        } catch (RuntimeException | Error e) {
            discard(temporary);
            throw e;
        }
    }

    /** A result that another process has written. */
    public static StagedResult written(Path temporary, Path target) {
        return new StagedResult(temporary, target, checksumOf(temporary));
    }

    /**
     * The CRC-32C (Castagnoli, RFC 3720) of a whole file: processors have an instruction for it, and
     * {@code rhash --crc32c} tells it.
     *
     * @throws org.blaspool.error.InvalidInputException where it cannot be read
     * @throws org.blaspool.error.StoppedException where the thread is interrupted
     */
    public static int checksumOf(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            CRC32C crc = new CRC32C();
            ByteBuffer block = ByteBuffer.allocateDirect((int) Math.max(1, Math.min(PIECE_BYTES, channel.size())));
            while (channel.read(block) >= 0) {
                crc.update(block.flip());
                block.clear();
            }
            return (int) crc.getValue();
        } catch (IOException e) {
            throw InputFile.failure(file, e);
        }
    }

    /** Takes a single one all the way; it is removed where that fails. @param overwrite as {@link #prepare} has it */
    public void store(boolean overwrite) {
        try {
            sync();
            prepare(overwrite);
            publish();
        } finally {
            discard();
        }
        syncDirectories(List.of(this));
    }

    /** Has what was written reach the disk. */
    public void sync() {
        ResultFile.attempt(target, place.getParent(), () -> ResultFile.sync(place, StandardOpenOption.WRITE));
    }

    /**
     * Makes room for its name: creates the directories above it that are missing.
     *
     * @param overwrite whether a file of that name is to be replaced; without it there must be none
     */
    public void prepare(boolean overwrite) {
        ResultFile.prepare(target, overwrite);
    }

    /** Gives it its name; only after {@link #prepare}. A file of that name is replaced. */
    public void publish() {
        ResultFile.attempt(target, target.getParent(), this::move);
    }

    /** A directory among the results may be another file system's, from which nothing is renamed: it is copied there. */
    private void move() throws IOException {
        try {
            Files.move(place, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Path beside = ResultFile.temporaryIn(target.getParent());
            try {
                Files.copy(place, beside, StandardCopyOption.COPY_ATTRIBUTES); // its time is in a journal
                ResultFile.sync(beside, StandardOpenOption.WRITE);
                Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(beside);
            }
            Files.delete(place);
        }
    }

    /** Has the names of published results reach the disk. */
    public static void syncDirectories(Collection<StagedResult> published) {
        published.stream()
                .map(result -> result.target.getParent())
                .distinct()
                .forEach(directory -> ResultFile.attempt(
                        directory, directory, () -> ResultFile.sync(directory, StandardOpenOption.READ)));
    }

    /** Removes what has not been published. */
    public void discard() {
        discard(place);
    }

    private static void discard(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            // The next run of the shard sweeps what is left.
        }
    }

    /**
     * A file that is written from its front to its back, and the CRC-32C of what was written: reading the file again for
     * it would take as long as writing it. For use by one thread; the file stays the caller's.
     */
    private static final class ChecksummedChannel implements WritableByteChannel {
        private final FileChannel file;
        private final CRC32C crc = new CRC32C();

        ChecksummedChannel(FileChannel file) {
            this.file = file;
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            int start = bytes.position();
            ByteBuffer piece = bytes.slice(start, Math.min(PIECE_BYTES, bytes.remaining()));
            int written = file.write(piece.duplicate());
            crc.update(piece.limit(written));
            bytes.position(start + written);
            return written;
        }

        /** Of all that was written. */
        int checksum() {
            return (int) crc.getValue();
        }

        @Override
        public boolean isOpen() {
            return file.isOpen();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
