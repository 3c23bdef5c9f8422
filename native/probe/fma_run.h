/* One thread's measurement of its FMA rate, in slices of about a millisecond. */
#ifndef BLASPOOL_FMA_RUN_H
#define BLASPOOL_FMA_RUN_H

#include "probe/fma_kernel.h"

#include <blaspool/affinity.h>

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

typedef struct blaspool_fma_slice {
    int64_t start, end;
} blaspool_fma_slice;

/* What a thread measured: a ring of its latest slices, each of `rounds` rounds of the kernel. */
typedef struct blaspool_fma_run {
    const blaspool_fma_kernel *kernel;
    int64_t rounds;
    int64_t start, end;
    size_t count, capacity;
    blaspool_fma_slice *slices; /* to be freed by the caller */
} blaspool_fma_run;

/* The CPU of the mask that comes after `before` (-1: the first), around its end. */
int blaspool_fma_next_cpu(const blaspool_cpu_set *mask, int before);

/* Rounds of a slice on this CPU. */
int64_t blaspool_fma_calibrate(const blaspool_fma_kernel *kernel);

/* Room for a run of `nanos`; -1 where memory is lacking. */
int blaspool_fma_prepare(blaspool_fma_run *run, const blaspool_fma_kernel *kernel, int64_t rounds, int64_t nanos);

/*
 * Measures for `nanos`, takes one off `unfinished`, and goes on until that is 0: until every thread has had its
 * time. One that came late, on a busy machine, would otherwise measure a machine of its own.
 */
void blaspool_fma_measure(blaspool_fma_run *run, int64_t nanos, atomic_int *unfinished);

/* FLOP/s of the slices that meet [from, to]; 0 where there is no memory to sort them in. */
double blaspool_fma_rate_within(const blaspool_fma_run *run, int64_t from, int64_t to);

#endif
