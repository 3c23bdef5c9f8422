package org.blaspool.file;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import org.blaspool.Layout;
import org.blaspool.error.InvalidInputException;
import org.blaspool.matrix.StoredMatrix;

/**
 * A kind of file that matrices are read from, and perhaps written to. Implementations hold no state and are safe for
 * use by several threads.
 */
public interface MatrixFormat {
    /** How names of its files end, the usual one first: {@code .npy}. */
    List<String> suffixes();

    /** Whether a file's name alone says which matrix of it is meant, or what shape it has; at least where it has one. */
    default boolean isNamedByFileAlone() {
        return true;
    }

    /**
     * Looks at what followed a file's name and a colon, not at the file.
     *
     * @param member empty where nothing did
     * @param given the name as the user wrote it
     * @throws InvalidInputException where the member cannot be one of this format
     */
    default void requireMember(String member, String given) {
        if (!member.isEmpty()) {
            throw new InvalidInputException("file holds one matrix: file=" + given + ", expected nothing behind "
                    + suffixes().get(0));
        }
    }

    /**
     * Reads a matrix's shape and layout from the file's head, for which no memory is taken in proportion to the matrix,
     * and where there is a target all elements, widened to double where need be.
     *
     * @param source a regular file, if it is there
     * @param target of the header's shape and layout; gaps between its lines stay as they are. Null for the head alone
     * @throws InvalidInputException where it is not a file of this format, is truncated, holds something other than
     *     one matrix of real numbers, or one that does not fit the target
     * @throws IOException what {@link InputFile#failure} tells the user of
     */
    MatrixHeader read(MatrixSource source, StoredMatrix target) throws IOException;

    /** Whether {@link #write} works. */
    default boolean isWritable() {
        return false;
    }

    /**
     * Looks whether what writing needs is there.
     *
     * @throws org.blaspool.error.ResourceUnavailableException where this machine lacks it
     */
    default void requireAvailable() {}

    /** The layout of results that is written without rearranging them. */
    default Layout resultLayout() {
        return Layout.COLUMN_MAJOR;
    }

    /**
     * @param member what the matrix is to be called in the file; empty leaves it to the format
     * @throws InvalidInputException where a result cannot be called so
     */
    default void requireResultMember(String member) {
        if (!member.isEmpty()) {
            throw new InvalidInputException("result file holds one matrix: member=" + member
                    + ", expected nothing behind " + suffixes().get(0));
        }
    }

    /**
     * Writes a whole file holding this matrix to an empty channel, from its front to its back; syncing and closing it is
     * the caller's.
     *
     * @param member as in {@link #requireResultMember}
     */
    default void write(StoredMatrix matrix, String member, WritableByteChannel channel) throws IOException {
        throw new UnsupportedOperationException(suffixes().get(0) + " files are only read");
    }
}
