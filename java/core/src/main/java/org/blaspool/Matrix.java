package org.blaspool;

/**
 * A matrix of doubles outside the Java heap. Made by a {@link BlasPool} or one of its {@link MatrixScope scopes}, which
 * own its memory; every other implementation is refused.
 *
 * <p>Elements may be read and written from several threads as those of an array may. {@link #get} and {@link #set} are
 * for single elements; the other methods move whole matrices. Once its memory was given back (by {@link #close()}, its
 * scope or its pool) every method that touches an element is an {@link IllegalStateException}.
 */
public interface Matrix extends AutoCloseable {
    /** Rows and columns. */
    Shape shape();

    default long rows() {
        return shape().rows();
    }

    default long columns() {
        return shape().columns();
    }

    /**
     * One element; both indices start at 0.
     *
     * @throws IndexOutOfBoundsException where there is none
     */
    double get(long row, long column);

    /**
     * Sets one element; both indices start at 0.
     *
     * @throws IndexOutOfBoundsException where there is none
     */
    void set(long row, long column, double value);

    /**
     * Copies another matrix of the same shape, of any layout, into this one.
     *
     * @throws IllegalArgumentException where the shapes differ
     */
    void copyFrom(Matrix other);

    /** A copy on the heap as an array of rows. */
    double[][] toRows();

    /**
     * A copy on the heap, without gaps, in the given order.
     *
     * @throws IllegalArgumentException where it has more elements than a Java array can hold
     */
    double[] toArray(Layout order);

    /** The transpose over the same memory: nothing is copied, and what is set in one shows in the other. */
    Matrix transpose();

    /** Gives the memory back, that of all its transposes too; doing so twice does nothing. */
    @Override
    void close();
}
