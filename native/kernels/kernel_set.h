/*
 * Kernels of our own for small products, compiled once an instruction set from one source (panel.h). Every element of C
 * is one chain of fused multiply-adds in the order of k, from zero: s <- fma(a, b, s); then C is alpha s, or, with beta
 * other than 0, fma(alpha, s, beta C). So all sets, all vectors and all tiles give the same bits.
 */
#ifndef BLASPOOL_KERNEL_SET_H
#define BLASPOOL_KERNEL_SET_H

#include <stdint.h>

/* What a panel needs to know of a product: op(A) lies in columns, op(B) anyhow. Distances are in bytes. */
typedef struct blaspool_panel {
    int64_t k;
    int64_t a_column;        /* from a column of op(A) to the next */
    int64_t b_row, b_column; /* from a row and from a column of op(B) to the next */
    int64_t c_column;
    double alpha, beta;
    int64_t last;                   /* where the last vector of rows begins: it may overlap the one before */
    int64_t a_step, b_step, c_step; /* bytes of the operands of the next product to be fetched with each of k */
} blaspool_panel;

/* Where the operands of the next product are fetched from, each moved on by its step. */
typedef struct blaspool_ahead {
    const char *a, *b, *c;
} blaspool_ahead;

/*
 * Computes some rows of C, from `c` on, over `groups` times so many columns as the function is for. `ahead` is NULL but
 * for the functions that fetch.
 */
typedef void blaspool_panel_function(
    const blaspool_panel *panel, const double *a, const double *b, double *c, int64_t groups, blaspool_ahead *ahead);

/* Vectors of rows, and columns, of a tile at most. */
enum { BLASPOOL_TILE_VECTORS = 3, BLASPOOL_TILE_COLUMNS = 8 };

/* The functions for one width of vectors, by vectors of rows - 1 and columns - 1. */
typedef struct blaspool_panel_set {
    int vectors;                        /* at most */
    int columns[BLASPOOL_TILE_VECTORS]; /* at most, by vectors of rows - 1: so many sums as there are registers for */
    blaspool_panel_function *plain[BLASPOOL_TILE_VECTORS][BLASPOOL_TILE_COLUMNS];
    blaspool_panel_function *ahead[BLASPOOL_TILE_VECTORS][BLASPOOL_TILE_COLUMNS]; /* NULL: none */
} blaspool_panel_set;

typedef struct blaspool_kernel_set {
    const char *name;
    int widest;                            /* doubles of a vector */
    const blaspool_panel_set *of_width[4]; /* of vectors of 1, 2, 4 and 8 doubles; NULL: none */
    /* op(A), `rows` x k, out of A, which is stored transposed, to columns that lie `height` apart */
    void (*transpose)(int64_t rows, int64_t k, const double *a, int64_t lda, double *to, int64_t height);
} blaspool_kernel_set;

extern const blaspool_kernel_set blaspool_kernels_avx512, blaspool_kernels_avx2, blaspool_kernels_neon;

#endif
