/* On which NUMA nodes the pages of a region come to lie. */
#ifndef BLASPOOL_PLACEMENT_H
#define BLASPOOL_PLACEMENT_H

#include <blaspool/affinity.h>

#include <stdint.h>

enum { BLASPOOL_MAX_NODES = 1024 };

typedef struct blaspool_node_set {
    unsigned long words[BLASPOOL_MAX_NODES / (8 * sizeof(unsigned long))];
    int count;
} blaspool_node_set;

/*
 * The NUMA nodes that have one of these CPUs; none where the kernel knows no nodes. `root` is put before /sys, so that
 * a test can fake it; "" for the real one.
 */
void blaspool_nodes_of(const char *root, const blaspool_cpu_set *cpus, blaspool_node_set *nodes);

/*
 * Has the pages of a mapping that was not touched yet spread evenly over nodes (MPOL_INTERLEAVE): any worker may come
 * to read them. 0, or -1 with errno where the kernel or a sandbox refuses; pages then lie where they are touched first.
 */
int blaspool_interleave(void *address, uint64_t bytes, const blaspool_node_set *nodes);

#endif
