#include "blas/run.h"

#include "counters/likwid.h"
#include "kernels/border.h"
#include "status/status_internal.h"

#include <inttypes.h>
#include <math.h>

enum { SAMPLES = 16 };

/* A batch of more than this does not stay in the caches near a core. */
static const int64_t cached_bytes = 1 << 20;

/* No product fits it: the one place that it has is not aligned. */
static const blaspool_run_shape no_shape = {
    .product.m = -1, .places = {.a.first = UINT64_MAX, .b.first = UINT64_MAX, .c.first = UINT64_MAX}};

/* What a foreign table says may be any number: it is not checked yet. */
static double stored_bytes(int64_t rows, int64_t columns) { return (double)rows * (double)columns * sizeof(double); }

/* How far apart the first and the last of some references are. */
typedef struct reference_spread {
    uint64_t least, most;
} reference_spread;

static void widen(reference_spread *spread, uint64_t reference) {
    spread->least = reference < spread->least ? reference : spread->least;
    spread->most = reference > spread->most ? reference : spread->most;
}

static double bytes_of(const blaspool_product *product) {
    return stored_bytes(product->m, product->k) + stored_bytes(product->k, product->n) +
           stored_bytes(product->m, product->n);
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

/* Small products are counted once a shape, so that none of them pays for it; the BLAS counts its own. */
static void count_small(blaspool_run *run) {
    const blaspool_product *product = &run->latest->product;
    if (run->latest->is_small) {
        run->computed.small +=
            (uint64_t)(run->done - run->counted) * (uint64_t)product->m * (uint64_t)product->n * (uint64_t)product->k;
    }
    run->counted = run->done;
}

static void forget(blaspool_run *run) {
    run->latest = &no_shape;
    run->kept = 0;
}

void blaspool_run_begin(blaspool_run *run, blaspool_blas *blas, const blaspool_region_map *map, int is_streamed) {
    run->blas = blas;
    run->map = map;
    run->streams = is_streamed;
    run->done = run->counted = 0;
    run->computed = (blaspool_computed){0};
    forget(run);
    run->changed = blaspool_blas_enter(blas);
    blaspool_likwid_start();
}

void blaspool_run_end(blaspool_run *run) {
    blaspool_likwid_stop();
    blaspool_blas_leave(run->blas, run->changed);
    count_small(run);
    atomic_fetch_add_explicit(&run->blas->computed.small, run->computed.small, memory_order_relaxed);
    atomic_fetch_add_explicit(&run->blas->computed.split, run->computed.split, memory_order_relaxed);
    atomic_fetch_add_explicit(&run->blas->computed.plain, run->computed.plain, memory_order_relaxed);
}

void blaspool_run_give_way(blaspool_run *run) {
    run->changed = blaspool_blas_give_way(run->blas, run->changed);
    count_small(run);
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
        blaspool_dgemm(run->blas, product, operands, &run->computed);
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
    count_small(run);
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
    for (; run.done < count && status == BLASPOOL_OK; run.done += status == BLASPOOL_OK) {
        const blaspool_product *product = &products[run.done];
        status = blaspool_run_product(&run, product, run.done + 1 < count ? product + 1 : NULL);
    }
    if (status != BLASPOOL_OK) {
        status = blaspool_product_failed(status, run.done);
    }
    blaspool_run_end(&run);
    return status;
}

static blaspool_status refuse_stride(char name, int64_t stride) {
    return blaspool_fail(
        BLASPOOL_INVALID, 0, "stride is too large: stride_%c=%" PRId64 ", allowed -2^44 to 2^44 doubles", name, stride);
}

static int is_wild(int64_t stride) { return stride < -BLASPOOL_MOST_STRIDE || stride > BLASPOOL_MOST_STRIDE; }

blaspool_status blaspool_strides_check(const blaspool_strides *strides) {
    return is_wild(strides->a)   ? refuse_stride('a', strides->a)
           : is_wild(strides->b) ? refuse_stride('b', strides->b)
           : is_wild(strides->c) ? refuse_stride('c', strides->c)
                                 : BLASPOOL_OK;
}

/* Moves a reference on; 0 where that is one into another region, by whatever overflows. */
static int move(uint64_t first, int64_t stride, int64_t index, uint64_t *reference) {
    int64_t bytes;
    const int overflows = __builtin_mul_overflow(stride * (int64_t)sizeof(double), index, &bytes);
    *reference = first + (uint64_t)bytes;
    return !overflows && (*reference ^ first) >> 48 == 0;
}

blaspool_status blaspool_strides_place(
    const blaspool_product *first, const blaspool_strides *strides, int64_t index, blaspool_product *product) {
    if (move(first->a, strides->a, index, &product->a) & move(first->b, strides->b, index, &product->b) &
        move(first->c, strides->c, index, &product->c)) {
        return BLASPOOL_OK;
    }
    return blaspool_fail(BLASPOOL_INVALID, 0, "stride leaves the region of an operand, expected places within it");
}

int blaspool_run_streams_strided(const blaspool_product *first, const blaspool_strides *strides, int64_t count) {
    const double apart = fabs((double)strides->a) + fabs((double)strides->b) + fabs((double)strides->c);
    return bytes_of(first) * (double)count > (double)cached_bytes &&
           apart * (double)sizeof(double) * (double)count > (double)cached_bytes;
}

blaspool_status blaspool_blas_run_strided(
    blaspool_blas *blas, const blaspool_product *first, const blaspool_strides *strides, int64_t count,
    const blaspool_region_map *map) {
    blaspool_status status = check_batch(blas, count);
    status = status == BLASPOOL_OK ? blaspool_strides_check(strides) : status;
    if (status != BLASPOOL_OK) {
        return status;
    }
    blaspool_product turns[2] = {*first, *first};
    blaspool_run run;
    blaspool_run_begin(&run, blas, map, blaspool_run_streams_strided(first, strides, count));
    blaspool_status next_status = BLASPOOL_OK;
    while (run.done < count && (status = next_status) == BLASPOOL_OK) {
        const blaspool_product *product = &turns[run.done % 2], *next = NULL;
        if (run.done + 1 < count) {
            next = &turns[(run.done + 1) % 2];
            next_status = blaspool_strides_place(first, strides, run.done + 1, &turns[(run.done + 1) % 2]);
        }
        status = blaspool_run_product(&run, product, next_status == BLASPOOL_OK ? next : NULL);
        if (status != BLASPOOL_OK) {
            break;
        }
        run.done++;
    }
    if (status != BLASPOOL_OK) {
        status = blaspool_product_failed(status, run.done);
    }
    blaspool_run_end(&run);
    return status;
}
