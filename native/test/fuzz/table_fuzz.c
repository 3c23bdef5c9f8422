/*
 * A task table of another process: what passes the check can be worked on, whatever is in it, without a byte outside
 * of the table and its one region. An input is a raw table; or, where its first byte is odd, sizes for a sound table
 * and changes to it (offset u16, value u8), which reach further.
 */
#include "fuzz.h"

#include "blas/blas_internal.h"
#include "table/layout.h"

#include <blaspool/table.h>

#include <string.h>

enum { REGION_BYTES = 512, SIZES = 4, CHANGE = 3 };

/* The bytes of a table in an allocation of exactly their length, 64-byte aligned. */
static void *allocate(size_t bytes) {
    void *memory;
    MUST(posix_memalign(&memory, 64, bytes > 0 ? bytes : 1) == 0);
    memset(memory, 0, bytes);
    return memory;
}

/* Small products over the region, some of them beyond its end or with a leading dimension that is too small. */
static blaspool_product product(uint8_t kind) {
    uint64_t region = UINT64_C(1) << 48;
    return (blaspool_product){
        .m = 1 + kind % 4,
        .n = 1 + kind / 4 % 4,
        .k = kind / 16 % 5,
        .lda = 5,
        .ldb = 5,
        .ldc = 4,
        .alpha = 1,
        .a = region,
        .b = region + 128,
        .c = region + 256,
        .transpose_a = kind >> 7};
}

static void *changed_table(const uint8_t *data, size_t size, size_t *bytes) {
    int64_t products = data[1] % 32, chunks = products == 0 ? 0 : 1 + data[2] % products;
    uint32_t slots = 1 + data[3] % 4;
    *bytes = blaspool_table_bytes(products, chunks, slots);
    void *table = allocate(*bytes);
    int64_t firsts[32];
    for (int64_t i = 0; i < chunks; i++) {
        firsts[i] = i;
    }
    MUST(blaspool_table_init(table, *bytes, BLASPOOL_CONTENT_PRODUCTS, products, chunks, slots, firsts) == BLASPOOL_OK);
    for (int64_t i = 0; i < products; i++) {
        blaspool_table_products(table)[i] = product((uint8_t)(data[2] + i));
    }
    MUST(blaspool_table_check(table, *bytes) == BLASPOOL_OK);
    for (size_t i = SIZES; i + CHANGE <= size; i += CHANGE) {
        size_t offset = data[i] | (size_t)data[i + 1] << 8;
        ((uint8_t *)table)[offset % *bytes] = data[i + 2];
    }
    return table;
}

/* Every word that a parent reads of a table, and every step that a worker takes. */
static void walk(void *table, blaspool_blas *blas) {
    table_header *header = table;
    int64_t counts[4], next = 0;
    for (int64_t chunk = 0; chunk < header->chunks; chunk++) {
        int64_t first, count;
        blaspool_table_chunk(table, chunk, &first, &count);
        MUST(first == next && count >= 1);
        next = first + count;
    }
    MUST(next == header->products);
    blaspool_table_count(table, counts);
    MUST(counts[0] + counts[1] + counts[2] + counts[3] == header->chunks);
    uint32_t slots = header->slots < 4 ? header->slots : 4;
    for (uint32_t slot = 0; slot < slots; slot++) {
        (void)blaspool_table_release(table, slot);
    }
    int64_t chunk = blaspool_table_claim(table, 0);
    MUST(chunk >= -1 && chunk < header->chunks);
    MUST(chunk < 0 || blaspool_table_give_back(table, chunk, 0));
    (void)blaspool_table_skip(table, header->products - 1);
    double *region = malloc(REGION_BYTES);
    MUST(region != NULL);
    memset(region, 0, REGION_BYTES);
    uint64_t bases[] = {0, (uintptr_t)region}, bytes[] = {0, REGION_BYTES};
    blaspool_region_map map = {bases, bytes, 2};
    for (uint32_t slot = 0; slot < slots; slot++) {
        (void)blaspool_table_work(table, slot, blas, &map);
    }
    free(region);
    blaspool_table_count(table, counts);
    blaspool_table_reset(table);
    blaspool_table_count(table, counts);
    MUST(counts[BLASPOOL_CHUNK_FREE] == header->chunks);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static blaspool_blas *blas;
    if (blas == NULL) {
        MUST(blaspool_blas_open(FUZZ_BLAS, &blas) == BLASPOOL_OK);
    }
    size_t bytes = size;
    void *table;
    if (size >= SIZES && data[0] % 2 == 1) {
        table = changed_table(data, size, &bytes);
    } else {
        table = allocate(size);
        memcpy(table, data, size);
    }
    if (blaspool_table_check(table, bytes) == BLASPOOL_OK) {
        walk(table, blas);
    } else {
        MUST(blaspool_last_error()[0] != '\0');
    }
    free(table);
    return 0;
}
