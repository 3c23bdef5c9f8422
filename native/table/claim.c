#include "table/layout.h"
#include "status/status_internal.h"
#include "status/tracepoint.h"

#include <inttypes.h>
#include <string.h>

/* Chunks that a claimer takes from the cursor at once: at most so many, and of what is left its share by so many. */
enum { LONGEST_RUN = 64, RUNS_A_SLOT = 16 };

/* Takes chunk i for `slot` if it is free. */
static int try_claim(table_chunk *chunk, uint32_t slot) {
    uint64_t claim = atomic_load_explicit(&chunk->claim, memory_order_relaxed);
    while (claim_state(claim) == BLASPOOL_CHUNK_FREE) {
        uint64_t claimed = claim_word(BLASPOOL_CHUNK_CLAIMED, slot, claim_attempt(claim) + 1);
        if (atomic_compare_exchange_weak_explicit(
                &chunk->claim, &claim, claimed, memory_order_acquire, memory_order_relaxed)) {
            BLASPOOL_TRACEPOINT("chunk__claim", chunk->first, slot, claim_attempt(claimed));
            return 1;
        }
    }
    return 0;
}

/*
 * Takes the next run of chunks from the cursor; 0 where it has passed the last one. Claimers who take turns chunk by
 * chunk would pull the cursor, the chunks' words and the lines where their results meet from one core to the other each
 * time. Runs shrink towards the end, and a batch of few chunks has runs of one: who is slow holds nobody up.
 */
static int take_run(table_header *header, table_slot *record) {
    uint64_t count = (uint64_t)header->chunks;
    uint64_t cursor = atomic_load_explicit(&header->cursor, memory_order_relaxed);
    if (cursor >= count) {
        return 0;
    }
    uint64_t length = (count - cursor) / ((uint64_t)header->slots * RUNS_A_SLOT);
    length = length < 1 ? 1 : length > LONGEST_RUN ? LONGEST_RUN : length;
    uint64_t start = atomic_fetch_add_explicit(&header->cursor, length, memory_order_relaxed);
    atomic_store_explicit(&record->run_next, start, memory_order_relaxed);
    atomic_store_explicit(&record->run_end, start + length, memory_order_relaxed);
    return 1;
}

/* Claims the first free chunk of the slot's run; -1 where none is left in it. */
static int64_t claim_in_run(table_header *header, table_slot *record, uint32_t slot) {
    table_chunk *chunks = table_chunks(header);
    uint64_t count = (uint64_t)header->chunks;
    uint64_t end = atomic_load_explicit(&record->run_end, memory_order_relaxed);
    end = end < count ? end : count;
    for (uint64_t i = atomic_load_explicit(&record->run_next, memory_order_relaxed); i < end; i++) {
        if (try_claim(&chunks[i], slot)) {
            atomic_store_explicit(&record->run_next, i + 1, memory_order_relaxed);
            return (int64_t)i;
        }
    }
    atomic_store_explicit(&record->run_end, 0, memory_order_relaxed);
    return -1;
}

int64_t blaspool_table_claim(void *table, uint32_t slot) {
    table_header *header = table;
    if (slot >= header->slots || atomic_load_explicit(&header->stop, memory_order_acquire)) {
        return -1;
    }
    table_slot *record = &table_slots(header)[slot];
    do {
        int64_t chunk = claim_in_run(header, record, slot);
        if (chunk >= 0) {
            return chunk;
        }
    } while (take_run(header, record));
    /*
     * But cursor and runs prove nothing: who died between one of them and the claim left free chunks behind, and who is
     * slow has some of his run left. So all chunks are one last run.
     */
    atomic_store_explicit(&record->run_next, 0, memory_order_relaxed);
    atomic_store_explicit(&record->run_end, (uint64_t)header->chunks, memory_order_relaxed);
    return claim_in_run(header, record, slot);
}

/* Changes a chunk that `slot` holds to `next`; 0 where it does not hold it. */
static int change(table_chunk *chunk, uint32_t slot, blaspool_chunk_state next) {
    uint64_t claim = atomic_load_explicit(&chunk->claim, memory_order_relaxed);
    if (claim_state(claim) != BLASPOOL_CHUNK_CLAIMED || claim_owner(claim) != slot) {
        return 0;
    }
    uint32_t owner = next == BLASPOOL_CHUNK_FREE ? 0 : slot;
    uint64_t changed = claim_word(next, owner, claim_attempt(claim));
    return atomic_compare_exchange_strong_explicit(
        &chunk->claim, &claim, changed, memory_order_release, memory_order_relaxed);
}

blaspool_status blaspool_table_finish(void *table, int64_t chunk, uint32_t slot, blaspool_chunk_state state) {
    const table_header *header = table;
    if (state != BLASPOOL_CHUNK_DONE && state != BLASPOOL_CHUNK_FAILED) {
        return blaspool_fail(
            BLASPOOL_INVALID, 0, "state does not end a chunk: state=%d, expected 2 (done) or 3 (failed)", (int)state);
    }
    if (chunk < 0 || chunk >= header->chunks) {
        return blaspool_fail(
            BLASPOOL_INVALID, 0, "chunk is unknown: chunk=%" PRId64 ", expected 0 to %" PRId64, chunk,
            header->chunks - 1);
    }
    if (!change(&table_chunks(header)[chunk], slot, state)) {
        return blaspool_fail(
            BLASPOOL_INVALID, 0, "chunk is not claimed by this slot: chunk=%" PRId64 " slot=%" PRIu32, chunk, slot);
    }
    BLASPOOL_TRACEPOINT("chunk__done", table_chunks(header)[chunk].first, slot, state);
    return BLASPOOL_OK;
}

/* Moves the cursor back to a chunk that is free again, so that it is found without a search. */
static void lower_cursor(table_header *header, uint64_t chunk) {
    uint64_t cursor = atomic_load_explicit(&header->cursor, memory_order_relaxed);
    while (cursor > chunk && !atomic_compare_exchange_weak_explicit(
                                 &header->cursor, &cursor, chunk, memory_order_relaxed, memory_order_relaxed)) {
    }
}

int blaspool_table_give_back(void *table, int64_t chunk, uint32_t slot) {
    table_header *header = table;
    if (!change(&table_chunks(header)[chunk], slot, BLASPOOL_CHUNK_FREE)) {
        return 0;
    }
    lower_cursor(header, (uint64_t)chunk);
    return 1;
}

int64_t blaspool_table_release(void *table, uint32_t slot) {
    const table_header *header = table;
    int64_t released = 0;
    /* Backwards: the cursor ends at the first of them, and nobody walks over the same chunks again and again. */
    for (int64_t i = header->chunks - 1; i >= 0; i--) {
        released += blaspool_table_give_back(table, i, slot);
    }
    return released;
}

void blaspool_table_count(const void *table, int64_t counts[4]) {
    const table_header *header = table;
    const table_chunk *chunks = table_chunks(header);
    memset(counts, 0, 4 * sizeof *counts);
    for (int64_t i = 0; i < header->chunks; i++) {
        uint64_t claim = atomic_load_explicit(&chunks[i].claim, memory_order_acquire);
        counts[claim_state(claim) & 3]++;
    }
}
