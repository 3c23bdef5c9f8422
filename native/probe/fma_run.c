#include "probe/fma_run.h"

#include "probe/sample.h"

#include <stdlib.h>

/* Long enough for the clock's own cost to vanish, short enough to lie between two interruptions. */
#define SLICE_NANOS INT64_C(1000000)

enum { MAX_SLICES = 65536 };

static double run_kernel(const blaspool_fma_kernel *kernel, int64_t rounds) {
    static _Thread_local volatile double sink;
    return sink = kernel->run(rounds);
}

int64_t blaspool_fma_calibrate(const blaspool_fma_kernel *kernel) {
    const int64_t rounds = 2000;
    int64_t shortest = INT64_MAX; /* a try that was interrupted would make the slices too short */
    for (int i = 0; i < 20; i++) {
        int64_t start = blaspool_monotonic_nanos();
        (void)run_kernel(kernel, rounds);
        int64_t nanos = blaspool_monotonic_nanos() - start;
        shortest = nanos < shortest ? nanos : shortest;
    }
    return rounds * SLICE_NANOS / (shortest > 0 ? shortest : 1) + 1;
}

int blaspool_fma_prepare(blaspool_fma_run *run, const blaspool_fma_kernel *kernel, int64_t rounds, int64_t nanos) {
    int64_t slices = nanos / SLICE_NANOS * 2 + 4; /* twice as many, should the clock speed up after calibration */
    size_t capacity = slices < MAX_SLICES ? (size_t)slices : MAX_SLICES;
    *run = (blaspool_fma_run){
        .kernel = kernel,
        .rounds = rounds,
        .capacity = capacity,
        .slices = calloc(capacity, sizeof(blaspool_fma_slice))};
    return run->slices == NULL ? -1 : 0;
}

void blaspool_fma_measure(blaspool_fma_run *run, int64_t nanos, atomic_int *unfinished) {
    int is_finished = 0;
    run->start = run->end = blaspool_monotonic_nanos();
    while (atomic_load_explicit(unfinished, memory_order_relaxed) > 0) {
        blaspool_fma_slice *slice = &run->slices[run->count++ % run->capacity];
        slice->start = blaspool_monotonic_nanos();
        (void)run_kernel(run->kernel, run->rounds);
        slice->end = run->end = blaspool_monotonic_nanos();
        if (!is_finished && run->end >= run->start + nanos) {
            is_finished = 1;
            (void)atomic_fetch_sub_explicit(unfinished, 1, memory_order_relaxed);
        }
    }
}

double blaspool_fma_rate_within(const blaspool_fma_run *run, int64_t from, int64_t to) {
    double *rates = malloc(run->capacity * sizeof *rates);
    if (rates == NULL) {
        return 0.0;
    }
    const double flop = (double)run->rounds * (double)run->kernel->flop_per_round;
    size_t kept = run->count < run->capacity ? run->count : run->capacity, count = 0;
    for (size_t i = 0; i < kept; i++) {
        const blaspool_fma_slice *slice = &run->slices[i];
        if (slice->start <= to && slice->end >= from && slice->end > slice->start) {
            rates[count++] = flop * 1e9 / (double)(slice->end - slice->start);
        }
    }
    double rate = count == 0 ? 0.0 : blaspool_upper_median(rates, count);
    free(rates);
    return rate;
}
