/* Kernels for AVX2 and FMA: 16 registers. */
#include "kernels/kernel_set.h"
#include "kernels/vectors.h"

#include <immintrin.h>

#define FMA_2(a, b, c) _mm_fmadd_pd(a, b, c)
#define FMA_4(a, b, c) _mm256_fmadd_pd(a, b, c)
#define COLUMNS_2 6
#define COLUMNS_3 4

#define WIDTH 1
#define VECTORS 1
#define FETCHING 0
#include "kernels/panel.h"

#define WIDTH 2
#define VECTORS 2
#define FETCHING 0
#include "kernels/panel.h"

#define WIDTH 4
#define VECTORS 3
#define FETCHING 1
#include "kernels/panel.h"

#define TRANSPOSED_SIDE 4
#include "kernels/transpose.h"

const blaspool_kernel_set blaspool_kernels_avx2 = {
    .name = "avx2", .widest = 4, .of_width = {&panels_1, &panels_2, &panels_4}, .transpose = transpose};
