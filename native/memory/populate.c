#include "memory/populate.h"

#include "memory/pages.h"
#include "status/status_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* Newer than the C libraries that we build with: Linux 5.14 and 6.1. */
#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif
#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25
#endif

/*
 * fallocate gives back all of its work when a signal arrives, as those of a profiler do all the time: small enough
 * steps get on in between.
 */
#define FALLOCATE_STEP_BYTES (UINT64_C(32) << 20)

/* A thread of its own is not worth less than this. */
#define SLICE_MIN_BYTES (UINT64_C(8) << 20)

enum { MAX_THREADS = 1024, MAX_TRIES = 4 };

typedef struct slice {
    const blaspool_population *of;
    uint64_t offset, bytes;
    const char *call; /* what failed, NULL when nothing did */
    int error;
    pthread_t thread;
    int started;
} slice;

static int fail_slice(slice *part, const char *call, int error) {
    part->call = call;
    part->error = error;
    return -1;
}

/* Retries what the kernel could not do just now: after a signal, or while a page was in use elsewhere. */
static int advise(char *address, uint64_t bytes, int advice) {
    int result, tries = 0;
    do {
        result = madvise(address, bytes, advice);
    } while (result != 0 && (errno == EINTR || (errno == EAGAIN && ++tries < MAX_TRIES)));
    return result;
}

static int reserve(slice *part, uint64_t offset, uint64_t bytes) {
    while (bytes > 0) {
        uint64_t step = bytes < FALLOCATE_STEP_BYTES ? bytes : FALLOCATE_STEP_BYTES;
        if (fallocate(part->of->fd, 0, (off_t)offset, (off_t)step) == 0) {
            offset += step;
            bytes -= step;
        } else if (errno != EINTR) {
            return fail_slice(part, "fallocate", errno);
        }
    }
    return 0;
}

static void touch(char *address, uint64_t bytes, uint64_t step) {
    for (uint64_t at = 0; at < bytes; at += step) {
        /* Adding nothing, atomically: another process may be using the page already. */
        (void)__atomic_fetch_add((unsigned char *)address + at, 0, __ATOMIC_RELAXED);
    }
}

/*
 * A fault gives a huge page by itself only where the administrator said so, in shared memory hardly ever; collapsing
 * is open to everybody. It wants one page in each place to start from, and takes no time where the page is huge
 * already. What cannot be collapsed keeps its small pages: no error.
 */
static int collapse(slice *part, uint64_t huge) {
    uint64_t end = (part->offset + part->bytes) / huge * huge;
    if (end <= part->offset) {
        return 0;
    }
    char *address = part->of->address + part->offset;
    if (part->of->fd < 0) {
        touch(address, end - part->offset, huge);
    } else {
        for (uint64_t at = part->offset; at < end; at += huge) {
            if (reserve(part, at, blaspool_page_bytes()) != 0) {
                return -1;
            }
        }
    }
    (void)advise(address, end - part->offset, MADV_COLLAPSE);
    return 0;
}

static int populate_slice(slice *part) {
    const blaspool_population *of = part->of;
    uint64_t huge = of->want_huge ? blaspool_huge_page_bytes() : 0;
    if (huge != 0 && collapse(part, huge) != 0) {
        return -1;
    }
    if (of->fd >= 0 && of->is_new && reserve(part, part->offset, part->bytes) != 0) {
        return -1;
    }
    if (advise(of->address + part->offset, part->bytes, MADV_POPULATE_WRITE) != 0) {
        if (errno != EINVAL) {
            return fail_slice(part, "madvise(MADV_POPULATE_WRITE)", errno);
        }
        touch(of->address + part->offset, part->bytes, blaspool_page_bytes()); /* before Linux 5.14 */
    }
    return 0;
}

static void *run_slice(void *part) {
    (void)populate_slice(part);
    return NULL;
}

/* As equal slices as whole huge pages allow. */
static void cut(const blaspool_population *population, slice *slices, int count) {
    uint64_t unit = blaspool_huge_page_bytes() > 0 ? blaspool_huge_page_bytes() : blaspool_page_bytes();
    uint64_t units = (population->bytes + unit - 1) / unit;
    for (int i = 0; i < count; i++) {
        uint64_t first = units * (uint64_t)i / (uint64_t)count * unit;
        uint64_t last = units * (uint64_t)(i + 1) / (uint64_t)count * unit;
        last = last < population->bytes ? last : population->bytes;
        slices[i] = (slice){.of = population, .offset = first, .bytes = last - first};
    }
}

static int thread_count(const blaspool_population *population) {
    uint64_t worthwhile = population->bytes / SLICE_MIN_BYTES;
    uint64_t count = (uint64_t)(population->threads < MAX_THREADS ? population->threads : MAX_THREADS);
    count = count < worthwhile ? count : worthwhile;
    return count > 1 ? (int)count : 1;
}

blaspool_status blaspool_populate(const blaspool_population *population) {
    int count = thread_count(population);
    slice *slices = calloc((size_t)count, sizeof *slices);
    if (slices == NULL) {
        return blaspool_fail(BLASPOOL_NO_MEMORY, ENOMEM, "not enough memory: threads=%d", count);
    }
    cut(population, slices, count);
    if (population->fd < 0 || population->want_huge) {
        /* Refused where the kernel has no huge pages, and then there is nothing to advise. */
        (void)madvise(population->address, population->bytes, population->want_huge ? MADV_HUGEPAGE : MADV_NOHUGEPAGE);
    }
    for (int i = 1; i < count; i++) {
        slices[i].started = pthread_create(&slices[i].thread, NULL, run_slice, &slices[i]) == 0;
    }
    (void)populate_slice(&slices[0]);
    for (int i = 1; i < count; i++) {
        if (slices[i].started) {
            (void)pthread_join(slices[i].thread, NULL);
        } else {
            (void)populate_slice(&slices[i]); /* no thread to be had: the caller does it all */
        }
    }
    blaspool_status status = BLASPOOL_OK;
    for (int i = 0; i < count && status == BLASPOOL_OK; i++) {
        if (slices[i].call != NULL) {
            int error = slices[i].error;
            status = blaspool_fail(
                error == ENOMEM || error == ENOSPC ? BLASPOOL_NO_MEMORY : BLASPOOL_SYSTEM, error,
                "pages cannot be reserved: bytes=%" PRIu64 " call=%s errno=%d (%s)", population->bytes, slices[i].call,
                error, strerror(error));
        }
    }
    free(slices);
    return status;
}
