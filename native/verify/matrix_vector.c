#include "verify/matrix_vector.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

/* Columns that are added in one pass over the sums, which are then loaded and stored a quarter as often. */
#define COLUMNS 4

/* Sums at once: they hide the latency of an addition, and fill vector registers. */
#define LANES 8

static void add_four(const double *column, uint64_t stride, const double *x, double *restrict sums, uint64_t length) {
    const double *c0 = column;
    const double *c1 = c0 + stride;
    const double *c2 = c1 + stride;
    const double *c3 = c2 + stride;
    for (uint64_t i = 0; i < length; i++) {
        sums[i] += x[0] * c0[i] + x[1] * c1[i] + (x[2] * c2[i] + x[3] * c3[i]);
    }
}

static void
add_four_absolute(const double *column, uint64_t stride, const double *x, double *restrict sums, uint64_t length) {
    const double *c0 = column;
    const double *c1 = c0 + stride;
    const double *c2 = c1 + stride;
    const double *c3 = c2 + stride;
    for (uint64_t i = 0; i < length; i++) {
        sums[i] += x[0] * fabs(c0[i]) + x[1] * fabs(c1[i]) + (x[2] * fabs(c2[i]) + x[3] * fabs(c3[i]));
    }
}

static void add_one(const double *column, double x, double *restrict sums, uint64_t length) {
    for (uint64_t i = 0; i < length; i++) {
        sums[i] += x * column[i];
    }
}

static void add_one_absolute(const double *column, double x, double *restrict sums, uint64_t length) {
    for (uint64_t i = 0; i < length; i++) {
        sums[i] += x * fabs(column[i]);
    }
}

void blaspool_add_columns(
    const blaspool_lines *lines, const double *x, const double *weights, double *y, double *scale, double *partial) {
    uint64_t length = lines->length;
    double *partial_scale = partial + length;
    memset(y, 0, length * sizeof *y);
    if (scale != NULL) {
        memset(scale, 0, length * sizeof *scale);
    }
    for (uint64_t first = 0; first < lines->count; first += BLASPOOL_SUM_BLOCK) {
        uint64_t end = lines->count - first < BLASPOOL_SUM_BLOCK ? lines->count : first + BLASPOOL_SUM_BLOCK;
        memset(partial, 0, 2 * length * sizeof *partial);
        uint64_t j = first;
        for (; j + COLUMNS <= end; j += COLUMNS) {
            const double *column = lines->first + j * lines->stride;
            add_four(column, lines->stride, x + j, partial, length);
            if (scale != NULL) {
                add_four_absolute(column, lines->stride, weights + j, partial_scale, length);
            }
        }
        for (; j < end; j++) {
            const double *column = lines->first + j * lines->stride;
            add_one(column, x[j], partial, length);
            if (scale != NULL) {
                add_one_absolute(column, weights[j], partial_scale, length);
            }
        }
        add_one(partial, 1, y, length);
        if (scale != NULL) {
            add_one(partial_scale, 1, scale, length);
        }
    }
}

static double sum_of(const double *lanes) {
    return ((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7]));
}

static double dot(const double *x, const double *line, uint64_t length) {
    double sum = 0;
    for (uint64_t from = 0; from < length; from += BLASPOOL_SUM_BLOCK) {
        uint64_t end = length - from < BLASPOOL_SUM_BLOCK ? length : from + BLASPOOL_SUM_BLOCK;
        double lanes[LANES] = {0};
        uint64_t i = from;
        for (; i + LANES <= end; i += LANES) {
            for (int lane = 0; lane < LANES; lane++) {
                lanes[lane] += x[i + (uint64_t)lane] * line[i + (uint64_t)lane];
            }
        }
        for (int lane = 0; i < end; i++, lane++) {
            lanes[lane] += x[i] * line[i];
        }
        sum += sum_of(lanes);
    }
    return sum;
}

static double dot_absolute(const double *weights, const double *line, uint64_t length) {
    double sum = 0;
    for (uint64_t from = 0; from < length; from += BLASPOOL_SUM_BLOCK) {
        uint64_t end = length - from < BLASPOOL_SUM_BLOCK ? length : from + BLASPOOL_SUM_BLOCK;
        double lanes[LANES] = {0};
        uint64_t i = from;
        for (; i + LANES <= end; i += LANES) {
            for (int lane = 0; lane < LANES; lane++) {
                lanes[lane] += weights[i + (uint64_t)lane] * fabs(line[i + (uint64_t)lane]);
            }
        }
        for (int lane = 0; i < end; i++, lane++) {
            lanes[lane] += weights[i] * fabs(line[i]);
        }
        sum += sum_of(lanes);
    }
    return sum;
}

void blaspool_dot_rows(const blaspool_lines *lines, const double *x, const double *weights, double *y, double *scale) {
    for (uint64_t row = 0; row < lines->count; row++) {
        const double *line = lines->first + row * lines->stride;
        y[row] = dot(x, line, lines->length);
        if (scale != NULL) {
            scale[row] = dot_absolute(weights, line, lines->length);
        }
    }
}
