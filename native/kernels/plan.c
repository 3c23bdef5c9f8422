#include "kernels/plan.h"

#include "kernels/border.h"
#include "kernels/choose.h"

#include <stddef.h>

/* Rows of a block at most: three vectors of eight. */
enum { MOST_ROWS = 24, LINE = 64, DOUBLE = sizeof(double) };

/* What is smaller is over before memory answers, and the prefetchers of the CPU do as well. */
enum { LEAST_FETCHING = 14 * 14 * 14 };

static int64_t divide_up(int64_t size, int64_t by) { return (size + by - 1) / by; }

/* The narrowest vectors but one would leave registers empty; wider ones than m would read beyond it. */
static int width_index(const blaspool_kernel_set *set, int64_t m) {
    int index = m >= 8 ? 3 : m >= 4 ? 2 : m >= 2 ? 1 : 0;
    while (set->of_width[index] == NULL) {
        index--;
    }
    if (index == 3 && blaspool_vectors_are_halved() && m % 8 >= 1 && m % 8 <= 4) {
        index = 2;
    }
    return index;
}

/* Blocks of `vectors` vectors of rows, whose columns are cut into groups of equal widths but for one column. */
static void
plan_rows(const blaspool_panel_set *panels, int64_t width, int64_t vectors, int64_t n, blaspool_row_blocks *blocks) {
    const int64_t groups = divide_up(n, panels->columns[vectors - 1]), columns = divide_up(n, groups);
    blocks->rows = vectors * width;
    blocks->wide_columns = columns;
    blocks->wide_groups = n - groups * (columns - 1);
    blocks->narrow_groups = groups - blocks->wide_groups;
    blocks->wide = panels->plain[vectors - 1][columns - 1];
    blocks->wide_ahead = panels->ahead[vectors - 1][columns - 1];
    if (blocks->narrow_groups > 0) {
        blocks->narrow = panels->plain[vectors - 1][columns - 2];
        blocks->narrow_ahead = panels->ahead[vectors - 1][columns - 2];
    }
}

static int64_t extent_bytes(int64_t rows, int64_t columns, int64_t leading_dimension) {
    return ((columns - 1) * leading_dimension + rows) * DOUBLE;
}

/* The three operands of the next product are fetched evenly over all steps along k of all tiles of this one. */
static void plan_ahead(const blaspool_product *product, blaspool_plan *plan) {
    const blaspool_product p = *product;
    const int64_t steps = p.k * (plan->tall.count * (plan->tall.wide_groups + plan->tall.narrow_groups) +
                                 plan->low.count * (plan->low.wide_groups + plan->low.narrow_groups));
    const int64_t a = p.transpose_a ? extent_bytes(p.k, p.m, p.lda) : extent_bytes(p.m, p.k, p.lda);
    const int64_t b = p.transpose_b ? extent_bytes(p.n, p.k, p.ldb) : extent_bytes(p.k, p.n, p.ldb);
    const int64_t c = extent_bytes(p.m, p.n, p.ldc);
    plan->panel.a_step = divide_up(a, steps);
    plan->panel.b_step = divide_up(b, steps);
    plan->panel.c_step = divide_up(c, steps);
    /* A step over a line would leave some out, and most of what lies far apart is not the operand's. */
    const int64_t dense = (p.m * p.k + p.k * p.n + p.m * p.n) * DOUBLE;
    plan->fetches = p.m * p.n * p.k >= LEAST_FETCHING && plan->tall.wide_ahead != NULL && a + b + c <= 2 * dense &&
                    plan->panel.a_step <= LINE && plan->panel.b_step <= LINE && plan->panel.c_step <= LINE;
}

static const blaspool_plan *plan_of(const blaspool_panel *panel) { return (const blaspool_plan *)(const void *)panel; }

static void run_columns(
    const blaspool_panel *panel, const blaspool_row_blocks *blocks, const double *a, const double *b, double *c,
    blaspool_ahead *ahead) {
    (ahead != NULL ? blocks->wide_ahead : blocks->wide)(panel, a, b, c, blocks->wide_groups, ahead);
    if (blocks->narrow_groups > 0) {
        const int64_t columns = blocks->wide_groups * blocks->wide_columns;
        b += columns * panel->b_column / DOUBLE;
        c += columns * panel->c_column / DOUBLE;
        (ahead != NULL ? blocks->narrow_ahead : blocks->narrow)(panel, a, b, c, blocks->narrow_groups, ahead);
    }
}

/* A plan's `compute` by one block of rows, as A lies. */
static void run_block(
    const blaspool_panel *panel, const double *a, const double *b, double *c, int64_t groups, blaspool_ahead *ahead) {
    (void)groups;
    run_columns(panel, &plan_of(panel)->tall, a, b, c, ahead);
}

/* By one block, of an A that is stored transposed. */
static void run_packed_block(
    const blaspool_panel *panel, const double *a, const double *b, double *c, int64_t groups, blaspool_ahead *ahead) {
    _Alignas(LINE) double packed[MOST_ROWS * BLASPOOL_BORDER_DEPTH];
    const blaspool_plan *plan = plan_of(panel);
    (void)groups;
    plan->transpose(plan->m, panel->k, a, plan->lda, packed, plan->tall.rows);
    run_columns(panel, &plan->tall, packed, b, c, ahead);
}

/* By several blocks; one that is stored transposed is copied to columns before. */
static void run_blocks(
    const blaspool_panel *panel, const double *a, const double *b, double *c, int64_t groups, blaspool_ahead *ahead) {
    _Alignas(LINE) double packed[MOST_ROWS * BLASPOOL_BORDER_DEPTH];
    const blaspool_plan *plan = plan_of(panel);
    const blaspool_row_blocks *blocks = &plan->tall;
    blaspool_panel of_block = *panel;
    (void)groups;
    for (int64_t i = 0, row = 0; row < plan->m; i++) {
        if (i == plan->tall.count) {
            blocks = &plan->low;
        }
        const int64_t rows = blocks->rows < plan->m - row ? blocks->rows : plan->m - row;
        const double *from = a + row;
        if (plan->transpose != NULL) {
            from = packed;
            of_block.a_column = blocks->rows * DOUBLE;
            plan->transpose(rows, panel->k, a + row * plan->lda, plan->lda, packed, blocks->rows);
        }
        of_block.last = (rows - plan->width) * DOUBLE;
        run_columns(&of_block, blocks, from, b, c + row, ahead);
        row += rows;
    }
}

void blaspool_plan_make(
    const blaspool_kernel_set *set, const blaspool_product *product, int fetches, blaspool_plan *plan) {
    const int index = width_index(set, product->m);
    const blaspool_panel_set *panels = set->of_width[index];
    const int64_t width = INT64_C(1) << index, vectors = divide_up(product->m, width);
    const int64_t blocks = divide_up(vectors, panels->vectors), tall = divide_up(vectors, blocks);
    *plan = (blaspool_plan){
        .panel =
            {.k = product->k,
             .a_column = product->lda * DOUBLE,
             .b_row = product->transpose_b ? product->ldb * DOUBLE : DOUBLE,
             .b_column = product->transpose_b ? DOUBLE : product->ldb * DOUBLE,
             .c_column = product->ldc * DOUBLE,
             .alpha = product->alpha,
             .beta = product->beta,
             .last = (product->m - width) * DOUBLE}, /* where there is one block */
        .tall.count = vectors - blocks * (tall - 1),
        .transpose = product->transpose_a ? set->transpose : NULL,
        .m = product->m,
        .width = width,
        .lda = product->lda,
    };
    plan_rows(panels, width, tall, product->n, &plan->tall);
    plan->low.count = blocks - plan->tall.count;
    if (plan->low.count > 0) {
        plan_rows(panels, width, tall - 1, product->n, &plan->low);
    }
    if (fetches) {
        plan_ahead(product, plan);
    }
    if (blocks > 1) {
        plan->compute = run_blocks;
    } else if (product->transpose_a) {
        plan->compute = run_packed_block;
        plan->panel.a_column = plan->tall.rows * DOUBLE;
    } else if (plan->tall.narrow_groups > 0 || plan->fetches) {
        plan->compute = run_block;
    } else {
        plan->compute = plan->tall.wide;
        plan->groups = plan->tall.wide_groups;
    }
}
