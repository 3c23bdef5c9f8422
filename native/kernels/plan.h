/* How a product of one shape is computed by a set of kernels: its tiles. */
#ifndef BLASPOOL_KERNEL_PLAN_H
#define BLASPOOL_KERNEL_PLAN_H

#include "kernels/kernel_set.h"

#include <blaspool/blas.h>

/* Some rows of C: how many blocks of so many rows there are, and their columns. */
typedef struct blaspool_row_blocks {
    blaspool_panel panel;
    int64_t count, rows;
    int64_t wide_groups, narrow_groups, wide_columns; /* a narrow group has one column less */
    blaspool_panel_function *wide, *narrow, *wide_ahead, *narrow_ahead;
} blaspool_row_blocks;

/* Blocks as high as any, those with one vector of rows less, and the last of several, which may end within a vector. */
enum { BLASPOOL_BLOCKS_TALL, BLASPOOL_BLOCKS_LOW, BLASPOOL_BLOCKS_LAST, BLASPOOL_BLOCKS_KINDS };

typedef struct blaspool_plan {
    blaspool_row_blocks blocks[BLASPOOL_BLOCKS_KINDS]; /* first, so that `compute` finds the plan by the first panel */
    blaspool_panel_function *compute;                  /* all of it, in `groups` groups */
    int64_t groups;
    void (*transpose)(int64_t rows, int64_t k, const double *a, int64_t lda, double *to, int64_t height);
    int64_t m, lda; /* lda: of A as it is stored */
    int fetches;    /* whether there are steps for what is ahead */
} blaspool_plan;

/*
 * Plans a product that is small (blaspool_border_holds). With `fetches` each product fetches the operands of the next
 * one, where the shape is worth it.
 */
void blaspool_plan_make(
    const blaspool_kernel_set *set, const blaspool_product *product, int fetches, blaspool_plan *plan);

/* Computes a product of the plan's shape; `ahead` is NULL, or, of a plan that fetches, what is fetched. */
static inline void
blaspool_plan_run(const blaspool_plan *plan, const double *a, const double *b, double *c, blaspool_ahead *ahead) {
    plan->compute(&plan->blocks[0].panel, a, b, c, plan->groups, ahead);
}

#endif
