/*
 * Drawn from times of 858 shapes a transpose with AVX-512 (Zen 5) and, but for TN, AVX2 beside OpenBLAS 0.3.31, and
 * checked on cubes, with AVX2 on 4618 shapes too: with AVX-512 shapes between the cubes may lose some percent;
 * docs/small.md has the figures, and the program that holds every shape against the BLAS. It is the same on every
 * machine, so that the bits are.
 */
#include "kernels/border.h"

enum { MOST_SIDE = 128, MOST_VOLUME = 96 * 96 * 96 };

/* Up to so many rows a block of A stays in registers' reach whatever n and k are. */
enum { FEW_VECTORS = 32 };

static int holds_as_stored(int64_t m, int64_t n, int64_t k, uint32_t transpose_b) {
    if (m < 8) {
        return n <= 16 && k <= 16 && (n <= 8 || n * k <= 64);
    }
    /* The last of many vectors of eight rows must not be too empty. */
    const int64_t rest = m % 8, least_rest = transpose_b ? 5 : 4;
    return m <= FEW_VECTORS || ((rest == 0 || rest >= least_rest) && 4 * n >= m && 4 * k >= m);
}

/* A is transposed: it is copied, while OpenBLAS has kernels for sums of long columns. */
static int holds_transposed_a(int64_t m, int64_t n, int64_t k) {
    if (k <= 16) {
        return m <= FEW_VECTORS || n >= 4;
    }
    return m >= 8 && n >= 8 && (k <= 32 || m * n >= 2048 || (k <= m && k <= n));
}

static int holds_both_transposed(int64_t m, int64_t n, int64_t k) {
    if (m > 28 || n > 28) {
        return 0;
    }
    if (k <= 8) {
        return m >= 5 || n <= 8;
    }
    return m >= 8 && n >= 8 && ((m <= 16 && k <= 16) || (m <= n && k <= m));
}

int blaspool_border_holds(const blaspool_product *product) {
    const int64_t m = product->m, n = product->n, k = product->k;
    if (m < 1 || n < 1 || k < 1 || product->alpha == 0 || m > MOST_SIDE || n > MOST_SIDE || k > MOST_SIDE ||
        m * n * k > MOST_VOLUME) {
        return 0;
    }
    if (!product->transpose_a) {
        return holds_as_stored(m, n, k, product->transpose_b);
    }
    return product->transpose_b ? holds_both_transposed(m, n, k) : holds_transposed_a(m, n, k);
}
