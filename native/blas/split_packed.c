/*
 * A block of op(A), block_m rows of it, is copied so that its columns follow each other without a gap: the kernel then
 * reads one stream of whole cache lines, whatever the leading dimension and the transpose. It stays in the cache for
 * all blocks of op(B) it meets. B, of which the kernel takes single numbers, is read where it lies, or copied into
 * blocks of its own, once for all of A. C is written in place but for the last rows: a kernel is slow with a few rows,
 * so that they are filled up with zeros to a whole line, and their results go by way of a tile. Kernels of our own take
 * any rows and columns, and all of them at once.
 */
#include "blas/split_packed.h"
#include "blas/blas_internal.h"
#include "blas/pack_buffer.h"
#include "kernels/plan.h"

#include <string.h>

typedef struct packed_split {
    const blaspool_blas *blas;
    const blaspool_product *product;
    const blaspool_operands *operands;
    int64_t block_m, block_n, block_k; /* of this product */
    double *a;                         /* block_m x block_k */
    double *edge;                      /* block_m x block_n */
    double *b;                         /* the blocks of block_k rows of op(B) one after the other; NULL: not packed */
    int64_t row, column, depth;        /* where the present block begins: of C, and of k */
    blaspool_product block;            /* its product */
} packed_split;

static int64_t smaller(int64_t a, int64_t b) { return a < b ? a : b; }

int64_t blaspool_split_packed_count(const blaspool_split_rule *rule) {
    const int64_t block_k = rule->block_k == 0 ? rule->side_to : smaller(rule->block_k, rule->side_to);
    const int64_t columns = rule->packed == BLASPOOL_PACKED_A_AND_B ? rule->side_to : 0;
    return blaspool_whole_lines(rule->block_m * block_k) + blaspool_whole_lines(rule->block_m * rule->block_n) +
           columns * block_k;
}

/* Columns that lie apart, one after the other; rows up to `height` are zeros. */
static void
copy_columns(int64_t rows, int64_t columns, const double *from, int64_t leading_dimension, double *to, int64_t height) {
    for (int64_t j = 0; j < columns; j++) {
        memcpy(to, from, (size_t)rows * sizeof *to);
        for (int64_t i = rows; i < height; i++) {
            to[i] = 0;
        }
        from += leading_dimension;
        to += height;
    }
}

/* `width` columns of a matrix that is stored transposed; inlined, as it is much faster where the width is known. */
static inline void transpose_few(
    int64_t rows, int64_t width, const double *restrict from, int64_t leading_dimension, double *restrict to,
    int64_t height) {
    for (int64_t i = 0; i < rows; i++) {
        for (int64_t j = 0; j < width; j++) {
            to[i + j * height] = from[i * leading_dimension + j];
        }
    }
    for (int64_t j = 0; j < width; j++) {
        for (int64_t i = rows; i < height; i++) {
            to[i + j * height] = 0;
        }
    }
}

/* copy_columns of a matrix that is stored transposed: a cache line of each stored column at a time. */
static void transpose_columns(
    int64_t rows, int64_t columns, const double *from, int64_t leading_dimension, double *to, int64_t height) {
    int64_t j = 0;
    for (; j + BLASPOOL_LINE <= columns; j += BLASPOOL_LINE) {
        transpose_few(rows, BLASPOOL_LINE, from + j, leading_dimension, to + j * height, height);
    }
    transpose_few(rows, columns - j, from + j, leading_dimension, to + j * height, height);
}

/* Packs `rows` rows of op(A) and names them the A of the block, rounded up to whole lines. */
static void pack_a(packed_split *split, int64_t rows) {
    const blaspool_product *product = split->product;
    blaspool_product *block = &split->block;
    block->m = block->lda = blaspool_whole_lines(rows);
    if (product->transpose_a) {
        const double *from = split->operands->a + split->depth + split->row * product->lda;
        transpose_columns(rows, block->k, from, product->lda, split->a, block->lda);
    } else {
        const double *from = split->operands->a + split->row + split->depth * product->lda;
        copy_columns(rows, block->k, from, product->lda, split->a, block->lda);
    }
}

/* Where the B of the block is stored. */
static const double *stored_b(const packed_split *split) {
    const int64_t ldb = split->product->ldb;
    return split->operands->b +
           (split->product->transpose_b ? split->column + split->depth * ldb : split->depth + split->column * ldb);
}

static void pack_b(packed_split *split) {
    const blaspool_product *product = split->product;
    const int64_t depth = split->block.k;
    for (split->column = 0; split->column < product->n; split->column += split->block_n) {
        const int64_t columns = smaller(split->block_n, product->n - split->column);
        double *to = split->b + split->column * depth;
        if (product->transpose_b) {
            copy_columns(columns, depth, stored_b(split), product->ldb, to, columns);
        } else {
            copy_columns(depth, columns, stored_b(split), product->ldb, to, depth);
        }
    }
}

/* C <- tile + beta C, for the rows of the tile that C has. */
static void add_edge(const packed_split *split, int64_t rows, double *c) {
    const double beta = split->block.beta;
    const double *tile = split->edge;
    for (int64_t j = 0; j < split->block.n; j++) {
        for (int64_t i = 0; i < rows; i++) {
            c[i] = beta == 0 ? tile[i] : tile[i] + beta * c[i];
        }
        tile += split->block.m;
        c += split->product->ldc;
    }
}

/* The A that is packed, `rows` rows of C, by all of op(B), with kernels of our own. */
static void multiply_own(packed_split *split, int64_t rows) {
    blaspool_product block = split->block;
    blaspool_plan plan;
    block.m = rows;
    block.n = split->product->n;
    blaspool_plan_make(split->blas->kernels, &block, 0, &plan);
    split->column = 0;
    blaspool_plan_run(&plan, split->a, stored_b(split), split->operands->c + split->row, NULL);
}

/* Multiplies the A that is packed, `rows` rows of C, by all of op(B). */
static void multiply(packed_split *split, int64_t rows) {
    const blaspool_product *product = split->product;
    blaspool_product *block = &split->block;
    for (split->column = 0; split->column < product->n; split->column += split->block_n) {
        block->n = smaller(split->block_n, product->n - split->column);
        blaspool_operands at = {
            split->a, stored_b(split), split->operands->c + split->row + split->column * product->ldc};
        if (split->b != NULL) {
            at.b = split->b + split->column * block->k;
            block->ldb = product->transpose_b ? block->n : block->k;
        }
        if (rows == block->m) {
            blaspool_gemm(split->blas, block, &at);
        } else {
            double *c = at.c;
            blaspool_product tile = *block;
            tile.ldc = block->m;
            tile.beta = 0;
            at.c = split->edge;
            blaspool_gemm(split->blas, &tile, &at);
            add_edge(split, rows, c);
        }
    }
}

void blaspool_split_run_packed(
    const blaspool_blas *blas, const blaspool_split_rule *rule, const blaspool_product *product,
    const blaspool_operands *operands) {
    double *buffer = blaspool_pack_buffer((size_t)blaspool_split_packed_count(rule));
    if (buffer == NULL) {
        blaspool_gemm(blas, product, operands);
        return;
    }
    packed_split split = {
        .blas = blas,
        .product = product,
        .operands = operands,
        .block_m = rule->block_m,
        .block_n = blaspool_split_piece(product->n, rule->block_n),
        .block_k = blaspool_split_piece(product->k, rule->block_k),
        .a = buffer,
        .block = *product,
    };
    split.block.transpose_a = 0;
    split.edge = split.a + blaspool_whole_lines(split.block_m * split.block_k);
    if (rule->packed == BLASPOOL_PACKED_A_AND_B) {
        split.b = split.edge + blaspool_whole_lines(split.block_m * split.block_n);
    }
    for (; split.depth < product->k; split.depth += split.block_k) {
        split.block.k = smaller(split.block_k, product->k - split.depth);
        split.block.beta = split.depth == 0 ? product->beta : 1;
        if (split.b != NULL) {
            pack_b(&split);
        }
        for (split.row = 0; split.row < product->m; split.row += split.block_m) {
            const int64_t rows = smaller(split.block_m, product->m - split.row);
            pack_a(&split, rows);
            if (rule->packed == BLASPOOL_PACKED_A_OWN) {
                multiply_own(&split, rows);
            } else {
                multiply(&split, rows);
            }
        }
    }
}
