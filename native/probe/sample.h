/* Time, and the figure that stands for many samples of a rate. */
#ifndef BLASPOOL_SAMPLE_H
#define BLASPOOL_SAMPLE_H

#include <stddef.h>
#include <stdint.h>

/* CLOCK_MONOTONIC in nanoseconds. */
int64_t blaspool_monotonic_nanos(void);

/*
 * The median of the upper half of `count` >= 1 rates, which are sorted: noise only ever slows a slice down, and a
 * single lucky clock reading does not decide.
 */
double blaspool_upper_median(double *rates, size_t count);

#endif
