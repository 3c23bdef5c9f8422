#include <blaspool/probe.h>

#include "memory/available.h"
#include "memory/mapping.h"
#include "memory/pages.h"
#include "probe/sample.h"
#include "status/status_internal.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/mman.h>

static int64_t touch_nanos(volatile char *address, uint64_t bytes) {
    uint64_t page = blaspool_page_bytes();
    int64_t start = blaspool_monotonic_nanos();
    for (uint64_t at = 0; at < bytes; at += page) {
        address[at] = 1;
    }
    return blaspool_monotonic_nanos() - start;
}

blaspool_status
blaspool_probe_fault_cost(uint64_t bytes, int want_huge, double *seconds_per_page, uint64_t *page_bytes) {
    if (bytes == 0 || bytes > (uint64_t)INT64_MAX / 2) {
        return blaspool_fail(
            BLASPOOL_INVALID, 0, "region size is wrong: bytes=%" PRIu64 ", expected 1 to %" PRId64, bytes,
            INT64_MAX / 2);
    }
    uint64_t unit = want_huge && blaspool_huge_page_bytes() > 0 ? blaspool_huge_page_bytes() : blaspool_page_bytes();
    bytes = blaspool_round_up(bytes, unit);
    blaspool_status status = blaspool_memory_check(bytes);
    if (status != BLASPOOL_OK) {
        return status;
    }
    char *address = blaspool_mapping_create(bytes, -1);
    if (address == NULL) {
        return blaspool_mapping_failed("mmap", bytes, errno);
    }
    (void)madvise(address, bytes, want_huge ? MADV_HUGEPAGE : MADV_NOHUGEPAGE);
    int64_t nanos = touch_nanos(address, bytes);
    blaspool_page_kind kind;
    status = blaspool_pages_kind(address, bytes, &kind);
    if (status == BLASPOOL_OK) {
        /* Mixed counts as small: the faults that took the time were those. */
        *page_bytes = kind == BLASPOOL_PAGES_HUGE ? blaspool_huge_page_bytes() : blaspool_page_bytes();
        *seconds_per_page = (double)nanos * 1e-9 / ((double)bytes / (double)*page_bytes);
    }
    blaspool_mapping_release(address, bytes);
    return status;
}
