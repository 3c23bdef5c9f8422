/* Pages: their sizes, and which kind a range of addresses really has. */
#ifndef BLASPOOL_PAGES_H
#define BLASPOOL_PAGES_H

#include <blaspool/memory.h>

#include <stdint.h>

/* Size of a base page. */
uint64_t blaspool_page_bytes(void);

/* Size of a transparent huge page, 0 where the kernel has none. */
uint64_t blaspool_huge_page_bytes(void);

static inline uint64_t blaspool_round_up(uint64_t bytes, uint64_t unit) { return (bytes + unit - 1) / unit * unit; }

typedef struct blaspool_mapping_range {
    uint64_t address;
    uint64_t bytes;
} blaspool_mapping_range;

/* blaspool_pages_count_huge from any file of that form; SYSTEM where it cannot be opened. */
blaspool_status blaspool_smaps_count_huge(const char *path, blaspool_mapping_range range, uint64_t *huge_bytes);

/*
 * Bytes of [address, address + bytes) that are mapped by huge pages, by the smaps of this process. Exact where the
 * range's mappings are not shared with neighbours, as those of a region are not.
 */
blaspool_status blaspool_pages_count_huge(const void *address, uint64_t bytes, uint64_t *huge_bytes);

/* The same as a kind. */
blaspool_status blaspool_pages_kind(const void *address, uint64_t bytes, blaspool_page_kind *pages);

#endif
