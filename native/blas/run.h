/*
 * Products one after another. What holds for a whole shape is checked and planned once; the places of the operands are
 * checked for each product.
 */
#ifndef BLASPOOL_BLAS_RUN_H
#define BLASPOOL_BLAS_RUN_H

#include "blas/blas_internal.h"
#include "kernels/plan.h"
#include "status/tracepoint.h"

/* Shapes that a run keeps, each in the one place that its sizes name. */
enum { BLASPOOL_RUN_SHAPES = 32 };

/* A product that passed, what others of its sizes, scalars and transposes need, and where they may lie. */
typedef struct blaspool_run_shape {
    blaspool_product product;
    blaspool_places places;
    int is_small; /* computed by the plan, else by the BLAS */
    int is_plain; /* small, and nothing is fetched */
    blaspool_plan plan;
} blaspool_run_shape;

typedef struct blaspool_run {
    blaspool_blas *blas;
    const blaspool_region_map *map;
    const blaspool_run_shape *latest; /* one that fits no product where there was none */
    int changed;                      /* of blaspool_blas_enter */
    int64_t done, counted;            /* products so far, and how many of them `computed` has */
    blaspool_computed computed;
    int streams;   /* whether the operands of all products together do not fit the caches */
    uint32_t kept; /* one bit a shape */
    blaspool_run_shape shapes[BLASPOOL_RUN_SHAPES];
} blaspool_run;

/* Whether the operands of a list do not fit the caches near a core, from some of its products, checked or not. */
int blaspool_run_streams(const blaspool_product *products, int64_t count);

/* The same of a batch by strides. */
int blaspool_run_streams_strided(const blaspool_product *first, const blaspool_strides *strides, int64_t count);

/* INVALID where a stride is too large. */
blaspool_status blaspool_strides_check(const blaspool_strides *strides);

/*
 * Sets the operands' references in `product`, else a copy of `first`, to those of product `index`; INVALID where they
 * would lie in another region.
 */
blaspool_status blaspool_strides_place(
    const blaspool_product *first, const blaspool_strides *strides, int64_t index, blaspool_product *product);

/* Enters the BLAS for a run of the calling thread. */
void blaspool_run_begin(blaspool_run *run, blaspool_blas *blas, const blaspool_region_map *map, int streams);

/* Leaves it again, and counts what was computed. */
void blaspool_run_end(blaspool_run *run);

/* Checks and computes a single product. Waits for nobody who waits for something in turn. */
blaspool_status blaspool_run_single(blaspool_run *run, const blaspool_product *product);

/* Lets those in who change what holds for all products, and looks at all anew after them. */
void blaspool_run_give_way(blaspool_run *run);

/* blaspool_run_product for a shape that differs from the latest one, or places that do. */
blaspool_status blaspool_run_other(blaspool_run *run, const blaspool_product *product);

/* Sizes, leading dimensions and scalars, bit for bit, and transposes. */
static inline int blaspool_has_shape_of(const blaspool_product *product, const blaspool_product *other) {
    typedef uint64_t words __attribute__((vector_size(16), aligned(8), may_alias));
    const words *a = (const words *)product, *b = (const words *)other;
    const words bits = (a[0] ^ b[0]) | (a[1] ^ b[1]) | (a[2] ^ b[2]) | (a[3] ^ b[3]);
    return (bits[0] | bits[1]) == 0 && product->transpose_a == other->transpose_a &&
           product->transpose_b == other->transpose_b;
}

/* Whether the operands lie where the shape's may; their addresses. */
static inline int
blaspool_place_operands(const blaspool_places *places, const blaspool_product *product, blaspool_operands *operands) {
    const uint64_t a = product->a + places->a.to_address, b = product->b + places->b.to_address;
    const uint64_t c = product->c + places->c.to_address;
    operands->a = (const double *)(uintptr_t)a;
    operands->b = (const double *)(uintptr_t)b;
    operands->c = (double *)(uintptr_t)c;
    return product->a - places->a.first <= places->a.span && product->b - places->b.first <= places->b.span &&
           product->c - places->c.first <= places->c.span && ((a | b | c) & (sizeof(double) - 1)) == 0;
}

/* Computes a product of a shape that is not plain. */
void blaspool_run_unplain(
    blaspool_run *run, const blaspool_run_shape *shape, const blaspool_product *product, const blaspool_product *next,
    const blaspool_operands *operands);

/*
 * Checks a product and computes it, after which the caller adds it to `done`, or tells what is wrong. `next` is the one
 * that comes after it, NULL where that is not known; it is only a hint.
 */
static inline blaspool_status
blaspool_run_product(blaspool_run *run, const blaspool_product *product, const blaspool_product *next) {
    if (__builtin_expect(blaspool_gate_is_wanted(&run->blas->gate), 0)) {
        blaspool_run_give_way(run);
    }
    const blaspool_run_shape *shape = run->latest;
    blaspool_operands operands;
    if (__builtin_expect(
            !blaspool_has_shape_of(product, &shape->product) ||
                !blaspool_place_operands(&shape->places, product, &operands),
            0)) {
        return blaspool_run_other(run, product);
    }
    BLASPOOL_TRACEPOINT("dgemm__start", product->m, product->k, product->n);
    if (__builtin_expect(shape->is_plain, 1)) {
        blaspool_plan_run(&shape->plan, operands.a, operands.b, operands.c, NULL);
    } else {
        blaspool_run_unplain(run, shape, product, next, &operands);
    }
    BLASPOOL_TRACEPOINT("dgemm__done", product->m, product->k, product->n);
    return BLASPOOL_OK;
}

#endif
