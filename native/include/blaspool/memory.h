/* Memory regions: private or shared (memfd), reserved before use, with huge pages where they can be had. */
#ifndef BLASPOOL_MEMORY_H
#define BLASPOOL_MEMORY_H

#include <blaspool/status.h>

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum blaspool_region_kind { BLASPOOL_REGION_PRIVATE = 0, BLASPOOL_REGION_SHARED = 1 } blaspool_region_kind;

typedef enum blaspool_page_kind {
    BLASPOOL_PAGES_SMALL = 0, /* the machine's base pages */
    BLASPOOL_PAGES_HUGE = 1,  /* all of it (but for a tail of less than one huge page) in huge pages */
    BLASPOOL_PAGES_MIXED = 2  /* a part of it */
} blaspool_page_kind;

typedef struct blaspool_region {
    void *address;         /* aligned to 2 MiB where bytes >= 2 MiB */
    uint64_t bytes;        /* as asked */
    uint64_t mapped_bytes; /* rounded up to whole pages */
    int fd;                /* the memfd of a shared region, owned by the region; -1 for a private one */
    blaspool_region_kind kind;
    blaspool_page_kind pages; /* what it really has, from /proc/self/smaps */
    int nodes;                /* NUMA nodes its pages are spread over; 0: they lie where they were touched first */
} blaspool_region;

/*
 * Creates a region of zeroes and reserves and prepares all of its pages with `threads` threads (1: the caller
 * alone), so that no later touch can fail or fault slowly. Where memory is lacking it is NO_MEMORY and nothing is
 * left: what MemAvailable and the memory limits of the cgroups leave is looked at first, as Linux would promise more
 * and kill a process later. Huge pages are tried when `want_huge` is 1; not getting them is no error: `pages` says
 * what there is. Prepared by more than one thread, its pages are spread over the NUMA nodes of the CPUs that this
 * process may use; by one, they lie on the caller's. From 2 MiB on there is an inaccessible page right before and right
 * after the region.
 */
BLASPOOL_API blaspool_status
blaspool_region_create(uint64_t bytes, blaspool_region_kind kind, int want_huge, int threads, blaspool_region *region);

/*
 * Maps the shared region behind `fd` (a memfd of blaspool_region_create in another process) with all its pages
 * populated; huge where they are in the creator. The region owns `fd` from then on; on failure it is still the
 * caller's. A file shorter than `bytes`, or that could still shrink (no F_SEAL_SHRINK), is INVALID: it would be SIGBUS
 * later.
 */
BLASPOOL_API blaspool_status blaspool_region_attach(int fd, uint64_t bytes, blaspool_region *region);

/* Unmaps and closes; the region is zeroed, and releasing it twice does nothing. */
BLASPOOL_API void blaspool_region_release(blaspool_region *region);

/* Page kind of [address, address + bytes) from /proc/self/smaps; address as the region has it. */
BLASPOOL_API blaspool_status blaspool_region_pages(const blaspool_region *region, blaspool_page_kind *pages);

#ifdef __cplusplus
}
#endif

#endif
