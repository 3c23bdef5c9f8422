#include "expect_value.h"
#include "verify/matrix_vector.h"

#include <math.h>

#define MOST 150

static double matrix[MOST * (MOST + 3)];
static double x[MOST];
static double weights[MOST];
static double y[MOST];
static double scale[MOST];
static double partial[2 * MOST];

/* Whole numbers, whose sums are exact in any order. */
static void fill(double *values, size_t count, unsigned state) {
    for (size_t i = 0; i < count; i++) {
        state = state * 1664525 + 1013904223;
        values[i] = (double)(state >> 24) - 128;
    }
}

static void expect_products(uint64_t count, uint64_t length, uint64_t stride) {
    fill(matrix, MOST * (MOST + 3), (unsigned)(count * 1000 + length));
    fill(x, MOST, 5);
    fill(weights, MOST, 6);
    const blaspool_lines lines = {.first = matrix, .count = count, .length = length, .stride = stride};
    blaspool_add_columns(&lines, x, weights, y, scale, partial);
    for (uint64_t i = 0; i < length; i++) {
        double sum = 0;
        double absolute = 0;
        for (uint64_t j = 0; j < count; j++) {
            sum += matrix[j * stride + i] * x[j];
            absolute += fabs(matrix[j * stride + i]) * weights[j];
        }
        EXPECT(y[i] == sum);
        EXPECT(scale[i] == absolute);
    }
    blaspool_dot_rows(&lines, x, weights, y, scale);
    for (uint64_t j = 0; j < count; j++) {
        double sum = 0;
        double absolute = 0;
        for (uint64_t i = 0; i < length; i++) {
            sum += matrix[j * stride + i] * x[i];
            absolute += fabs(matrix[j * stride + i]) * weights[i];
        }
        EXPECT(y[j] == sum);
        EXPECT(scale[j] == absolute);
    }
}

static void should_multiply_matrices_of_any_size(void) {
    static const uint64_t sizes[] = {1, 2, 3, 4, 7, 8, 9, 63, 64, 65, 129, 150};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        for (size_t j = 0; j < sizeof sizes / sizeof sizes[0]; j++) {
            expect_products(sizes[i], sizes[j], sizes[j]);
            expect_products(sizes[i], sizes[j], sizes[j] + 3);
        }
    }
}

static void should_do_without_a_scale(void) {
    const blaspool_lines lines = {.first = matrix, .count = 2, .length = 1, .stride = 1};
    matrix[0] = 3;
    matrix[1] = -4;
    x[0] = 2;
    x[1] = 1;
    scale[0] = 7;
    blaspool_add_columns(&lines, x, NULL, y, NULL, partial);
    EXPECT(y[0] == 2);
    blaspool_dot_rows(&lines, x, NULL, y, NULL);
    EXPECT(y[1] == -8);
    EXPECT(scale[0] == 7);
}

int main(void) {
    should_multiply_matrices_of_any_size();
    should_do_without_a_scale();
    return expect_exit_code();
}
