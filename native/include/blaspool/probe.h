/* What this machine can do at most: the limits that a measurement is held against. */
#ifndef BLASPOOL_PROBE_H
#define BLASPOOL_PROBE_H

#include <blaspool/status.h>

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Peak double-precision FLOP rate of the calling thread's CPU in FLOP/s: chains of independent fused multiply-adds
 * in registers, of the widest vectors the CPU has (AVX-512, AVX2 + FMA, NEON), for about `nanos` (at least 1 ms).
 * `vector_bits` (may be NULL) is what was used; 0 means that no vector FMA was found and the figure is scalar.
 * It is the median of the upper half of slices of 1 ms: what disturbs a slice only slows it down, so this is within
 * a fraction of a percent of the best slice even where several processes share the CPU, and no single slice decides.
 * A cgroup's quota does not show in it: the rate is that of a CPU while it runs. Returns 0 where memory is lacking.
 */
BLASPOOL_API double blaspool_probe_fma_rate(int64_t nanos, int *vector_bits);

/*
 * The same on `threads` threads at once, thread i pinned to cpus[i] (cpus NULL: one on each CPU of the
 * caller's mask, and around again); the sum of their
 * rates over the time in which all ran, so SMT siblings and a common power limit show. Threads on one CPU share its
 * rate. The caller's own mask is not touched.
 */
BLASPOOL_API blaspool_status
blaspool_probe_fma_rate_all(int threads, const int *cpus, int64_t nanos, double *flop_per_second);

/*
 * Bytes copied a second by memcpy, blocks of `block_bytes` between two prepared buffers (of huge pages, where they can
 * be had), one thread; the median of the upper half of its samples.
 */
BLASPOOL_API blaspool_status blaspool_probe_copy_rate(uint64_t block_bytes, int64_t nanos, double *bytes_per_second);

/*
 * Seconds a page of first touch takes: a fresh private region of `bytes`, touched page by page by one thread.
 * `page_bytes` is the size of the pages that were really had.
 */
BLASPOOL_API blaspool_status
blaspool_probe_fault_cost(uint64_t bytes, int want_huge, double *seconds_per_page, uint64_t *page_bytes);

/*
 * Median nanoseconds of waking another thread and being woken by it again, over a socket pair. The two run on the
 * first and the last CPU of the caller's mask: left to the scheduler, they would be now on one CPU and now on two,
 * which differs by a factor of ten and more.
 */
BLASPOOL_API blaspool_status blaspool_probe_wakeup(int64_t *nanos);

#ifdef __cplusplus
}
#endif

#endif
