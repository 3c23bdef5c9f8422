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
    int64_t tiles = 0;
    for (int i = 0; i < BLASPOOL_BLOCKS_KINDS; i++) {
        tiles += plan->blocks[i].count * (plan->blocks[i].wide_groups + plan->blocks[i].narrow_groups);
    }
    const int64_t steps = p.k * tiles;
    const int64_t a = p.transpose_a ? extent_bytes(p.k, p.m, p.lda) : extent_bytes(p.m, p.k, p.lda);
    const int64_t b = p.transpose_b ? extent_bytes(p.n, p.k, p.ldb) : extent_bytes(p.k, p.n, p.ldb);
    const int64_t c = extent_bytes(p.m, p.n, p.ldc);
    const int64_t a_step = divide_up(a, steps), b_step = divide_up(b, steps), c_step = divide_up(c, steps);
    for (int i = 0; i < BLASPOOL_BLOCKS_KINDS; i++) {
        blaspool_panel *panel = &plan->blocks[i].panel;
        panel->a_step = a_step, panel->b_step = b_step, panel->c_step = c_step;
    }
    /* A step over a line would leave some out, and most of what lies far apart is not the operand's. */
    const int64_t dense = (p.m * p.k + p.k * p.n + p.m * p.n) * DOUBLE;
    plan->fetches = p.m * p.n * p.k >= LEAST_FETCHING && plan->blocks[0].wide_ahead != NULL && a + b + c <= 2 * dense &&
                    a_step <= LINE && b_step <= LINE && c_step <= LINE;
}

static const blaspool_plan *plan_of(const blaspool_panel *panel) { return (const blaspool_plan *)(const void *)panel; }

static inline __attribute__((always_inline)) void
run_columns(const blaspool_row_blocks *blocks, const double *a, const double *b, double *c, blaspool_ahead *ahead) {
    const blaspool_panel *panel = &blocks->panel;
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
    run_columns(plan_of(panel)->blocks, a, b, c, ahead);
}

/* By several. */
static void run_blocks(
    const blaspool_panel *panel, const double *a, const double *b, double *c, int64_t groups, blaspool_ahead *ahead) {
    const blaspool_row_blocks *blocks = plan_of(panel)->blocks;
    (void)groups;
    for (int kind = 0; kind < BLASPOOL_BLOCKS_KINDS; kind++, blocks++) {
        for (int64_t i = 0; i < blocks->count; i++, a += blocks->rows, c += blocks->rows) {
            run_columns(blocks, a, b, c, ahead);
        }
    }
}

/* By one block, of an A that is stored transposed and copied to columns before. */
static void run_packed_block(
    const blaspool_panel *panel, const double *a, const double *b, double *c, int64_t groups, blaspool_ahead *ahead) {
    _Alignas(LINE) double packed[MOST_ROWS * BLASPOOL_BORDER_DEPTH];
    const blaspool_plan *plan = plan_of(panel);
    (void)groups;
    plan->transpose(plan->m, panel->k, a, plan->lda, packed, plan->blocks->rows);
    run_columns(plan->blocks, packed, b, c, ahead);
}

/* By several. */
static void run_packed_blocks(
    const blaspool_panel *panel, const double *a, const double *b, double *c, int64_t groups, blaspool_ahead *ahead) {
    _Alignas(LINE) double packed[MOST_ROWS * BLASPOOL_BORDER_DEPTH];
    const blaspool_plan *plan = plan_of(panel);
    const blaspool_row_blocks *blocks = plan->blocks;
    int64_t left = plan->m;
    (void)groups;
    for (int kind = 0; kind < BLASPOOL_BLOCKS_KINDS; kind++, blocks++) {
        const int64_t height = blocks->rows;
        for (int64_t i = 0; i < blocks->count; i++, a += height * plan->lda, c += height, left -= height) {
            plan->transpose(height < left ? height : left, panel->k, a, plan->lda, packed, height);
            run_columns(blocks, packed, b, c, ahead);
        }
    }
}

void blaspool_plan_make(
    const blaspool_kernel_set *set, const blaspool_product *product, int fetches, blaspool_plan *plan) {
    const int index = width_index(set, product->m);
    const blaspool_panel_set *panels = set->of_width[index];
    const int64_t width = INT64_C(1) << index, vectors = divide_up(product->m, width);
    const int64_t count = divide_up(vectors, panels->vectors), highest = divide_up(vectors, count);
    *plan = (blaspool_plan){
        .transpose = product->transpose_a ? set->transpose : NULL, .m = product->m, .lda = product->lda};
    blaspool_row_blocks *tall = &plan->blocks[BLASPOOL_BLOCKS_TALL], *low = &plan->blocks[BLASPOOL_BLOCKS_LOW],
                        *last = &plan->blocks[BLASPOOL_BLOCKS_LAST];
    tall->panel = (blaspool_panel){
        .k = product->k,
        .a_column = product->lda * DOUBLE,
        .b_row = product->transpose_b ? product->ldb * DOUBLE : DOUBLE,
        .b_column = product->transpose_b ? DOUBLE : product->ldb * DOUBLE,
        .c_column = product->ldc * DOUBLE,
        .alpha = product->alpha,
        .beta = product->beta};
    low->panel = tall->panel;
    plan_rows(panels, width, highest, product->n, tall);
    tall->count = vectors - count * (highest - 1);
    if (tall->count < count) {
        plan_rows(panels, width, highest - 1, product->n, low);
        low->count = count - tall->count;
    }
    *last = tall->count < count ? *low : *tall;
    for (int kind = 0; kind < BLASPOOL_BLOCKS_KINDS; kind++) {
        blaspool_row_blocks *blocks = &plan->blocks[kind];
        blocks->panel.last = (blocks->rows - width) * DOUBLE;
        blocks->panel.a_column = product->transpose_a ? blocks->rows * DOUBLE : blocks->panel.a_column;
    }
    const int64_t beyond = (vectors * width - product->m) * DOUBLE;
    if (count > 1) {
        last->count = 1;
        last->panel.last -= beyond;
        (tall->count < count ? low : tall)->count--;
    } else {
        last->count = 0;
        tall->panel.last -= beyond;
    }
    if (fetches) {
        plan_ahead(product, plan);
    }
    plan->groups = tall->wide_groups;
    plan->compute = count > 1                                  ? (product->transpose_a ? run_packed_blocks : run_blocks)
                    : product->transpose_a                     ? run_packed_block
                    : tall->narrow_groups > 0 || plan->fetches ? run_block
                                                               : tall->wide;
}
