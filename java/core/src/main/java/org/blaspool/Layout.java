package org.blaspool;

/** Which of a matrix's elements lie next to each other. */
public enum Layout {
    /** Columns are contiguous, as in Fortran and BLAS; the leading dimension is at least the number of rows. */
    COLUMN_MAJOR,
    /** Rows are contiguous, as in C; the leading dimension is at least the number of columns. */
    ROW_MAJOR;

    /** The layout of the transpose over the same memory. */
    public Layout transposed() {
        return this == COLUMN_MAJOR ? ROW_MAJOR : COLUMN_MAJOR;
    }
}
