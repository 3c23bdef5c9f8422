/*
 * The files of cgroups, v1 and v2: an input is the text of /proc/self/cgroup and of a limit, a usage and a memory.stat,
 * separated by zero bytes. The same three stand for every group.
 */
#include "fuzz.h"

#include "memory/cgroup.h"

#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CGROUP, LIMIT, USAGE, STAT, FILES };

static const char *const sources[FILES] = {"/cgroup", "/limit", "/usage", "/stat"};
static const char *const directories[] = {
    "/proc",
    "/proc/self",
    "/sys",
    "/sys/fs",
    "/sys/fs/cgroup",
    "/sys/fs/cgroup/a",
    "/sys/fs/cgroup/a/b",
    "/sys/fs/cgroup/memory",
    "/sys/fs/cgroup/memory/a"};

static char root[] = "/tmp/blaspool-fuzz-XXXXXX";
static int descriptors[FILES];

static void make_path(char *path, const char *directory, const char *name) {
    MUST(snprintf(path, PATH_MAX, "%s%s%s", root, directory, name) < PATH_MAX);
}

static void link_as(int source, const char *directory, const char *name) {
    char from[PATH_MAX], to[PATH_MAX];
    make_path(from, sources[source], "");
    make_path(to, directory, name);
    MUST(link(from, to) == 0);
}

static void remove_tree(void) {
    char command[sizeof root + 16];
    (void)snprintf(command, sizeof command, "rm -rf %s", root);
    if (system(command) != 0) {
        fprintf(stderr, "left behind: %s\n", root);
    }
}

static void make_tree(void) {
    char path[PATH_MAX];
    MUST(mkdtemp(root) != NULL && atexit(remove_tree) == 0);
    for (int i = 0; i < FILES; i++) {
        make_path(path, sources[i], "");
        descriptors[i] = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        MUST(descriptors[i] >= 0);
    }
    for (size_t i = 0; i < sizeof directories / sizeof *directories; i++) {
        make_path(path, directories[i], "");
        MUST(mkdir(path, 0700) == 0);
        if (strncmp(directories[i], "/sys/fs/cgroup", 14) != 0) {
            continue;
        }
        int version_1 = strncmp(directories[i], "/sys/fs/cgroup/memory", 21) == 0;
        link_as(LIMIT, directories[i], version_1 ? "/memory.limit_in_bytes" : "/memory.max");
        link_as(USAGE, directories[i], version_1 ? "/memory.usage_in_bytes" : "/memory.current");
        link_as(STAT, directories[i], "/memory.stat");
    }
    link_as(CGROUP, "/proc/self", "/cgroup");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (descriptors[CGROUP] == 0) {
        make_tree();
    }
    for (int i = 0; i < FILES; i++) {
        const uint8_t *end = i < FILES - 1 && size > 0 ? memchr(data, 0, size) : NULL;
        size_t bytes = end == NULL ? size : (size_t)(end - data);
        MUST(ftruncate(descriptors[i], 0) == 0);
        MUST(bytes == 0 || pwrite(descriptors[i], data, bytes, 0) == (ssize_t)bytes);
        size_t used = end == NULL ? bytes : bytes + 1;
        data = size > used ? data + used : data;
        size -= used;
    }
    (void)blaspool_cgroup_memory_left(root);
    return 0;
}
