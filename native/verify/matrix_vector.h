/* Products of a matrix with vectors, by plain loops: what a BLAS computed is held against them. */
#ifndef BLASPOOL_MATRIX_VECTOR_H
#define BLASPOOL_MATRIX_VECTOR_H

#include <stdint.h>

/* Terms of a sum that are added up by themselves, before they are added to the sum. */
#define BLASPOOL_SUM_BLOCK 64

/*
 * Lines of a matrix, in memory one after another.
 *
 * first: element of the first line
 * stride: elements from the start of a line to that of the next
 */
typedef struct blaspool_lines {
    const double *first;
    uint64_t count;
    uint64_t length;
    uint64_t stride;
} blaspool_lines;

/*
 * y = M x and scale = |M| weights, in one pass over M, whose columns the lines are: y and scale have `length` elements.
 * weights and scale may both be NULL. partial: room for 2 * length. No term goes through more than BLASPOOL_SUM_BLOCK
 * plus ceil(count / BLASPOOL_SUM_BLOCK) additions.
 */
void blaspool_add_columns(
    const blaspool_lines *lines, const double *x, const double *weights, double *y, double *scale, double *partial);

/* The same of an M whose rows the lines are: y and scale have `count` elements. */
void blaspool_dot_rows(const blaspool_lines *lines, const double *x, const double *weights, double *y, double *scale);

#endif
