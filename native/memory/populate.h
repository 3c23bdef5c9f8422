/* Reserving and mapping every page of a new region, in parallel, so that no later touch can fault or fail. */
#ifndef BLASPOOL_POPULATE_H
#define BLASPOOL_POPULATE_H

#include <blaspool/status.h>

#include <stdint.h>

typedef struct blaspool_population {
    char *address;  /* of a mapping of blaspool_mapping_create */
    uint64_t bytes; /* whole pages */
    int fd;         /* the memfd behind it, from offset 0; -1: private memory */
    int want_huge;  /* try huge pages first; for new regions */
    int is_new;     /* 0: the pages are there already and only need mapping */
    int threads;    /* at most this many work on it, the caller among them */
} blaspool_population;

/* NO_MEMORY where a page cannot be had; what was populated until then stays, and goes with the mapping. */
blaspool_status blaspool_populate(const blaspool_population *population);

#endif
