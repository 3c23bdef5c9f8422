package org.blaspool.files;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.blaspool.Layout;
import org.blaspool.Matrix;
import org.blaspool.MatrixScope;
import org.blaspool.Shape;
import org.blaspool.file.MatrixHeader;
import org.blaspool.file.MatrixSource;
import org.blaspool.file.ResultFile;
import org.blaspool.matrix.StoredMatrix;

/**
 * Single matrices in files: {@code .npy}, {@code .npz}, HDF5, Matrix Market and raw elements are read, {@code .npy} and
 * HDF5 are written. {@code docs/formats.md} has what becomes a double and what is refused. All methods may be called
 * from any thread; interrupting one ends it with a {@link org.blaspool.BlaspoolException}.
 */
public final class MatrixFiles {
    private MatrixFiles() {}

    /**
     * Reads the matrix of a file that holds one, straight into memory that the workers of the scope's pool reach.
     *
     * @param scope gives the matrix back when it is closed
     * @return of the file's shape, in the order in which the file has the elements
     * @throws IllegalArgumentException where the file is not there, is damaged, or holds something other than one
     *     matrix of real numbers
     * @throws org.blaspool.BlaspoolException where the pool's memory is used up, or this machine lacks what reads the
     *     format
     */
    public static Matrix read(Path file, MatrixScope scope) {
        return read(MatrixSource.of(file), scope);
    }

    /**
     * Reads one matrix of a file by its name; otherwise as {@link #read(Path, MatrixScope)}.
     *
     * @param name a file, and behind a colon what the format needs beside it: {@code in/x.npz:weights},
     *     {@code in/x.h5:/group/a}, {@code in/x.bin:300x200:dtype=<f4}
     */
    public static Matrix read(String name, MatrixScope scope) {
        return read(MatrixSource.of(name, Path.of("")), scope);
    }

    private static Matrix read(MatrixSource source, MatrixScope scope) {
        MatrixHeader header = source.header().notEmpty(source);
        Shape shape = header.shape();
        Matrix matrix = header.layout() == Layout.COLUMN_MAJOR
                ? scope.zeros(shape.rows(), shape.columns())
                : scope.zeros(shape.columns(), shape.rows()).transpose();
        try {
            held(matrix, source::read);
            return matrix;
        } catch (RuntimeException | Error e) {
            matrix.close();
            throw e;
        }
    }

    /**
     * The shape of a matrix in a file, from its head alone; a name is as in {@link #read(String, MatrixScope)}.
     *
     * @throws IllegalArgumentException as there
     */
    public static Shape shape(String name) {
        return MatrixSource.of(name, Path.of("")).header().shape();
    }

    /**
     * Writes a matrix as float64 to a file of its own, under another name until it is complete and synced; a file of
     * that name is replaced, and directories above it are made. {@code .npy} files are in the order of the matrix, HDF5
     * files row by row.
     *
     * @param file ends in {@code .npy}, {@code .h5}, {@code .hdf5} or {@code .he5}; in an HDF5 file the dataset is
     *     {@code /c}
     * @throws IllegalArgumentException where it ends otherwise, or the directory may not be written to
     * @throws IllegalStateException where the matrix was given back
     * @throws org.blaspool.BlaspoolException where the file system fails, for want of space for example
     */
    public static void write(Matrix matrix, Path file) {
        held(matrix, stored -> ResultFile.store(stored, file, "", true));
    }

    /** Its pool may be closed meanwhile by another thread, which must not take the memory away. */
    private static void held(Matrix matrix, Consumer<StoredMatrix> use) {
        StoredMatrix stored = StoredMatrix.of(matrix);
        stored.region().retain();
        try {
            stored.requireOpen();
            use.accept(stored);
        } finally {
            stored.region().release();
        }
    }
}
