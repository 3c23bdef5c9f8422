#include <blaspool/memory.h>

#include "memory/available.h"
#include "memory/mapping.h"
#include "memory/pages.h"
#include "memory/placement.h"
#include "memory/populate.h"
#include "status/status_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* Linux 6.3: without it the kernel's log warns once of a memory file that could be executed. */
#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 0x0008U
#endif

#define CHECKED_BYTES (UINT64_C(2) << 20)

/* A file beyond the limit is not an error but SIGXFSZ, which ends the process. */
static blaspool_status check_file_size_limit(uint64_t bytes) {
    struct rlimit limit;
    if (getrlimit(RLIMIT_FSIZE, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY && bytes > limit.rlim_cur) {
        return blaspool_fail(
            BLASPOOL_NO_MEMORY, EFBIG,
            "shared region is larger than a file may be: bytes=%" PRIu64 " allowed=%" PRIu64 ", raised by ulimit -f",
            bytes, (uint64_t)limit.rlim_cur);
    }
    return BLASPOOL_OK;
}

static blaspool_status create_file(uint64_t bytes, int *created) {
    blaspool_status status = check_file_size_limit(bytes);
    if (status != BLASPOOL_OK) {
        return status;
    }
    unsigned flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
    int fd = memfd_create("blaspool", flags | MFD_NOEXEC_SEAL);
    if (fd < 0 && errno == EINVAL) {
        fd = memfd_create("blaspool", flags);
    }
    if (fd < 0) {
        return blaspool_mapping_failed("memfd_create", bytes, errno);
    }
    if (ftruncate(fd, (off_t)bytes) != 0) {
        int error = errno;
        (void)close(fd);
        return blaspool_mapping_failed("ftruncate", bytes, error);
    }
    *created = fd;
    return BLASPOOL_OK;
}

/*
 * A region that is prepared by several threads is for workers on all the nodes that this process may use, any of which
 * may claim any product. One that a single thread prepares is that thread's, and lies where it runs.
 */
static void spread_over_nodes(blaspool_region *region) {
    blaspool_cpu_set cpus;
    blaspool_node_set nodes = {.count = 0};
    if (blaspool_affinity_get(0, &cpus) == BLASPOOL_OK) {
        blaspool_nodes_of("", &cpus, &nodes);
    }
    if (nodes.count > 1 && blaspool_interleave(region->address, region->mapped_bytes, &nodes) == 0) {
        region->nodes = nodes.count;
    }
}

/* Maps and populates what `region` says; on failure nothing stays mapped, and the descriptor is left alone. */
static blaspool_status map_pages(blaspool_region *region, int want_huge, int is_new, int threads) {
    region->address = blaspool_mapping_create(region->mapped_bytes, region->fd);
    if (region->address == NULL) {
        return blaspool_mapping_failed("mmap", region->bytes, errno);
    }
    if (is_new && threads > 1) {
        spread_over_nodes(region);
    }
    blaspool_population population = {
        .address = region->address,
        .bytes = region->mapped_bytes,
        .fd = region->fd,
        .want_huge = want_huge,
        .is_new = is_new,
        .threads = threads,
    };
    blaspool_status status = blaspool_populate(&population);
    if (status == BLASPOOL_OK) {
        status = blaspool_region_pages(region, &region->pages);
    }
    if (status != BLASPOOL_OK) {
        blaspool_mapping_release(region->address, region->mapped_bytes);
    }
    return status;
}

static blaspool_status create_checked(int want_huge, int threads, blaspool_region *region) {
    /* Looking costs as much as making a small region, of which no single one decides whether memory lasts. */
    blaspool_status status =
        region->mapped_bytes < CHECKED_BYTES ? BLASPOOL_OK : blaspool_memory_check(region->mapped_bytes);
    if (status == BLASPOOL_OK && region->kind == BLASPOOL_REGION_SHARED) {
        status = create_file(region->mapped_bytes, &region->fd);
    }
    if (status != BLASPOOL_OK) {
        return status;
    }
    status = map_pages(region, want_huge, 1, threads);
    if (status == BLASPOOL_OK && region->fd >= 0 && fcntl(region->fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW) != 0) {
        status = blaspool_mapping_failed("fcntl(F_ADD_SEALS)", region->bytes, errno);
        blaspool_mapping_release(region->address, region->mapped_bytes);
    }
    if (status != BLASPOOL_OK && region->fd >= 0) {
        (void)close(region->fd);
    }
    return status;
}

/* Shown as signed, because Java's sizes are: what is too large here was negative there. */
static blaspool_status check_bytes(uint64_t bytes) {
    if (bytes == 0 || bytes > (uint64_t)INT64_MAX / 2) {
        return blaspool_fail(
            BLASPOOL_INVALID, 0, "region size is wrong: bytes=%" PRId64 ", expected 1 to %" PRId64, (int64_t)bytes,
            INT64_MAX / 2);
    }
    return BLASPOOL_OK;
}

static blaspool_region describe(uint64_t bytes, blaspool_region_kind kind, int fd) {
    return (blaspool_region){
        .bytes = bytes,
        .mapped_bytes = blaspool_round_up(bytes, blaspool_page_bytes()),
        .fd = fd,
        .kind = kind,
    };
}

blaspool_status
blaspool_region_create(uint64_t bytes, blaspool_region_kind kind, int want_huge, int threads, blaspool_region *region) {
    blaspool_status status = check_bytes(bytes);
    if (status != BLASPOOL_OK) {
        return status;
    }
    if (kind != BLASPOOL_REGION_PRIVATE && kind != BLASPOOL_REGION_SHARED) {
        return blaspool_fail(BLASPOOL_INVALID, 0, "region kind is wrong: kind=%d, expected 0 or 1", (int)kind);
    }
    if (threads < 1) {
        return blaspool_fail(BLASPOOL_INVALID, 0, "thread count is wrong: threads=%d, expected at least 1", threads);
    }
    blaspool_region made = describe(bytes, kind, -1);
    status = create_checked(want_huge, threads, &made);
    if (status == BLASPOOL_OK) {
        *region = made;
    }
    return status;
}

static blaspool_status check_file(int fd, uint64_t bytes) {
    struct stat file;
    if (fstat(fd, &file) != 0) {
        return blaspool_fail(
            errno == EBADF ? BLASPOOL_INVALID : BLASPOOL_SYSTEM, errno,
            "descriptor cannot be attached: fd=%d errno=%d (%s)", fd, errno, strerror(errno));
    }
    if (file.st_size < 0 || (uint64_t)file.st_size < bytes) {
        return blaspool_fail(
            BLASPOOL_INVALID, 0, "shared region is too short: fd=%d bytes=%" PRId64 ", expected at least %" PRIu64, fd,
            (int64_t)file.st_size, bytes);
    }
    int seals = fcntl(fd, F_GET_SEALS);
    if (seals < 0 || (seals & F_SEAL_SHRINK) == 0) {
        return blaspool_fail(
            BLASPOOL_INVALID, 0, "shared region could still shrink: fd=%d seals=%d, expected F_SEAL_SHRINK (%d)", fd,
            seals, F_SEAL_SHRINK);
    }
    return BLASPOOL_OK;
}

blaspool_status blaspool_region_attach(int fd, uint64_t bytes, blaspool_region *region) {
    blaspool_status status = check_bytes(bytes);
    if (status == BLASPOOL_OK) {
        status = check_file(fd, bytes);
    }
    if (status != BLASPOOL_OK) {
        return status;
    }
    blaspool_region attached = describe(bytes, BLASPOOL_REGION_SHARED, fd);
    /* Pages that are huge in the file are mapped huge by populating; collapsing here would change the creator's. */
    status = map_pages(&attached, 0, 0, 1);
    if (status == BLASPOOL_OK) {
        *region = attached;
    }
    return status;
}

void blaspool_region_release(blaspool_region *region) {
    if (region->address != NULL) {
        blaspool_mapping_release(region->address, region->mapped_bytes);
        if (region->fd >= 0) {
            (void)close(region->fd);
        }
    }
    memset(region, 0, sizeof *region);
    region->fd = -1;
}

blaspool_status blaspool_region_pages(const blaspool_region *region, blaspool_page_kind *pages) {
    return blaspool_pages_kind(region->address, region->mapped_bytes, pages);
}
