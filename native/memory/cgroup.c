#include "memory/cgroup.h"

#include "memory/figure.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

typedef struct cgroup_files {
    const char *mount, *limit, *usage, *reclaimable;
} cgroup_files;

static const cgroup_files version_1 = {
    "/sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file "};
static const cgroup_files version_2 = {"/sys/fs/cgroup", "memory.max", "memory.current", "inactive_file "};

/* What one group leaves: its limit less its usage, of which the unused file cache can be had back. */
static uint64_t group_left(const char *root, const cgroup_files *files, const char *group) {
    char path[PATH_MAX];
    uint64_t limit, usage, reclaimable = 0;
    (void)snprintf(path, sizeof path, "%s%s%s/%s", root, files->mount, group, files->limit);
    /* No limit at all is "max" in v2 and LONG_MAX, in whole pages, in v1. */
    if (!blaspool_read_figure(path, "", &limit) || limit >= (uint64_t)INT64_MAX / 2) {
        return UINT64_MAX;
    }
    (void)snprintf(path, sizeof path, "%s%s%s/%s", root, files->mount, group, files->usage);
    if (!blaspool_read_figure(path, "", &usage)) {
        return UINT64_MAX;
    }
    (void)snprintf(path, sizeof path, "%s%s%s/memory.stat", root, files->mount, group);
    (void)blaspool_read_figure(path, files->reclaimable, &reclaimable);
    usage -= reclaimable < usage ? reclaimable : usage;
    return usage < limit ? limit - usage : 0;
}

/* The group and all above it; where the path is another namespace's, the mount's root is all that can be seen. */
static uint64_t groups_left(const char *root, const cgroup_files *files, char *group) {
    uint64_t least = UINT64_MAX;
    for (;;) {
        uint64_t left = group_left(root, files, strcmp(group, "/") == 0 ? "" : group);
        least = left < least ? left : least;
        char *slash = strrchr(group, '/');
        if (slash == NULL || group[0] == '\0') {
            return least;
        }
        *slash = '\0';
    }
}

uint64_t blaspool_cgroup_memory_left(const char *root) {
    uint64_t least = UINT64_MAX;
    char path[PATH_MAX];
    (void)snprintf(path, sizeof path, "%s/proc/self/cgroup", root);
    FILE *file = fopen(path, "re");
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
            uint64_t left = groups_left(root, files, group);
            least = left < least ? left : least;
        }
    }
    (void)fclose(file);
    return least;
}
