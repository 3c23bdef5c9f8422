#include "blas/blas_internal.h"

/* CBLAS's enumerations, which are int in every implementation. */
enum { COLUMN_MAJOR = 102, AS_IT_IS = 111, TRANSPOSED = 112 };

typedef void gemm32_function(
    int order, int transpose_a, int transpose_b, int32_t m, int32_t n, int32_t k, double alpha, const double *a,
    int32_t lda, const double *b, int32_t ldb, double beta, double *c, int32_t ldc);

typedef void gemm64_function(
    int order, int transpose_a, int transpose_b, int64_t m, int64_t n, int64_t k, double alpha, const double *a,
    int64_t lda, const double *b, int64_t ldb, double beta, double *c, int64_t ldc);

void blaspool_gemm(const blaspool_blas *blas, const blaspool_product *product, const blaspool_operands *operands) {
    int transpose_a = product->transpose_a ? TRANSPOSED : AS_IT_IS;
    int transpose_b = product->transpose_b ? TRANSPOSED : AS_IT_IS;
    if (blas->info.integer_bits == 64) {
        ((gemm64_function *)blas->gemm)(
            COLUMN_MAJOR, transpose_a, transpose_b, product->m, product->n, product->k, product->alpha, operands->a,
            product->lda, operands->b, product->ldb, product->beta, operands->c, product->ldc);
    } else {
        ((gemm32_function *)blas->gemm)(
            COLUMN_MAJOR, transpose_a, transpose_b, (int32_t)product->m, (int32_t)product->n, (int32_t)product->k,
            product->alpha, operands->a, (int32_t)product->lda, operands->b, (int32_t)product->ldb, product->beta,
            operands->c, (int32_t)product->ldc);
    }
}
