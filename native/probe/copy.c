#include <blaspool/probe.h>

#include <blaspool/memory.h>

#include "probe/sample.h"
#include "status/status_internal.h"

#include <inttypes.h>
#include <string.h>

/* A sample of small blocks is made of as many copies as take about this long. */
#define SAMPLE_NANOS INT64_C(200000)

enum { MIN_SAMPLES = 3, MAX_SAMPLES = 4096 };

static int64_t copy_nanos(void *to, const void *from, uint64_t bytes, int64_t copies) {
    int64_t start = blaspool_monotonic_nanos();
    for (int64_t i = 0; i < copies; i++) {
        memcpy(to, from, bytes);
        __asm__ volatile("" : : "r"(to), "r"(from) : "memory"); /* every copy counts, though the next repeats it */
    }
    return blaspool_monotonic_nanos() - start;
}

static double measure(void *to, const void *from, uint64_t bytes, int64_t nanos) {
    double rates[MAX_SAMPLES];
    size_t count = 0;
    int64_t copies = 1;
    while (copy_nanos(to, from, bytes, copies) < SAMPLE_NANOS / 2) {
        copies *= 2;
    }
    int64_t end = blaspool_monotonic_nanos() + nanos;
    do {
        int64_t taken = copy_nanos(to, from, bytes, copies);
        rates[count++] = (double)bytes * (double)copies * 1e9 / (double)(taken > 0 ? taken : 1);
    } while (count < MAX_SAMPLES && (count < MIN_SAMPLES || blaspool_monotonic_nanos() < end));
    return blaspool_upper_median(rates, count);
}

blaspool_status blaspool_probe_copy_rate(uint64_t block_bytes, int64_t nanos, double *bytes_per_second) {
    if (block_bytes == 0) {
        return blaspool_fail(BLASPOOL_INVALID, 0, "block is empty: block_bytes=0, expected at least 1");
    }
    blaspool_region from, to;
    blaspool_status status = blaspool_region_create(block_bytes, BLASPOOL_REGION_PRIVATE, 1, 1, &from);
    if (status != BLASPOOL_OK) {
        return status;
    }
    status = blaspool_region_create(block_bytes, BLASPOOL_REGION_PRIVATE, 1, 1, &to);
    if (status == BLASPOOL_OK) {
        memset(from.address, 1, block_bytes); /* pages of its own, not the one page of zeroes */
        *bytes_per_second = measure(to.address, from.address, block_bytes, nanos);
        blaspool_region_release(&to);
    }
    blaspool_region_release(&from);
    return status;
}
