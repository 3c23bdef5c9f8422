package org.blaspool.file;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import org.blaspool.error.InvalidInputException;
import org.blaspool.error.Reason;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.error.StoppedException;
import org.blaspool.matrix.StoredMatrix;

/**
 * A result that is either complete or not there: written under a temporary name beside its own, synced, renamed, and
 * the directory synced. A failure removes the temporary file; only a killed process or a crashed machine leaves one
 * behind, whose name tells what it is ({@link #isTemporary}).
 */
public final class ResultFile {
    private static final String TEMPORARY_PREFIX = ".blaspool-";
    private static final String TEMPORARY_SUFFIX = ".part";

    /** Random, because processes on several nodes may have one number and share the directory. */
    private static final SecureRandom NAMES = new SecureRandom();

    private ResultFile() {}

    /** What a result file holds. */
    @FunctionalInterface
    public interface Contents {
        /** Writes to an empty file, from its front to its back. */
        void writeTo(WritableByteChannel channel) throws IOException;
    }

    /** Whether there is a file of this name, which is complete then. */
    public static boolean exists(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether a file's name says that it is an unfinished result. */
    public static boolean isTemporary(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.startsWith(TEMPORARY_PREFIX) && name.endsWith(TEMPORARY_SUFFIX);
    }

    /** Stores a matrix in the format that the file's name says; otherwise as {@link #store(Path, boolean, Contents)}. */
    public static void store(StoredMatrix matrix, Path file, boolean overwrite) {
        store(matrix, file, "", overwrite);
    }

    /**
     * As {@link #store(StoredMatrix, Path, boolean)}.
     *
     * @param member what the matrix is called in the file; empty leaves it to the format
     */
    public static void store(StoredMatrix matrix, Path file, String member, boolean overwrite) {
        MatrixFormat format = MatrixFormats.forResult(file.getFileName().toString());
        store(file, overwrite, channel -> format.write(matrix, member, channel));
    }

    /**
     * Stores a file, creating the directories above it that are missing.
     *
     * @param overwrite whether to replace a file of this name; without it there must be none. Two that store one file
     *     at the same time are not kept apart: one complete result of the two stays
     * @throws InvalidInputException where there is a file already, or the directory may not be written to
     * @throws ResourceUnavailableException where the file system fails, for want of space for example
     * @throws StoppedException where the thread is interrupted
     */
    public static void store(Path file, boolean overwrite, Contents contents) {
        Path target = file.toAbsolutePath();
        prepare(target, overwrite);
        StagedResult.write(contents, target, temporaryIn(target.getParent())).store(overwrite);
    }

    /** Creates the directories above a result that are missing; refuses a file of its name unless that is replaced. */
    static void prepare(Path target, boolean overwrite) {
        attempt(target, target.getParent(), () -> createDirectories(target.getParent()));
        if (!overwrite && exists(target)) {
            throw new InvalidInputException("result is there already: file=" + target
                    + ", expected none; remove it, or go on where a run stopped with --resume");
        }
    }

    /** A name in a directory that nobody else takes, of which {@link #isTemporary} holds. */
    public static Path temporaryIn(Path directory) {
        String unique = ProcessHandle.current().pid() + "-" + Long.toHexString(NAMES.nextLong());
        return directory.resolve(TEMPORARY_PREFIX + unique + TEMPORARY_SUFFIX);
    }

    /** A directory that survives a crash needs its name synced in the directory above it. */
    static void createDirectories(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        createDirectories(directory.getParent());
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw new InvalidInputException("result's directory is a file: directory=" + directory, e);
            }
        }
        sync(directory.getParent(), StandardOpenOption.READ);
    }

    /** Has a file's bytes, or a directory's names, reach the disk. @param access by which it is opened for that */
    public static void sync(Path file, OpenOption access) throws IOException {
        try (FileChannel channel = FileChannel.open(file, access)) {
            channel.force(true); // with its time, which a journal may hold it to
        }
    }

    /** Something that a file system may refuse. */
    @FunctionalInterface
    interface Attempt {
        void run() throws IOException;
    }

    /** Does it, or says what came in the way of a result. */
    static void attempt(Path file, Path directory, Attempt attempt) {
        try {
            attempt.run();
        } catch (IOException e) {
            throw failure(file, directory, e);
        }
    }

    static RuntimeException failure(Path file, Path directory, IOException cause) {
        if (cause instanceof ClosedByInterruptException) {
            return new StoppedException("stopped while storing a result: file=" + file, cause);
        }
        String message =
                "result cannot be stored: file=" + file + " directory=" + directory + " reason=" + Reason.of(cause);
        return cause instanceof AccessDeniedException
                ? new InvalidInputException(message, cause)
                : new ResourceUnavailableException(message + free(directory), cause);
    }

    private static String free(Path directory) {
        try {
            return "; without it " + Files.getFileStore(directory).getUsableSpace() + " bytes are free";
        } catch (IOException e) {
            return ""; // the failure itself is what matters
        }
    }
}
