/*
 * The task table: the products of one batch, cut into chunks that workers claim for themselves. It lies in plain or
 * in shared memory; all its words are native-endian and naturally aligned.
 *
 *   0    +------------------------------------------------------------------+
 *        | header, 128 bytes                                                |
 *        |   0 magic u64 "BLSPTAB1"    8 version u32      12 slots u32      |
 *        |  16 products i64           24 chunks i64       32 bytes u64      |
 *        |  40 slots offset u64       48 chunks offset u64                  |
 *        |  56 products offset u64    64 cursor u64 (atomic, a hint only)   |
 *        |  72 stop u32 (atomic)      76 content u32                        |
 *        |  80 marks offset u64                                             |
 *   128  +------------------------------------------------------------------+
 *        | slots x 128 bytes: what each worker (or thread) is doing         |
 *        |   0 enter_nanos i64   8 exit_nanos i64   16 products i64         |
 *        |  24 chunks i64       32 current chunk + 1 u64 (0: none)          |
 *        |  40 current product + 1 u64                                      |
 *        |  48 run: next chunk u64     56 its end u64 (a hint only)         |
 *        |  64 multiply-adds by small kernels u64, split u64, plain u64 of  |
 *        |     workers in other processes, written by Java alone            |
 *        |  88 reserved, zero                                               |
 *        +------------------------------------------------------------------+
 *        | chunks x 16 bytes                                                |
 *        |   0 claim u64 (atomic)                     8 first product i64   |
 *        +------------------------------------------------------------------+
 *        | products x 96 bytes, from the next multiple of 64:               |
 *        |   blaspool_product, or (content 1) three operands of a user's    |
 *        |   operation, read and written by Java alone; with content 2      |
 *        |   one product, and behind it how far apart all of them lie:      |
 *        |  96 stride a i64    104 stride b i64   112 stride c i64          |
 *        | 120 reserved, zero                                               |
 *        +------------------------------------------------------------------+
 *        | products x 1 byte: 0 to be done, 1 to be passed over             |
 *        +------------------------------------------------------------------+
 *
 * A chunk is products first … (first of the next chunk) - 1. Its claim word records who has it, so that exactly a
 * dead worker's chunks can be given to others:  bits 0-7 state, 8-31 owner (slot), 32-63 attempt (claims so far).
 * Claimers take runs of chunks from the cursor, so that they do not write to each other's cache lines; cursor and runs
 * are hints, the chunk's word alone says whose it is.
 * A worker that was killed between two instructions leaves its table usable, whichever they were.
 */
#ifndef BLASPOOL_TABLE_H
#define BLASPOOL_TABLE_H

#include <blaspool/blas.h>
#include <blaspool/status.h>

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define BLASPOOL_TABLE_MAGIC UINT64_C(0x3142415450534c42) /* "BLSPTAB1", little-endian */
#define BLASPOOL_TABLE_VERSION 1u
#define BLASPOOL_TABLE_HEADER_BYTES 128
#define BLASPOOL_SLOT_BYTES 128
#define BLASPOOL_CHUNK_BYTES 16
#define BLASPOOL_PRODUCT_BYTES 96
#define BLASPOOL_STRIDED_BYTES 128

/* What the products of a table are. */
typedef enum blaspool_table_content {
    BLASPOOL_CONTENT_PRODUCTS = 0, /* blaspool_product, for blaspool_table_work */
    BLASPOOL_CONTENT_OPERANDS = 1, /* operand records of the Java library */
    BLASPOOL_CONTENT_STRIDED = 2   /* one blaspool_product and blaspool_strides, for all products of the table */
} blaspool_table_content;

typedef enum blaspool_chunk_state {
    BLASPOOL_CHUNK_FREE = 0,
    BLASPOOL_CHUNK_CLAIMED = 1,
    BLASPOOL_CHUNK_DONE = 2,
    BLASPOOL_CHUNK_FAILED = 3 /* a product of it was refused; the message is with the owner */
} blaspool_chunk_state;

/*
 * Bytes that a table needs, 0 where the sizes are out of range (1 to products chunks, none for no products; 1 to
 * 2^24 slots) or overflow.
 */
BLASPOOL_API uint64_t blaspool_table_bytes(int64_t products, int64_t chunks, uint32_t slots);

/* The same for any content; blaspool_table_bytes is for those that describe each product. */
BLASPOOL_API uint64_t
blaspool_table_content_bytes(blaspool_table_content content, int64_t products, int64_t chunks, uint32_t slots);

/*
 * Lays a table out in zeroed memory at `table` (64-byte aligned) of at least blaspool_table_content_bytes(); chunk i
 * starts at firsts[i], strictly increasing from 0. The products are the caller's to fill in before anyone works.
 */
BLASPOOL_API blaspool_status blaspool_table_init(
    void *table, uint64_t capacity, blaspool_table_content content, int64_t products, int64_t chunks, uint32_t slots,
    const int64_t *firsts);

/*
 * Magic, version, bounds, chunk order and claims of a table that somebody else wrote: INVALID with what is wrong.
 * The other functions trust a table that was laid out or checked here.
 */
BLASPOOL_API blaspool_status blaspool_table_check(const void *table, uint64_t capacity);

BLASPOOL_API blaspool_product *blaspool_table_products(void *table);

/* Of a table whose content is BLASPOOL_CONTENT_STRIDED: from each product to the next; the first is of
 * blaspool_table_products. The others are computed from it, by whoever comes to them. */
BLASPOOL_API blaspool_strides *blaspool_table_strides(void *table);

/*
 * Claims a free chunk for `slot` by compare-and-set; -1 where none is free, the table is stopped, or it has no such
 * slot. Lock-free. The -1 costs a look at every chunk.
 */
BLASPOOL_API int64_t blaspool_table_claim(void *table, uint32_t slot);

/* Products of chunk `chunk`: the index of its first, and how many. */
BLASPOOL_API void blaspool_table_chunk(const void *table, int64_t chunk, int64_t *first, int64_t *count);

/* Ends a chunk that `slot` has claimed as DONE or FAILED; INVALID where it has not. */
BLASPOOL_API blaspool_status
blaspool_table_finish(void *table, int64_t chunk, uint32_t slot, blaspool_chunk_state state);

/*
 * Frees every chunk that `slot` has claimed and not finished, for the next attempt; call it only when the worker
 * is dead and reaped. Returns how many. The slot still tells what the worker was at.
 */
BLASPOOL_API int64_t blaspool_table_release(void *table, uint32_t slot);

/*
 * Marks a product to be passed over from now on, by whoever comes to it: one that has killed its workers must not
 * kill more. Its chunk counts as DONE all the same. INVALID where there is no such product.
 */
BLASPOOL_API blaspool_status blaspool_table_skip(void *table, int64_t product);

/*
 * Sets every chunk FREE again, clears slots and marks and lifts a stop, for another round over the same products.
 * Nobody may be working.
 */
BLASPOOL_API void blaspool_table_reset(void *table);

/* Asks all workers to stop after the product in hand. Callable from a signal handler. */
BLASPOOL_API void blaspool_table_stop(void *table);

/* Number of chunks in each state; counts[4], indexed by blaspool_chunk_state. */
BLASPOOL_API void blaspool_table_count(const void *table, int64_t counts[4]);

/*
 * The worker's loop: claim, run, finish, until no chunk is free. Times (CLOCK_MONOTONIC) of the latest call go to the
 * slot (exit 0: still at work), and counts, which add up until the table is reset. The first failing product ends it:
 * its chunk is FAILED, its status returned with the product's index in the message, the others stay free. A stop in
 * mid-chunk gives the chunk back: it is FREE, though some of its products may be done.
 */
BLASPOOL_API blaspool_status
blaspool_table_work(void *table, uint32_t slot, blaspool_blas *blas, const blaspool_region_map *map);

#ifdef __cplusplus
}
#endif

#endif
