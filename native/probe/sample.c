#include "probe/sample.h"

#include <stdlib.h>
#include <time.h>

int64_t blaspool_monotonic_nanos(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static int ascending(const void *left, const void *right) {
    double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

double blaspool_upper_median(double *rates, size_t count) {
    qsort(rates, count, sizeof *rates, ascending);
    return rates[count - 1 - (count - 1) / 4];
}
