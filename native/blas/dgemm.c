#include "blas/blas_internal.h"

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

void blaspool_dgemm(
    blaspool_blas *blas, const blaspool_product *product, const blaspool_operands *operands,
    blaspool_computed *computed) {
    if (product->m == 0 || product->n == 0) {
        return;
    }
    if (product->k == 0 || product->alpha == 0) {
        scale(product, operands->c); /* some libraries read A and B here, or take k = 0 for an error */
        return;
    }
    const uint64_t multiply_adds = (uint64_t)product->m * (uint64_t)product->n * (uint64_t)product->k;
    if (atomic_load_explicit(&blas->one_at_a_time, memory_order_relaxed)) {
        computed->plain += multiply_adds;
        pthread_mutex_lock(&blas->call);
        blaspool_gemm(blas, product, operands);
        pthread_mutex_unlock(&blas->call);
        return;
    }
    const blaspool_split_rule *rule = blaspool_split_find(&blas->split, product, operands);
    const int is_own = rule != NULL && rule->packed == BLASPOOL_PACKED_A_OWN;
    if (rule == NULL || (is_own && blas->kernels == NULL)) {
        computed->plain += multiply_adds;
        blaspool_gemm(blas, product, operands);
        return;
    }
    *(is_own ? &computed->small : &computed->split) += multiply_adds;
    blaspool_split_run(blas, rule, product, operands);
}
