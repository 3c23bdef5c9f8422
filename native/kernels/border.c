#include "kernels/border.h"

/* Sides and volume m n k at most, by the transposes of A and B. */
static const struct {
    int64_t side, volume;
} borders[2][2] = {{{1024, 1000000}, {1024, 1000000}}, {{256, 1000000}, {256, 1000000}}};

int blaspool_border_holds(const blaspool_product *product) {
    const int64_t side = borders[product->transpose_a][product->transpose_b].side;
    return product->m > 0 && product->n > 0 && product->k > 0 && product->alpha != 0 && product->m <= side &&
           product->n <= side && product->k <= side &&
           product->m * product->n * product->k <= borders[product->transpose_a][product->transpose_b].volume;
}
