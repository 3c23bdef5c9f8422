package org.blaspool.file;

import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.error.InvalidInputException;
import org.blaspool.matrix.StoredMatrix;

/**
 * What is known of a matrix before its elements are read.
 *
 * @param layout the order of the elements in the file, which a matrix that they are read into has too
 * @param storedBytes bytes of the elements in the file; where they are compressed, before that
 * @param readerBytes memory that reading it takes in other processes
 */
public record MatrixHeader(Shape shape, Layout layout, long storedBytes, long readerBytes) {
    /** Of a file that is read by this process itself. */
    MatrixHeader(Shape shape, Layout layout, long storedBytes) {
        this(shape, layout, storedBytes, 0);
    }

    /** The same; refused where it has no elements. @param file as messages call it */
    public MatrixHeader notEmpty(Object file) {
        if (shape.elements() == 0) {
            throw new InvalidInputException(
                    "matrix is empty: file=" + file + " shape=" + shape + ", expected at least one row and one column");
        }
        return this;
    }

    /**
     * Whether elements are to be read into a matrix; null where only the head is wanted.
     *
     * @throws InvalidInputException where the file became another after its head was read the first time
     */
    boolean fits(StoredMatrix target, Object file) {
        if (target == null) {
            return false;
        }
        // A single row or column lies in the same order either way.
        boolean sameOrder = layout == target.layout() || shape.rows() <= 1 || shape.columns() <= 1;
        if (!shape.equals(target.shape()) || !sameOrder) {
            throw new InvalidInputException("file does not fit the matrix: file=" + file + " shape=" + shape
                    + " layout=" + layout + ", expected " + target.shape() + " " + target.layout());
        }
        return true;
    }
}
