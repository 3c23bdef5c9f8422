/* Address space for regions: aligned, and fenced by pages that nobody may touch. */
#ifndef BLASPOOL_MAPPING_H
#define BLASPOOL_MAPPING_H

#include <blaspool/status.h>

#include <stdint.h>

/*
 * Maps `bytes` (whole pages) of `fd` (-1: anonymous) read and write, without populating. From 2 MiB on it is aligned
 * to a huge page and has an inaccessible page before and after it: the kernel then never merges it with a
 * neighbour, so its lines in smaps are its own, and a BLAS that runs over the end of an operand is caught.
 * Returns NULL with errno.
 */
void *blaspool_mapping_create(uint64_t bytes, int fd);

/* Says that memory cannot be had, and of a limit of this process's address space. */
blaspool_status blaspool_mapping_failed(const char *call, uint64_t bytes, int error);

/*
 * Puts fresh memory that takes no room in the place of what lies at these addresses, in one step: who is in the midst
 * of reading there finds zeroes and no hole. Where the kernel refuses that, the old memory stays until it is released.
 */
void blaspool_mapping_empty(void *address, uint64_t bytes);

/* Unmaps what blaspool_mapping_create returned, fence and all. */
void blaspool_mapping_release(void *address, uint64_t bytes);

#endif
