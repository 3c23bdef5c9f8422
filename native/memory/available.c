#include "memory/available.h"

#include "memory/pages.h"
#include "status/status_internal.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The number of a file of one number ("max" is UINT64_MAX), or of its line that starts with `key`; 0: not there. */
static int read_figure(const char *path, const char *key, uint64_t *figure) {
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        return 0;
    }
    char line[256];
    int found = 0;
    size_t skip = strlen(key);
    while (!found && fgets(line, sizeof line, file) != NULL) {
        if (strncmp(line, key, skip) != 0) {
            continue;
        }
        if (strncmp(line + skip, "max", 3) == 0) {
            *figure = UINT64_MAX;
            found = 1;
        } else {
            found = sscanf(line + skip, "%" SCNu64, figure) == 1;
        }
    }
    (void)fclose(file);
    return found;
}

typedef struct cgroup_files {
    const char *root, *limit, *usage, *reclaimable;
} cgroup_files;

static const cgroup_files version_1 = {
    "/sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file "};
static const cgroup_files version_2 = {"/sys/fs/cgroup", "memory.max", "memory.current", "inactive_file "};

/* What one group leaves: its limit less its usage, of which the unused file cache can be had back. */
static uint64_t group_left(const cgroup_files *files, const char *group) {
    char path[PATH_MAX];
    uint64_t limit, usage, reclaimable = 0;
    (void)snprintf(path, sizeof path, "%s%s/%s", files->root, group, files->limit);
    if (!read_figure(path, "", &limit) || limit >= (uint64_t)INT64_MAX / 2) { /* v1's "none" is LONG_MAX, in pages */
        return UINT64_MAX;
    }
    (void)snprintf(path, sizeof path, "%s%s/%s", files->root, group, files->usage);
    if (!read_figure(path, "", &usage)) {
        return UINT64_MAX;
    }
    (void)snprintf(path, sizeof path, "%s%s/memory.stat", files->root, group);
    (void)read_figure(path, files->reclaimable, &reclaimable);
    usage -= reclaimable < usage ? reclaimable : usage;
    return usage < limit ? limit - usage : 0;
}

/* The group and all above it; where the path is another namespace's, the mount's root is all that can be seen. */
static uint64_t groups_left(const cgroup_files *files, char *group) {
    uint64_t least = UINT64_MAX;
    for (;;) {
        uint64_t left = group_left(files, strcmp(group, "/") == 0 ? "" : group);
        least = left < least ? left : least;
        char *slash = strrchr(group, '/');
        if (slash == NULL || group[0] == '\0') {
            return least;
        }
        *slash = '\0';
    }
}

static uint64_t cgroup_left(void) {
    uint64_t least = UINT64_MAX;
    FILE *file = fopen("/proc/self/cgroup", "re");
    if (file == NULL) {
        return least;
    }
    char line[PATH_MAX];
    while (fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        char *controllers = strchr(line, ':');
        char *group = controllers == NULL ? NULL : strchr(controllers + 1, ':');
        if (group == NULL) {
            continue;
        }
        *group++ = '\0';
        controllers++;
        const cgroup_files *files = *controllers == '\0'                 ? &version_2
                                    : strcmp(controllers, "memory") == 0 ? &version_1
                                                                         : NULL;
        if (files != NULL) {
            uint64_t left = groups_left(files, group);
            least = left < least ? left : least;
        }
    }
    (void)fclose(file);
    return least;
}

uint64_t blaspool_memory_available(const char **limit) {
    uint64_t machine = UINT64_MAX, group = cgroup_left();
    *limit = "MemAvailable";
    if (read_figure("/proc/meminfo", "MemAvailable:", &machine)) {
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
