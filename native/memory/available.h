/* How much memory can still be had without swapping or waking the OOM killer. */
#ifndef BLASPOOL_AVAILABLE_H
#define BLASPOOL_AVAILABLE_H

#include <blaspool/status.h>

#include <stdint.h>

/*
 * The smaller of the machine's MemAvailable and what the memory limits of this process's cgroups (v1 and v2, nested
 * ones too) leave; `limit` names the one that counts. UINT64_MAX where nothing can be read.
 */
uint64_t blaspool_memory_available(const char **limit);

/*
 * NO_MEMORY with both figures when `bytes` of pages, and the page tables that map them, are more than is available.
 * Linux promises memory that it does not have and kills somebody later, so this has to be looked at before.
 */
blaspool_status blaspool_memory_check(uint64_t bytes);

#endif
