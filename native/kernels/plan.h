/* How a product of one shape is computed by a set of kernels: its tiles. */
#ifndef BLASPOOL_KERNEL_PLAN_H
#define BLASPOOL_KERNEL_PLAN_H

#include "kernels/kernel_set.h"

#include <blaspool/blas.h>

/* Some rows of C: how many blocks of so many rows there are, and their columns. */
typedef struct blaspool_row_blocks {
    int64_t count, rows;
    int64_t wide_groups, narrow_groups, wide_columns; /* a narrow group has one column less */
    blaspool_panel_function *wide, *narrow, *wide_ahead, *narrow_ahead;
} blaspool_row_blocks;

typedef struct blaspool_plan {
    blaspool_panel panel;             /* first, so that `compute` finds the plan by it */
    blaspool_panel_function *compute; /* all of it, in `groups` groups */
    int64_t groups;
    blaspool_row_blocks tall, low; /* `low` comes behind `tall` and has one vector of rows less */
    void (*transpose)(int64_t rows, int64_t k, const double *a, int64_t lda, double *to, int64_t height);
    int64_t m, width; /* of a vector, in doubles */
    int64_t lda;      /* of A as it is stored */
    int fetches;      /* whether there are steps for what is ahead */
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
    plan->compute(&plan->panel, a, b, c, plan->groups, ahead);
}

#endif
