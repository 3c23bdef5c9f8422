#include "blas/run.h"
#include "status/status_internal.h"
#include "table/layout.h"

#include <inttypes.h>
#include <time.h>

/* What one call of blaspool_table_work holds on to. */
typedef struct table_worker {
    table_header *header;
    table_slot *record;
    const blaspool_product *products; /* by strides: the first one */
    const blaspool_strides *strides;  /* NULL: none, each product is described */
    blaspool_product *turns;          /* by strides: room for a product and the one behind it, by turns */
    blaspool_run *run;
    uint32_t slot;
} table_worker;

static int64_t monotonic_nanos(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* Counters have one writer: a plain load and store is cheaper than an atomic addition. */
static void increment(_Atomic int64_t *counter) {
    int64_t value = atomic_load_explicit(counter, memory_order_relaxed);
    atomic_store_explicit(counter, value + 1, memory_order_relaxed);
}

/* `has_next`: whether the chunk goes on with the product behind this one. */
static blaspool_status run_product(const table_worker *worker, int64_t index, int has_next) {
    atomic_store_explicit(&worker->record->current_product, (uint64_t)index + 1, memory_order_relaxed);
    const blaspool_product *product = &worker->products[index], *next = has_next ? product + 1 : NULL;
    blaspool_status status = BLASPOOL_OK;
    if (worker->strides != NULL) {
        blaspool_product *turns = worker->turns;
        product = &turns[0];
        status = blaspool_strides_place(worker->products, worker->strides, index, &turns[0]);
        next =
            has_next && blaspool_strides_place(worker->products, worker->strides, index + 1, &turns[1]) == BLASPOOL_OK
                ? &turns[1]
                : NULL;
    }
    if (status == BLASPOOL_OK) {
        status = blaspool_run_product(worker->run, product, next);
    }
    if (status != BLASPOOL_OK) {
        return blaspool_product_failed(status, index);
    }
    worker->run->done++;
    increment(&worker->record->products);
    return BLASPOOL_OK;
}

static blaspool_status end_chunk(const table_worker *worker, int64_t chunk, blaspool_status status) {
    if (status != BLASPOOL_OK) {
        /* The message is that of the product; a second failure here would hide it. */
        (void)blaspool_table_finish(worker->header, chunk, worker->slot, BLASPOOL_CHUNK_FAILED);
        return status;
    }
    status = blaspool_table_finish(worker->header, chunk, worker->slot, BLASPOOL_CHUNK_DONE);
    if (status == BLASPOOL_OK) {
        increment(&worker->record->chunks);
    }
    return status;
}

static blaspool_status run_chunk(const table_worker *worker, int64_t chunk) {
    int64_t first;
    int64_t count;
    blaspool_table_chunk(worker->header, chunk, &first, &count);
    atomic_store_explicit(&worker->record->current_chunk, (uint64_t)chunk + 1, memory_order_relaxed);
    const _Atomic uint8_t *marks = table_marks(worker->header);
    blaspool_status status = BLASPOOL_OK;
    for (int64_t i = first; i < first + count && status == BLASPOOL_OK; i++) {
        if (i > first && atomic_load_explicit(&worker->header->stop, memory_order_relaxed)) {
            (void)blaspool_table_give_back(worker->header, chunk, worker->slot);
            return BLASPOOL_OK;
        }
        if (!atomic_load_explicit(&marks[i], memory_order_relaxed)) {
            status = run_product(worker, i, i + 1 < first + count);
        }
    }
    return end_chunk(worker, chunk, status);
}

blaspool_status blaspool_table_work(void *table, uint32_t slot, blaspool_blas *blas, const blaspool_region_map *map) {
    table_header *header = table;
    if (slot >= header->slots) {
        return blaspool_fail(
            BLASPOOL_INVALID, 0, "slot is unknown: slot=%" PRIu32 ", expected less than %" PRIu32, slot, header->slots);
    }
    const int is_strided = header->content == BLASPOOL_CONTENT_STRIDED;
    if (header->content != BLASPOOL_CONTENT_PRODUCTS && !is_strided) {
        return blaspool_fail(
            BLASPOOL_INVALID, 0, "table holds no products: content=%" PRIu32 ", expected 0 or 2", header->content);
    }
    table_slot *record = &table_slots(header)[slot];
    blaspool_run run;
    const blaspool_product *products = blaspool_table_products(table);
    const blaspool_strides *strides = is_strided ? blaspool_table_strides(table) : NULL;
    blaspool_status status = is_strided ? blaspool_strides_check(strides) : BLASPOOL_OK;
    if (status != BLASPOOL_OK) {
        return status;
    }
    blaspool_product turns[2];
    if (is_strided) {
        turns[0] = turns[1] = *products;
    }
    const table_worker worker = {header, record, products, strides, turns, &run, slot};

    blaspool_run_begin(
        &run, blas, map,
        is_strided ? blaspool_run_streams_strided(products, strides, header->products)
                   : blaspool_run_streams(products, header->products));
    atomic_store_explicit(&record->exit_nanos, 0, memory_order_relaxed);
    atomic_store_explicit(&record->enter_nanos, monotonic_nanos(), memory_order_relaxed);
    int64_t chunk;
    while (status == BLASPOOL_OK && (chunk = blaspool_table_claim(table, slot)) >= 0) {
        status = run_chunk(&worker, chunk);
    }
    atomic_store_explicit(&record->current_chunk, 0, memory_order_relaxed);
    atomic_store_explicit(&record->current_product, 0, memory_order_relaxed);
    atomic_store_explicit(&record->exit_nanos, monotonic_nanos(), memory_order_release);
    blaspool_run_end(&run);
    return status;
}
