#include "memory/available.h"

#include "memory/cgroup.h"
#include "memory/figure.h"
#include "memory/pages.h"
#include "status/status_internal.h"

#include <errno.h>
#include <inttypes.h>

uint64_t blaspool_memory_available(const char **limit) {
    uint64_t machine = UINT64_MAX, group = blaspool_cgroup_memory_left("");
    *limit = "MemAvailable";
    if (blaspool_read_figure("/proc/meminfo", "MemAvailable:", &machine)) {
        machine *= 1024;
    }
    if (group < machine) {
        *limit = "cgroup";
        return group;
    }
    return machine;
}

blaspool_status blaspool_memory_check(uint64_t bytes) {
    const char *limit;
    uint64_t available = blaspool_memory_available(&limit);
    uint64_t tables = bytes / blaspool_page_bytes() * 8;
    if (bytes > available || bytes + tables > available) {
        return blaspool_fail(
            BLASPOOL_NO_MEMORY, ENOMEM,
            "not enough memory: bytes=%" PRIu64 " page_tables=%" PRIu64 " available=%" PRIu64 " (by %s)", bytes, tables,
            available, limit);
    }
    return BLASPOOL_OK;
}
