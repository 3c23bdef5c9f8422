package org.blaspool.matrix;

/** What is done with elements of a matrix that lie side by side in its region. */
@FunctionalInterface
public interface Stretch<E extends Exception> {
    /** @param offset bytes from the region's start to the first of these */
    void at(long offset, long bytes) throws E;

    /** Runs it for all elements, in the order of the matrix's layout, with at most so many bytes at once. */
    static <E extends Exception> void each(StoredMatrix matrix, long mostBytes, Stretch<E> stretch) throws E {
        boolean whole = matrix.isContiguous();
        long bytes = whole ? matrix.shape().bytes() : matrix.lineLength() * Double.BYTES;
        long lines = whole ? 1 : matrix.lines();
        for (long line = 0; line < lines; line++) {
            long start = matrix.offset() + line * matrix.leadingDimension() * Double.BYTES;
            for (long done = 0; done < bytes; done += mostBytes) {
                stretch.at(start + done, Math.min(mostBytes, bytes - done));
            }
        }
    }
}
