#include "blas/blas_internal.h"
#include "counters/likwid.h"
#include "status/status_internal.h"
#include "status/tracepoint.h"

#include <inttypes.h>
#include <string.h>

/* C <- beta C; with beta = 0 without reading C, so that a NaN in it is gone. */
static void scale(const blaspool_product *product, double *c) {
    if (product->beta == 1) {
        return;
    }
    for (int64_t column = 0; column < product->n; column++) {
        double *values = c + column * product->ldc;
        if (product->beta == 0) {
            memset(values, 0, (size_t)product->m * sizeof *values);
        } else {
            for (int64_t row = 0; row < product->m; row++) {
                values[row] *= product->beta;
            }
        }
    }
}

static void compute(blaspool_blas *blas, const blaspool_product *product, const blaspool_operands *operands) {
    if (product->m == 0 || product->n == 0) {
        return;
    }
    if (product->k == 0 || product->alpha == 0) {
        scale(product, operands->c); /* some libraries read A and B here, or take k = 0 for an error */
        return;
    }
    if (atomic_load_explicit(&blas->one_at_a_time, memory_order_relaxed)) {
        pthread_mutex_lock(&blas->call);
        blaspool_gemm(blas, product, operands);
        pthread_mutex_unlock(&blas->call);
        return;
    }
    const blaspool_split_rule *rule = blaspool_split_find(&blas->split, product, operands);
    if (rule != NULL) {
        blaspool_split_run(blas, rule, product, operands);
    } else {
        blaspool_gemm(blas, product, operands);
    }
}

void blaspool_dgemm(blaspool_blas *blas, const blaspool_product *product, const blaspool_operands *operands) {
    BLASPOOL_TRACEPOINT("dgemm__start", product->m, product->k, product->n);
    compute(blas, product, operands);
    BLASPOOL_TRACEPOINT("dgemm__done", product->m, product->k, product->n);
}

blaspool_status blaspool_blas_run(
    blaspool_blas *blas, const blaspool_product *products, int64_t count, const blaspool_region_map *map) {
    if (count < 0) {
        return blaspool_fail(BLASPOOL_INVALID, 0, "count is negative: count=%" PRId64 ", expected at least 0", count);
    }
    if (blas->gemm == NULL) {
        return blaspool_fail(
            BLASPOOL_INVALID, 0, "library has no C interface to BLAS: kind=%s path=%s", blas->info.kind,
            blas->info.path);
    }
    blaspool_status status = BLASPOOL_OK;
    int changed = blaspool_blas_enter(blas);
    blaspool_likwid_start();
    for (int64_t i = 0; i < count && status == BLASPOOL_OK; i++) {
        changed = blaspool_blas_give_way(blas, changed);
        blaspool_operands operands;
        status = blaspool_product_resolve(blas, &products[i], map, &operands);
        if (status == BLASPOOL_OK) {
            blaspool_dgemm(blas, &products[i], &operands);
        } else {
            status = blaspool_product_failed(status, i);
        }
    }
    blaspool_likwid_stop();
    blaspool_blas_leave(blas, changed);
    return status;
}
