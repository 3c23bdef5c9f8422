#include "memory/mapping.h"

#include "memory/pages.h"
#include "status/status_internal.h"

#include <errno.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>

#define FENCED_BYTES (UINT64_C(2) << 20)

static uint64_t alignment(void) {
    uint64_t huge = blaspool_huge_page_bytes();
    return huge > FENCED_BYTES ? huge : FENCED_BYTES;
}

static void *map(void *at, uint64_t bytes, int fd) {
    int flags = fd < 0 ? MAP_PRIVATE | MAP_ANONYMOUS : MAP_SHARED;
    void *address = mmap(at, bytes, PROT_READ | PROT_WRITE, flags | (at != NULL ? MAP_FIXED : 0), fd, 0);
    return address == MAP_FAILED ? NULL : address;
}

void *blaspool_mapping_create(uint64_t bytes, int fd) {
    if (bytes < FENCED_BYTES) {
        return map(NULL, bytes, fd);
    }
    uint64_t page = blaspool_page_bytes(), unit = alignment();
    if (bytes > UINT64_MAX / 2) {
        errno = ENOMEM;
        return NULL;
    }
    uint64_t reserved_bytes = bytes + unit + 2 * page;
    char *reserved = mmap(NULL, reserved_bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (reserved == MAP_FAILED) {
        return NULL;
    }
    uint64_t start = (uint64_t)(uintptr_t)reserved;
    uint64_t before = blaspool_round_up(start + page, unit) - page - start;
    uint64_t after = reserved_bytes - before - bytes - 2 * page;
    char *address = reserved + before + page;
    if (before > 0) {
        (void)munmap(reserved, before);
    }
    if (after > 0) {
        (void)munmap(address + bytes + page, after);
    }
    if (map(address, bytes, fd) == NULL) {
        int error = errno;
        (void)munmap(address - page, bytes + 2 * page);
        errno = error;
        return NULL;
    }
    return address;
}

blaspool_status blaspool_mapping_failed(const char *call, uint64_t bytes, int error) {
    struct rlimit limit;
    char mend[64] = "";
    if (error == ENOMEM && getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) {
        (void)snprintf(mend, sizeof mend, "; raise ulimit -v=%" PRIu64 " KiB", (uint64_t)limit.rlim_cur / 1024);
    }
    return blaspool_fail(
        error == ENOMEM || error == ENOSPC ? BLASPOOL_NO_MEMORY : BLASPOOL_SYSTEM, error,
        "region cannot be had: bytes=%" PRIu64 " call=%s errno=%d (%s)%s", bytes, call, error, strerror(error), mend);
}

void blaspool_mapping_empty(void *address, uint64_t bytes) {
    (void)mmap(address, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
}

void blaspool_mapping_release(void *address, uint64_t bytes) {
    uint64_t fence = bytes < FENCED_BYTES ? 0 : blaspool_page_bytes();
    (void)munmap((char *)address - fence, bytes + 2 * fence);
}
