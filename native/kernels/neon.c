/* Kernels for NEON: 32 registers of two doubles. */
#include "kernels/kernel_set.h"
#include "kernels/vectors.h"

#include <arm_neon.h>

#define FMA_2(a, b, c) vfmaq_f64(c, a, b)
#define COLUMNS_2 8
#define COLUMNS_3 8

#define WIDTH 1
#define VECTORS 1
#define FETCHING 0
#include "kernels/panel.h"

#define WIDTH 2
#define VECTORS 3
#define FETCHING 1
#include "kernels/panel.h"

typedef double vector_4 __attribute__((vector_size(32)));
typedef double stored_4 __attribute__((vector_size(32), aligned(8), may_alias));
#define TRANSPOSED_SIDE 4
#include "kernels/transpose.h"

const blaspool_kernel_set blaspool_kernels_neon = {
    .name = "neon", .widest = 2, .of_width = {&panels_1, &panels_2}, .transpose = transpose};
