#include "memory/placement.h"

#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* <linux/mempolicy.h>, which not every system with a compiler has. */
#define MPOL_INTERLEAVE 3

enum { WORD_BITS = 8 * (int)sizeof(unsigned long), LIST_BYTES = 8192 };

static int read_cpus(const char *root, int node, blaspool_cpu_set *cpus) {
    char path[512], list[LIST_BYTES];
    (void)snprintf(path, sizeof path, "%s/sys/devices/system/node/node%d/cpulist", root, node);
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        return 0;
    }
    int found = fgets(list, sizeof list, file) != NULL;
    (void)fclose(file);
    if (!found) {
        return 0;
    }
    list[strcspn(list, "\n")] = '\0';
    /* A node that has memory alone has an empty list, which is no set of CPUs. */
    return blaspool_cpu_set_parse(list, cpus) == BLASPOOL_OK;
}

static int overlap(const blaspool_cpu_set *one, const blaspool_cpu_set *other) {
    for (int cpu = 0; cpu < BLASPOOL_MAX_CPUS; cpu++) {
        if (blaspool_cpu_set_contains(one, cpu) && blaspool_cpu_set_contains(other, cpu)) {
            return 1;
        }
    }
    return 0;
}

void blaspool_nodes_of(const char *root, const blaspool_cpu_set *cpus, blaspool_node_set *nodes) {
    memset(nodes, 0, sizeof *nodes);
    char path[512], list[LIST_BYTES];
    (void)snprintf(path, sizeof path, "%s/sys/devices/system/node/online", root);
    FILE *file = fopen(path, "re");
    if (file == NULL) {
        return;
    }
    blaspool_cpu_set online;
    int found = fgets(list, sizeof list, file) != NULL;
    (void)fclose(file);
    list[found ? strcspn(list, "\n") : 0] = '\0';
    /* Nodes are written as CPUs are: "0-1,3". */
    if (!found || blaspool_cpu_set_parse(list, &online) != BLASPOOL_OK) {
        return;
    }
    for (int node = 0; node < BLASPOOL_MAX_NODES; node++) {
        blaspool_cpu_set own;
        if (blaspool_cpu_set_contains(&online, node) && read_cpus(root, node, &own) && overlap(&own, cpus)) {
            nodes->words[node / WORD_BITS] |= 1UL << (node % WORD_BITS);
            nodes->count++;
        }
    }
}

int blaspool_interleave(void *address, uint64_t bytes, const blaspool_node_set *nodes) {
    /* The kernel takes the number of bits for one more than there are (mbind(2), BUGS). */
    return syscall(SYS_mbind, address, bytes, MPOL_INTERLEAVE, nodes->words, BLASPOOL_MAX_NODES + 1UL, 0) == 0 ? 0 : -1;
}
