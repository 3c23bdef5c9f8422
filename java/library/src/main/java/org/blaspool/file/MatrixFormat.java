package org.blaspool.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import org.blaspool.matrix.Matrix;

/**
 * A kind of file that matrices are read from, and perhaps written to. Implementations hold no state and are safe for
 * use by several threads.
 */
public interface MatrixFormat {
    /** What users know it by: {@code .npy}. */
    String suffix();

    /**
     * Takes a user's name of a matrix apart, or gives nothing where it is not of this format. Only the name is looked
     * at, not the file. A format whose files hold several matrices splits {@code file.h5:/path} here.
     *
     * @param given the name as the user wrote it
     * @param directory what a relative name is relative to
     */
    Optional<MatrixSource> resolve(String given, Path directory);

    /**
     * The matrix's shape and layout, from the file's head alone: no memory is taken in proportion to the matrix.
     *
     * @throws org.blaspool.error.InvalidInputException where it is not a file of this format, is truncated, or holds
     *     something other than one matrix of real numbers
     */
    MatrixHeader header(MatrixSource source);

    /**
     * Reads all elements, widened to double where need be.
     *
     * @param target of the header's shape and layout; gaps between its lines stay as they are
     * @throws org.blaspool.error.InvalidInputException as {@link #header}, and where the file has become another since
     */
    void read(MatrixSource source, Matrix target);

    /** Whether {@link #write} works. */
    default boolean isWritable() {
        return false;
    }

    /** Writes a whole file holding this matrix to an empty channel; syncing and closing it is the caller's. */
    default void write(Matrix matrix, FileChannel channel) throws IOException {
        throw new UnsupportedOperationException(suffix() + " files are only read");
    }
}
