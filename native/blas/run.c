#include "blas/run.h"

#include "counters/likwid.h"
#include "kernels/border.h"
#include "status/status_internal.h"

#include <inttypes.h>

enum { SAMPLES = 16 };

/* A batch of more than this does not stay in the caches near a core. */
static const int64_t cached_bytes = 1 << 20;

/* No product fits it: the one place that it has is not aligned. */
static const blaspool_run_shape no_shape = {
    .product.m = -1, .places = {.a.first = UINT64_MAX, .b.first = UINT64_MAX, .c.first = UINT64_MAX}};

static int64_t stored_bytes(int64_t rows, int64_t columns) { return rows * columns * (int64_t)sizeof(double); }

/* How far apart the first and the last of some references are. */
typedef struct reference_spread {
    uint64_t least, most;
} reference_spread;

static void widen(reference_spread *spread, uint64_t reference) {
    spread->least = reference < spread->least ? reference : spread->least;
    spread->most = reference > spread->most ? reference : spread->most;
}

static double bytes_of(const blaspool_product *product) {
    return (double)stored_bytes(product->m, product->k) + (double)stored_bytes(product->k, product->n) +
           (double)stored_bytes(product->m, product->n);
}

/* A wrong answer costs time alone. */
int blaspool_run_streams(const blaspool_product *products, int64_t count) {
    if (count < 2) {
        return 0;
    }
    reference_spread a = {UINT64_MAX, 0}, b = a, c = a;
    double bytes = 0;
    const int64_t samples = count < SAMPLES ? count : SAMPLES;
    for (int64_t i = 0; i < samples; i++) {
        const blaspool_product *product = &products[i * count / samples];
        bytes += bytes_of(product);
        widen(&a, product->a);
        widen(&b, product->b);
        widen(&c, product->c);
    }
    const double apart = (double)(a.most - a.least) + (double)(b.most - b.least) + (double)(c.most - c.least);
    return bytes / (double)samples * (double)count > (double)cached_bytes && apart > (double)cached_bytes;
}

static void forget(blaspool_run *run) {
    run->latest = &no_shape;
    run->kept = 0;
}

void blaspool_run_begin(blaspool_run *run, blaspool_blas *blas, const blaspool_region_map *map, int is_streamed) {
    run->blas = blas;
    run->map = map;
    run->streams = is_streamed;
    forget(run);
    run->changed = blaspool_blas_enter(blas);
    blaspool_likwid_start();
}

void blaspool_run_end(blaspool_run *run) {
    blaspool_likwid_stop();
    blaspool_blas_leave(run->blas, run->changed);
}

void blaspool_run_give_way(blaspool_run *run) {
    run->changed = blaspool_blas_give_way(run->blas, run->changed);
    forget(run);
}

static uint32_t place_of(const blaspool_product *product) {
    const uint64_t sizes = (uint64_t)product->m * 31 + (uint64_t)product->n * 17 + (uint64_t)product->k * 7 +
                           product->transpose_a * 2 + product->transpose_b;
    return (uint32_t)(sizes * UINT64_C(0x9e3779b97f4a7c15) >> 59);
}

void blaspool_run_unplain(
    blaspool_run *run, const blaspool_run_shape *shape, const blaspool_product *product, const blaspool_product *next,
    const blaspool_operands *operands) {
    if (!shape->is_small) {
        blaspool_dgemm(run->blas, product, operands);
        return;
    }
    blaspool_operands then;
    blaspool_ahead ahead, *fetched = NULL;
    if (shape->plan.fetches && next != NULL && blaspool_has_shape_of(next, product) &&
        blaspool_place_operands(&shape->places, next, &then)) {
        ahead = (blaspool_ahead){(const char *)then.a, (const char *)then.b, (const char *)then.c};
        fetched = &ahead;
    }
    blaspool_plan_run(&shape->plan, operands->a, operands->b, operands->c, fetched);
}

static void compute(
    blaspool_run *run, const blaspool_run_shape *shape, const blaspool_product *product,
    const blaspool_operands *operands) {
    BLASPOOL_TRACEPOINT("dgemm__start", product->m, product->k, product->n);
    blaspool_run_unplain(run, shape, product, NULL, operands);
    BLASPOOL_TRACEPOINT("dgemm__done", product->m, product->k, product->n);
}

blaspool_status blaspool_run_other(blaspool_run *run, const blaspool_product *product) {
    const uint32_t place = place_of(product);
    blaspool_run_shape *shape = &run->shapes[place];
    blaspool_operands operands;
    if ((run->kept >> place & 1) == 0 || !blaspool_has_shape_of(product, &shape->product) ||
        !blaspool_place_operands(&shape->places, product, &operands)) {
        run->kept &= ~(UINT32_C(1) << place);
        run->latest = &no_shape;
        blaspool_status status = blaspool_product_resolve(run->blas, product, run->map, &operands, &shape->places);
        if (status != BLASPOOL_OK) {
            return status;
        }
        if (product->m == 0 || product->n == 0 || product->k == 0 || product->alpha == 0) {
            compute(run, &no_shape, product, &operands); /* its places are not checked as those of others are */
            return BLASPOOL_OK;
        }
        shape->product = *product;
        shape->is_plain = 0;
        shape->is_small = run->blas->kernels != NULL && blaspool_border_holds(product);
        if (shape->is_small) {
            blaspool_plan_make(run->blas->kernels, product, run->streams, &shape->plan);
            shape->is_plain = !shape->plan.fetches;
        }
        run->kept |= UINT32_C(1) << place;
    }
    run->latest = shape;
    compute(run, shape, product, &operands);
    return BLASPOOL_OK;
}

static blaspool_status check_batch(const blaspool_blas *blas, int64_t count) {
    if (count < 0) {
        return blaspool_fail(BLASPOOL_INVALID, 0, "count is negative: count=%" PRId64 ", expected at least 0", count);
    }
    if (blas->gemm == NULL) {
        return blaspool_fail(
            BLASPOOL_INVALID, 0, "library has no C interface to BLAS: kind=%s path=%s", blas->info.kind,
            blas->info.path);
    }
    return BLASPOOL_OK;
}

blaspool_status blaspool_run_single(blaspool_run *run, const blaspool_product *product) {
    blaspool_status status = check_batch(run->blas, 1);
    if (status != BLASPOOL_OK) {
        return status;
    }
    status = blaspool_run_other(run, product);
    return status == BLASPOOL_OK ? status : blaspool_product_failed(status, 0);
}

blaspool_status blaspool_blas_run(
    blaspool_blas *blas, const blaspool_product *products, int64_t count, const blaspool_region_map *map) {
    blaspool_status status = check_batch(blas, count);
    if (status != BLASPOOL_OK) {
        return status;
    }
    blaspool_run run;
    blaspool_run_begin(&run, blas, map, blaspool_run_streams(products, count));
    for (int64_t i = 0; i < count && status == BLASPOOL_OK; i++) {
        status = blaspool_run_product(&run, &products[i], i + 1 < count ? &products[i + 1] : NULL);
        if (status != BLASPOOL_OK) {
            status = blaspool_product_failed(status, i);
        }
    }
    blaspool_run_end(&run);
    return status;
}

static blaspool_status check_stride(char name, int64_t stride) {
    if (stride < -BLASPOOL_MOST_STRIDE || stride > BLASPOOL_MOST_STRIDE) {
        return blaspool_fail(
            BLASPOOL_INVALID, 0, "stride is too large: stride_%c=%" PRId64 ", allowed -2^44 to 2^44 doubles", name,
            stride);
    }
    return BLASPOOL_OK;
}

/* A reference that a stride takes below its region's start would be one into another region. */
static blaspool_status check_regions(const blaspool_product *product, const blaspool_product *first) {
    if (((product->a ^ first->a) | (product->b ^ first->b) | (product->c ^ first->c)) >> 48 != 0) {
        return blaspool_fail(BLASPOOL_INVALID, 0, "stride leaves the region of an operand, expected places within it");
    }
    return BLASPOOL_OK;
}

/* One behind another product of the batch. */
static void step(blaspool_product *product, const blaspool_strides *strides) {
    product->a += (uint64_t)strides->a * sizeof(double);
    product->b += (uint64_t)strides->b * sizeof(double);
    product->c += (uint64_t)strides->c * sizeof(double);
}

blaspool_status blaspool_blas_run_strided(
    blaspool_blas *blas, const blaspool_product *first, const blaspool_strides *strides, int64_t count,
    const blaspool_region_map *map) {
    blaspool_status status = check_batch(blas, count);
    status = status == BLASPOOL_OK ? check_stride('a', strides->a) : status;
    status = status == BLASPOOL_OK ? check_stride('b', strides->b) : status;
    status = status == BLASPOOL_OK ? check_stride('c', strides->c) : status;
    if (status != BLASPOOL_OK) {
        return status;
    }
    blaspool_product product = *first, next = *first;
    blaspool_run run;
    blaspool_run_begin(&run, blas, map, bytes_of(first) * (double)count > (double)cached_bytes);
    for (int64_t i = 0; i < count && status == BLASPOOL_OK; i++) {
        step(&next, strides);
        status = check_regions(&product, first);
        if (status == BLASPOOL_OK) {
            status = blaspool_run_product(&run, &product, i + 1 < count ? &next : NULL);
        }
        if (status != BLASPOOL_OK) {
            status = blaspool_product_failed(status, i);
        }
        product = next;
    }
    blaspool_run_end(&run);
    return status;
}
