/* The task table's words, as <blaspool/table.h> draws them. */
#ifndef BLASPOOL_TABLE_LAYOUT_H
#define BLASPOOL_TABLE_LAYOUT_H

#include <blaspool/table.h>

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

typedef struct table_header {
    uint64_t magic;
    uint32_t version;
    uint32_t slots;
    int64_t products;
    int64_t chunks;
    uint64_t bytes;
    uint64_t slots_offset;
    uint64_t chunks_offset;
    uint64_t products_offset;
    _Atomic uint64_t cursor; /* from here on a cache line of its own: every claim writes to it */
    _Atomic uint32_t stop;
    uint32_t content;
    uint64_t marks_offset;
    uint64_t reserved[5];
} table_header;

typedef struct table_slot {
    _Atomic int64_t enter_nanos;
    _Atomic int64_t exit_nanos;
    _Atomic int64_t products;
    _Atomic int64_t chunks;
    _Atomic uint64_t current_chunk;
    _Atomic uint64_t current_product;
    _Atomic uint64_t run_next; /* the slot's own, a hint only */
    _Atomic uint64_t run_end;
    _Atomic uint64_t small, split, plain; /* multiply-adds */
    uint64_t reserved[5];                 /* up to two cache lines: the prefetcher fetches them in pairs */
} table_slot;

typedef struct table_chunk {
    _Atomic uint64_t claim;
    int64_t first;
} table_chunk;

_Static_assert(sizeof(table_header) == BLASPOOL_TABLE_HEADER_BYTES, "header");
_Static_assert(offsetof(table_header, version) == 8, "version");
_Static_assert(offsetof(table_header, slots) == 12, "slots");
_Static_assert(offsetof(table_header, products) == 16, "products");
_Static_assert(offsetof(table_header, chunks) == 24, "chunks");
_Static_assert(offsetof(table_header, bytes) == 32, "bytes");
_Static_assert(offsetof(table_header, slots_offset) == 40, "slots offset");
_Static_assert(offsetof(table_header, chunks_offset) == 48, "chunks offset");
_Static_assert(offsetof(table_header, products_offset) == 56, "products offset");
_Static_assert(offsetof(table_header, cursor) == 64, "cursor");
_Static_assert(offsetof(table_header, stop) == 72, "stop");
_Static_assert(offsetof(table_header, content) == 76, "content");
_Static_assert(offsetof(table_header, marks_offset) == 80, "marks offset");

_Static_assert(sizeof(table_slot) == BLASPOOL_SLOT_BYTES, "slot");
_Static_assert(offsetof(table_slot, exit_nanos) == 8, "exit");
_Static_assert(offsetof(table_slot, products) == 16, "products of a slot");
_Static_assert(offsetof(table_slot, chunks) == 24, "chunks of a slot");
_Static_assert(offsetof(table_slot, current_chunk) == 32, "current chunk");
_Static_assert(offsetof(table_slot, current_product) == 40, "current product");
_Static_assert(offsetof(table_slot, run_next) == 48, "run of a slot");
_Static_assert(offsetof(table_slot, small) == 64, "multiply-adds of a slot");
_Static_assert(offsetof(table_slot, reserved) == 88, "reserved of a slot");

_Static_assert(sizeof(table_chunk) == BLASPOOL_CHUNK_BYTES, "chunk");
_Static_assert(offsetof(table_chunk, first) == 8, "first");

_Static_assert(sizeof(blaspool_product) == BLASPOOL_PRODUCT_BYTES, "product");
_Static_assert(offsetof(blaspool_product, lda) == 24, "lda");
_Static_assert(offsetof(blaspool_product, alpha) == 48, "alpha");
_Static_assert(offsetof(blaspool_product, beta) == 56, "beta");
_Static_assert(offsetof(blaspool_product, a) == 64, "a");
_Static_assert(offsetof(blaspool_product, c) == 80, "c");
_Static_assert(offsetof(blaspool_product, transpose_a) == 88, "transpose a");
_Static_assert(offsetof(blaspool_product, transpose_b) == 92, "transpose b");

typedef struct table_strided {
    blaspool_product first;
    blaspool_strides strides;
    uint64_t reserved;
} table_strided;

_Static_assert(sizeof(table_strided) == BLASPOOL_STRIDED_BYTES, "strided");
_Static_assert(offsetof(table_strided, strides) == 96, "strides");

/* Shared between processes, the words must be atomic without a lock that each process would have for itself. */
_Static_assert(ATOMIC_INT_LOCK_FREE == 2, "32-bit atomics are not lock-free here");
_Static_assert(ATOMIC_LLONG_LOCK_FREE == 2, "64-bit atomics are not lock-free here");
_Static_assert(sizeof(_Atomic uint64_t) == 8 && sizeof(_Atomic uint32_t) == 4, "atomics carry more than the word");

/* A claim word: bits 0-7 state, 8-31 owner, 32-63 attempt. */
#define CLAIM_OWNERS (UINT32_C(1) << 24)

static inline uint64_t claim_word(blaspool_chunk_state state, uint32_t owner, uint32_t attempt) {
    return (uint64_t)state | (uint64_t)owner << 8 | (uint64_t)attempt << 32;
}

static inline uint32_t claim_state(uint64_t claim) { return (uint32_t)(claim & 0xff); }

static inline uint32_t claim_owner(uint64_t claim) { return (uint32_t)(claim >> 8) & (CLAIM_OWNERS - 1); }

static inline uint32_t claim_attempt(uint64_t claim) { return (uint32_t)(claim >> 32); }

static inline table_slot *table_slots(table_header *header) {
    return (table_slot *)(void *)((char *)header + header->slots_offset);
}

static inline table_chunk *table_chunks(const table_header *header) {
    return (table_chunk *)(void *)((char *)(uintptr_t)header + header->chunks_offset);
}

/* One byte a product; not 0: to be passed over. */
static inline _Atomic uint8_t *table_marks(const table_header *header) {
    return (_Atomic uint8_t *)((char *)(uintptr_t)header + header->marks_offset);
}

/* Gives a chunk that `slot` holds back, for the next attempt; 0 where it does not hold it. */
int blaspool_table_give_back(void *table, int64_t chunk, uint32_t slot);

#endif
