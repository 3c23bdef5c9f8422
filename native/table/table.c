#include "table/layout.h"
#include "status/status_internal.h"

#include <inttypes.h>
#include <string.h>

/* Where the parts of a table lie. */
typedef struct table_plan {
    uint64_t chunks_offset;
    uint64_t products_offset;
    uint64_t marks_offset;
    uint64_t bytes;
} table_plan;

/* 0 where a size is out of range or the sum overflows. */
static int plan(uint32_t content, int64_t products, int64_t chunks, uint32_t slots, table_plan *plan) {
    if (products < 0 || chunks < 0 || chunks > products || (products > 0 && chunks == 0) || slots == 0 ||
        slots > CLAIM_OWNERS) {
        return 0;
    }
    uint64_t chunk_bytes;
    uint64_t product_bytes = BLASPOOL_STRIDED_BYTES;
    plan->chunks_offset = BLASPOOL_TABLE_HEADER_BYTES + (uint64_t)slots * BLASPOOL_SLOT_BYTES;
    if (__builtin_mul_overflow((uint64_t)chunks, BLASPOOL_CHUNK_BYTES, &chunk_bytes) ||
        (content != BLASPOOL_CONTENT_STRIDED &&
         __builtin_mul_overflow((uint64_t)products, BLASPOOL_PRODUCT_BYTES, &product_bytes)) ||
        __builtin_add_overflow(plan->chunks_offset, chunk_bytes, &plan->products_offset) ||
        __builtin_add_overflow(plan->products_offset, UINT64_C(63), &plan->products_offset)) {
        return 0;
    }
    plan->products_offset &= ~UINT64_C(63);
    return !__builtin_add_overflow(plan->products_offset, product_bytes, &plan->marks_offset) &&
           !__builtin_add_overflow(plan->marks_offset, (uint64_t)products, &plan->bytes) && plan->bytes <= INT64_MAX;
}

uint64_t
blaspool_table_content_bytes(blaspool_table_content content, int64_t products, int64_t chunks, uint32_t slots) {
    table_plan sizes;
    return plan(content, products, chunks, slots, &sizes) ? sizes.bytes : 0;
}

uint64_t blaspool_table_bytes(int64_t products, int64_t chunks, uint32_t slots) {
    return blaspool_table_content_bytes(BLASPOOL_CONTENT_PRODUCTS, products, chunks, slots);
}

static blaspool_status check_place(const void *table, uint64_t capacity, uint64_t least) {
    if (table == NULL || (uintptr_t)table % 64 != 0) {
        return blaspool_fail(
            BLASPOOL_INVALID, 0, "table is not aligned: address=%p, expected a multiple of 64 bytes", table);
    }
    if (capacity < least) {
        return blaspool_fail(
            BLASPOOL_INVALID, 0, "table is too short: bytes=%" PRIu64 ", expected at least %" PRIu64, capacity, least);
    }
    return BLASPOOL_OK;
}

/* First products of chunks: from 0, strictly rising, each below `products`. */
static blaspool_status check_first(int64_t chunk, int64_t first, int64_t before, int64_t products) {
    if (chunk == 0 ? first != 0 : first <= before || first >= products) {
        return blaspool_fail(
            BLASPOOL_INVALID, 0,
            "chunk starts at a wrong product: chunk=%" PRId64 " first=%" PRId64 ", expected %s%" PRId64
            " and below %" PRId64,
            chunk, first, chunk == 0 ? "" : "more than ", chunk == 0 ? 0 : before, products);
    }
    return BLASPOOL_OK;
}

static blaspool_status check_content(uint32_t content) {
    if (content > BLASPOOL_CONTENT_STRIDED) {
        return blaspool_fail(
            BLASPOOL_INVALID, 0, "content of the table is unknown: content=%" PRIu32 ", expected 0 to 2", content);
    }
    return BLASPOOL_OK;
}

static blaspool_status refuse_sizes(int64_t products, int64_t chunks, uint32_t slots) {
    return blaspool_fail(
        BLASPOOL_INVALID, 0,
        "sizes of the table are out of range: products=%" PRId64 " chunks=%" PRId64 " slots=%" PRIu32
        ", expected 1 to %" PRIu32 " slots and 1 to products chunks",
        products, chunks, slots, CLAIM_OWNERS);
}

blaspool_status blaspool_table_init(
    void *table, uint64_t capacity, blaspool_table_content content, int64_t products, int64_t chunks, uint32_t slots,
    const int64_t *firsts) {
    table_plan sizes;
    if (!plan(content, products, chunks, slots, &sizes)) {
        return refuse_sizes(products, chunks, slots);
    }
    blaspool_status status = check_place(table, capacity, sizes.bytes);
    if (status == BLASPOOL_OK) {
        status = check_content(content);
    }
    for (int64_t i = 0; i < chunks && status == BLASPOOL_OK; i++) {
        status = check_first(i, firsts[i], i > 0 ? firsts[i - 1] : 0, products);
    }
    if (status != BLASPOOL_OK) {
        return status;
    }
    table_header *header = table;
    header->version = BLASPOOL_TABLE_VERSION;
    header->slots = slots;
    header->products = products;
    header->chunks = chunks;
    header->bytes = sizes.bytes;
    header->slots_offset = BLASPOOL_TABLE_HEADER_BYTES;
    header->chunks_offset = sizes.chunks_offset;
    header->products_offset = sizes.products_offset;
    header->marks_offset = sizes.marks_offset;
    header->content = content;
    for (int64_t i = 0; i < chunks; i++) {
        table_chunks(header)[i].first = firsts[i];
    }
    blaspool_table_reset(table);
    header->magic = BLASPOOL_TABLE_MAGIC;
    return BLASPOOL_OK;
}

static blaspool_status check_header(const table_header *header, uint64_t capacity) {
    if (header->magic != BLASPOOL_TABLE_MAGIC) {
        return blaspool_fail(
            BLASPOOL_INVALID, 0, "this is no task table: magic=0x%" PRIx64 ", expected 0x%" PRIx64, header->magic,
            BLASPOOL_TABLE_MAGIC);
    }
    if (header->version != BLASPOOL_TABLE_VERSION) {
        return blaspool_fail(
            BLASPOOL_INVALID, 0, "table is of another version: version=%" PRIu32 ", expected %u", header->version,
            BLASPOOL_TABLE_VERSION);
    }
    table_plan sizes;
    if (!plan(header->content, header->products, header->chunks, header->slots, &sizes)) {
        return refuse_sizes(header->products, header->chunks, header->slots);
    }
    if (header->bytes != sizes.bytes || header->slots_offset != BLASPOOL_TABLE_HEADER_BYTES ||
        header->chunks_offset != sizes.chunks_offset || header->products_offset != sizes.products_offset ||
        header->marks_offset != sizes.marks_offset) {
        return blaspool_fail(
            BLASPOOL_INVALID, 0,
            "parts of the table are misplaced: bytes=%" PRIu64 " slots=%" PRIu64 " chunks=%" PRIu64 " products=%" PRIu64
            ", expected %" PRIu64 " %d %" PRIu64 " %" PRIu64,
            header->bytes, header->slots_offset, header->chunks_offset, header->products_offset, sizes.bytes,
            BLASPOOL_TABLE_HEADER_BYTES, sizes.chunks_offset, sizes.products_offset);
    }
    blaspool_status status = check_content(header->content);
    return status == BLASPOOL_OK ? check_place(header, capacity, sizes.bytes) : status;
}

static blaspool_status check_claim(int64_t chunk, uint64_t claim, uint32_t slots) {
    uint32_t state = claim_state(claim);
    if (state > BLASPOOL_CHUNK_FAILED || (state != BLASPOOL_CHUNK_FREE && claim_owner(claim) >= slots)) {
        return blaspool_fail(
            BLASPOOL_INVALID, 0,
            "claim of a chunk is impossible: chunk=%" PRId64 " state=%" PRIu32 " owner=%" PRIu32
            ", expected a state of at most 3 and an owner below %" PRIu32,
            chunk, state, claim_owner(claim), slots);
    }
    return BLASPOOL_OK;
}

blaspool_status blaspool_table_check(const void *table, uint64_t capacity) {
    blaspool_status status = check_place(table, capacity, BLASPOOL_TABLE_HEADER_BYTES);
    const table_header *header = table;
    if (status == BLASPOOL_OK) {
        status = check_header(header, capacity);
    }
    if (status != BLASPOOL_OK) {
        return status;
    }
    table_chunk *chunks = table_chunks(header);
    for (int64_t i = 0; i < header->chunks && status == BLASPOOL_OK; i++) {
        status = check_first(i, chunks[i].first, i > 0 ? chunks[i - 1].first : 0, header->products);
        if (status == BLASPOOL_OK) {
            status = check_claim(i, atomic_load_explicit(&chunks[i].claim, memory_order_relaxed), header->slots);
        }
    }
    return status;
}

blaspool_status blaspool_table_skip(void *table, int64_t product) {
    table_header *header = table;
    if (product < 0 || product >= header->products) {
        return blaspool_fail(
            BLASPOOL_INVALID, 0, "product is unknown: product=%" PRId64 ", expected 0 to %" PRId64, product,
            header->products - 1);
    }
    atomic_store_explicit(&table_marks(header)[product], 1, memory_order_release);
    return BLASPOOL_OK;
}

blaspool_product *blaspool_table_products(void *table) {
    table_header *header = table;
    return (blaspool_product *)(void *)((char *)table + header->products_offset);
}

blaspool_strides *blaspool_table_strides(void *table) {
    return &((table_strided *)(void *)blaspool_table_products(table))->strides;
}

void blaspool_table_chunk(const void *table, int64_t chunk, int64_t *first, int64_t *count) {
    const table_header *header = table;
    const table_chunk *chunks = table_chunks(header);
    int64_t end = chunk + 1 < header->chunks ? chunks[chunk + 1].first : header->products;
    *first = chunks[chunk].first;
    *count = end - *first;
}

void blaspool_table_reset(void *table) {
    table_header *header = table;
    table_slot *slots = table_slots(header);
    for (uint32_t i = 0; i < header->slots; i++) {
        atomic_store_explicit(&slots[i].enter_nanos, 0, memory_order_relaxed);
        atomic_store_explicit(&slots[i].exit_nanos, 0, memory_order_relaxed);
        atomic_store_explicit(&slots[i].products, 0, memory_order_relaxed);
        atomic_store_explicit(&slots[i].chunks, 0, memory_order_relaxed);
        atomic_store_explicit(&slots[i].current_chunk, 0, memory_order_relaxed);
        atomic_store_explicit(&slots[i].current_product, 0, memory_order_relaxed);
        atomic_store_explicit(&slots[i].run_next, 0, memory_order_relaxed);
        atomic_store_explicit(&slots[i].run_end, 0, memory_order_relaxed);
        atomic_store_explicit(&slots[i].small, 0, memory_order_relaxed);
        atomic_store_explicit(&slots[i].split, 0, memory_order_relaxed);
        atomic_store_explicit(&slots[i].plain, 0, memory_order_relaxed);
    }
    table_chunk *chunks = table_chunks(header);
    for (int64_t i = 0; i < header->chunks; i++) {
        atomic_store_explicit(&chunks[i].claim, 0, memory_order_relaxed);
    }
    for (int64_t i = 0; i < header->products; i++) {
        atomic_store_explicit(&table_marks(header)[i], 0, memory_order_relaxed);
    }
    atomic_store_explicit(&header->cursor, 0, memory_order_relaxed);
    atomic_store_explicit(&header->stop, 0, memory_order_release);
}

void blaspool_table_stop(void *table) {
    table_header *header = table;
    atomic_store_explicit(&header->stop, 1, memory_order_release);
}
