/* What the memory limits of this process's cgroups leave. */
#ifndef BLASPOOL_CGROUP_H
#define BLASPOOL_CGROUP_H

#include <stdint.h>

/*
 * The least that any of them leaves, v1 or v2, the process's own group and all above it that can be seen: limit less
 * usage, unused file cache counted as free. UINT64_MAX where there is no limit. `root` is put before /proc and /sys,
 * so that a test can fake them; "" for the real ones.
 */
uint64_t blaspool_cgroup_memory_left(const char *root);

#endif
