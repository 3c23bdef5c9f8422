/* The task table by itself: layout, claims by many threads, release, and what is refused. No BLAS. */
#include "expect.h"
#include "table/layout.h"

#include <blaspool/table.h>

#include <pthread.h>
#include <stdint.h>

enum { CHUNKS = 20000, PRODUCTS = 2 * CHUNKS, THREADS = 8 };

static int64_t firsts[CHUNKS];

/* Chunk i starts at product 2 i: every chunk has two. */
static void *create_table(int64_t products, int64_t chunks, uint32_t slots, uint64_t *bytes) {
    *bytes = blaspool_table_bytes(products, chunks, slots);
    REQUIRE(*bytes > 0);
    void *table = aligned_alloc(64, (size_t)((*bytes + 63) / 64 * 64));
    REQUIRE(table != NULL);
    memset(table, 0, (size_t)*bytes);
    for (int64_t i = 0; i < chunks; i++) {
        firsts[i] = 2 * i;
    }
    blaspool_status status =
        blaspool_table_init(table, *bytes, BLASPOOL_CONTENT_OPERANDS, products, chunks, slots, firsts);
    REQUIRE(status == BLASPOOL_OK);
    return table;
}

static void expect_counts(const void *table, int64_t free_, int64_t claimed, int64_t done, int64_t failed) {
    int64_t counts[4];
    blaspool_table_count(table, counts);
    EXPECT(counts[BLASPOOL_CHUNK_FREE] == free_);
    EXPECT(counts[BLASPOOL_CHUNK_CLAIMED] == claimed);
    EXPECT(counts[BLASPOOL_CHUNK_DONE] == done);
    EXPECT(counts[BLASPOOL_CHUNK_FAILED] == failed);
}

static uint64_t word_at(const void *table, uint64_t offset) {
    uint64_t word;
    memcpy(&word, (const char *)table + offset, sizeof word);
    return word;
}

/* By numbers alone, as the Java twin and a reader of the picture see it. */
static void should_lay_out_what_the_picture_says(void) {
    uint64_t bytes;
    void *table = create_table(7, 3, 2, &bytes);
    EXPECT(memcmp(table, "BLSPTAB1", 8) == 0);
    EXPECT(word_at(table, 8) == (UINT64_C(2) << 32 | 1));
    EXPECT(word_at(table, 16) == 7);
    EXPECT(word_at(table, 24) == 3);
    EXPECT(word_at(table, 32) == bytes);
    EXPECT(word_at(table, 40) == 128);
    EXPECT(word_at(table, 48) == 128 + 2 * 128);
    EXPECT(word_at(table, 56) == 128 + 2 * 128 + 64);
    EXPECT(bytes == 128 + 2 * 128 + 64 + 7 * 96 + 7);
    EXPECT(word_at(table, 72) == UINT64_C(1) << 32);
    EXPECT((char *)blaspool_table_products(table) == (char *)table + 448);
    EXPECT(word_at(table, 384 + 16 + 8) == 2);
    EXPECT(blaspool_table_claim(table, 1) == 0);
    EXPECT(word_at(table, 384) == (UINT64_C(1) << 32 | 1 << 8 | 1));
    EXPECT(word_at(table, 64) == 1);
    int64_t first;
    int64_t count;
    blaspool_table_chunk(table, 2, &first, &count);
    EXPECT(first == 4 && count == 3);
    blaspool_table_chunk(table, 1, &first, &count);
    EXPECT(first == 2 && count == 2);
    EXPECT(blaspool_table_check(table, bytes) == BLASPOOL_OK);
    free(table);
}

typedef struct claiming_thread {
    pthread_t thread;
    void *table;
    uint32_t slot;
    atomic_int *taken;
    int64_t claims;
} claiming_thread;

static pthread_barrier_t start;

static void *claim_all(void *argument) {
    claiming_thread *claimer = argument;
    pthread_barrier_wait(&start);
    int64_t chunk;
    while ((chunk = blaspool_table_claim(claimer->table, claimer->slot)) >= 0) {
        atomic_fetch_add(&claimer->taken[chunk], 1);
        claimer->claims++;
        EXPECT(blaspool_table_finish(claimer->table, chunk, claimer->slot, BLASPOOL_CHUNK_DONE) == BLASPOOL_OK);
    }
    return NULL;
}

static void run_claimers(claiming_thread *claimers, void *table, atomic_int *taken) {
    for (uint32_t i = 0; i < THREADS; i++) {
        claimers[i] = (claiming_thread){.table = table, .slot = i, .taken = taken};
        REQUIRE(pthread_create(&claimers[i].thread, NULL, claim_all, &claimers[i]) == 0);
    }
}

static int64_t join_claimers(claiming_thread *claimers) {
    int64_t claims = 0;
    for (int i = 0; i < THREADS; i++) {
        pthread_join(claimers[i].thread, NULL);
        claims += claimers[i].claims;
    }
    return claims;
}

static void should_give_each_chunk_once_in_every_round(void) {
    uint64_t bytes;
    void *table = create_table(PRODUCTS, CHUNKS, THREADS, &bytes);
    atomic_int *taken = calloc(CHUNKS, sizeof *taken);
    REQUIRE(taken != NULL);
    claiming_thread claimers[THREADS];
    for (int round = 1; round <= 3; round++) {
        run_claimers(claimers, table, taken);
        EXPECT(join_claimers(claimers) == CHUNKS);
        for (int64_t i = 0; i < CHUNKS; i++) {
            EXPECT(atomic_load(&taken[i]) == round);
        }
        expect_counts(table, 0, 0, CHUNKS, 0);
        blaspool_table_reset(table);
        expect_counts(table, CHUNKS, 0, 0, 0);
    }
    free(taken);
    free(table);
}

/* With the cursor at the end all look for the same first free chunk: the compare-and-set alone decides. */
static void should_give_each_chunk_once_without_the_cursor(void) {
    enum { CONTENDED = 300, ROUNDS = 100 };
    uint64_t bytes;
    void *table = create_table(2 * CONTENDED, CONTENDED, THREADS, &bytes);
    atomic_int *taken = calloc(CONTENDED, sizeof *taken);
    REQUIRE(taken != NULL);
    claiming_thread claimers[THREADS];
    for (int round = 1; round <= ROUNDS; round++) {
        atomic_store(&((table_header *)table)->cursor, CONTENDED);
        run_claimers(claimers, table, taken);
        EXPECT(join_claimers(claimers) == CONTENDED);
        blaspool_table_reset(table);
    }
    for (int64_t i = 0; i < CONTENDED; i++) {
        EXPECT(atomic_load(&taken[i]) == ROUNDS);
    }
    free(taken);
    free(table);
}

/* A dead slot's chunks come free while the others claim: nothing is lost, and only its own are given again. */
static void should_give_again_what_is_released_under_way(void) {
    enum { HELD = 500, DEAD = THREADS };
    uint64_t bytes;
    void *table = create_table(PRODUCTS, CHUNKS, THREADS + 1, &bytes);
    atomic_int *taken = calloc(CHUNKS, sizeof *taken);
    REQUIRE(taken != NULL);
    for (int64_t i = 0; i < HELD; i++) {
        EXPECT(blaspool_table_claim(table, DEAD) == i);
    }
    EXPECT(blaspool_table_finish(table, 0, DEAD, BLASPOOL_CHUNK_DONE) == BLASPOOL_OK);
    claiming_thread claimers[THREADS];
    run_claimers(claimers, table, taken);
    EXPECT(blaspool_table_release(table, DEAD) == HELD - 1);
    int64_t claims = join_claimers(claimers);
    run_claimers(claimers, table, taken); /* those who had ended before the release come again */
    claims += join_claimers(claimers);
    EXPECT(claims == CHUNKS - 1);
    EXPECT(atomic_load(&taken[0]) == 0);
    for (int64_t i = 1; i < CHUNKS; i++) {
        EXPECT(atomic_load(&taken[i]) == 1);
    }
    const table_chunk *chunks = table_chunks(table);
    EXPECT(claim_attempt(atomic_load(&chunks[0].claim)) == 1);
    EXPECT(claim_attempt(atomic_load(&chunks[HELD - 1].claim)) == 2);
    EXPECT(claim_attempt(atomic_load(&chunks[HELD].claim)) == 1);
    EXPECT(blaspool_table_release(table, DEAD) == 0);
    free(taken);
    free(table);
}

/* As a worker leaves it that dies between its step on the cursor and its claim. */
static void should_find_a_chunk_behind_the_cursor(void) {
    uint64_t bytes;
    void *table = create_table(8, 4, 1, &bytes);
    table_header *header = table;
    atomic_store(&header->cursor, 2);
    EXPECT(blaspool_table_claim(table, 0) == 2);
    EXPECT(blaspool_table_claim(table, 0) == 3);
    EXPECT(blaspool_table_claim(table, 0) == 0);
    EXPECT(blaspool_table_claim(table, 0) == 1);
    EXPECT(blaspool_table_claim(table, 0) == -1);
    atomic_store(&header->cursor, UINT64_MAX);
    EXPECT(blaspool_table_release(table, 0) == 4);
    EXPECT(blaspool_table_claim(table, 0) == 0);
    free(table);
}

/* Far enough apart that they write to no line of each other; but chunk by chunk where there are few. */
static void should_lead_claimers_through_runs_of_their_own(void) {
    enum { RUN = 64, FEW = 32 };
    uint64_t bytes;
    void *table = create_table(PRODUCTS, CHUNKS, 2, &bytes);
    for (int64_t i = 0; i < RUN; i++) {
        EXPECT(blaspool_table_claim(table, 0) == i);
        EXPECT(blaspool_table_claim(table, 1) == RUN + i);
    }
    EXPECT(blaspool_table_claim(table, 1) == 2 * RUN);
    free(table);
    table = create_table(2 * FEW, FEW, 2, &bytes);
    for (int64_t i = 0; i < FEW; i++) {
        EXPECT(blaspool_table_claim(table, (uint32_t)(i % 2)) == i);
    }
    free(table);
}

/* As a claimer leaves it that is killed, or still at its first chunk when all else is done. */
static void should_take_what_is_left_of_anothers_run(void) {
    enum { STUCK, OTHER, SLOTS };
    uint64_t bytes;
    void *table = create_table(PRODUCTS, CHUNKS, SLOTS, &bytes);
    EXPECT(blaspool_table_claim(table, STUCK) == 0);
    for (int64_t i = 1; i < CHUNKS; i++) {
        int64_t chunk = blaspool_table_claim(table, OTHER);
        EXPECT(chunk > 0 && chunk < CHUNKS);
        EXPECT(blaspool_table_finish(table, chunk, OTHER, BLASPOOL_CHUNK_DONE) == BLASPOOL_OK);
    }
    expect_counts(table, 0, 1, CHUNKS - 1, 0);
    EXPECT(blaspool_table_claim(table, OTHER) == -1);
    EXPECT(blaspool_table_claim(table, STUCK) == -1);
    EXPECT(blaspool_table_release(table, STUCK) == 1);
    EXPECT(blaspool_table_claim(table, OTHER) == 0);
    free(table);
}

/* A run is a hint: what somebody else has written there must neither crash a claimer nor cost a chunk. */
static void should_claim_everything_whatever_a_run_says(void) {
    uint64_t bytes;
    void *table = create_table(8, 4, 1, &bytes);
    table_slot *record = table_slots(table);
    atomic_store(&record->run_next, 2);
    atomic_store(&record->run_end, UINT64_MAX);
    EXPECT(blaspool_table_claim(table, 0) == 2);
    EXPECT(blaspool_table_claim(table, 0) == 3);
    EXPECT(blaspool_table_claim(table, 0) == 0);
    atomic_store(&record->run_next, UINT64_MAX);
    EXPECT(blaspool_table_claim(table, 0) == 1);
    EXPECT(blaspool_table_claim(table, 0) == -1);
    blaspool_table_reset(table);
    EXPECT(atomic_load(&record->run_next) == 0 && atomic_load(&record->run_end) == 0);
    free(table);
}

static void should_stop_and_go_on_after_a_reset(void) {
    uint64_t bytes;
    void *table = create_table(8, 4, 1, &bytes);
    EXPECT(blaspool_table_claim(table, 0) == 0);
    blaspool_table_stop(table);
    EXPECT(blaspool_table_claim(table, 0) == -1);
    EXPECT(blaspool_table_finish(table, 0, 0, BLASPOOL_CHUNK_FAILED) == BLASPOOL_OK);
    expect_counts(table, 3, 0, 0, 1);
    blaspool_table_reset(table);
    EXPECT(blaspool_table_claim(table, 0) == 0);
    free(table);
}

static void should_refuse_to_finish_what_is_not_held(void) {
    uint64_t bytes;
    void *table = create_table(8, 4, 2, &bytes);
    EXPECT(blaspool_table_claim(table, 1) == 0);
    EXPECT_REFUSED(
        BLASPOOL_INVALID, "not claimed by this slot: chunk=0 slot=0",
        blaspool_table_finish(table, 0, 0, BLASPOOL_CHUNK_DONE));
    EXPECT_REFUSED(
        BLASPOOL_INVALID, "not claimed by this slot: chunk=1 slot=1",
        blaspool_table_finish(table, 1, 1, BLASPOOL_CHUNK_DONE));
    EXPECT_REFUSED(
        BLASPOOL_INVALID, "chunk=4, expected 0 to 3", blaspool_table_finish(table, 4, 1, BLASPOOL_CHUNK_DONE));
    EXPECT_REFUSED(
        BLASPOOL_INVALID, "chunk=-1, expected 0 to 3", blaspool_table_finish(table, -1, 1, BLASPOOL_CHUNK_DONE));
    EXPECT_REFUSED(BLASPOOL_INVALID, "state=0", blaspool_table_finish(table, 0, 1, BLASPOOL_CHUNK_FREE));
    EXPECT(blaspool_table_finish(table, 0, 1, BLASPOOL_CHUNK_DONE) == BLASPOOL_OK);
    EXPECT_REFUSED(
        BLASPOOL_INVALID, "not claimed by this slot", blaspool_table_finish(table, 0, 1, BLASPOOL_CHUNK_DONE));
    EXPECT(blaspool_table_claim(table, 2) == -1);
    EXPECT(blaspool_table_release(table, 1) == 0);
    free(table);
}

static void should_refuse_impossible_sizes(void) {
    EXPECT(blaspool_table_bytes(-1, 1, 1) == 0);
    EXPECT(blaspool_table_bytes(1, -1, 1) == 0);
    EXPECT(blaspool_table_bytes(1, 2, 1) == 0);
    EXPECT(blaspool_table_bytes(1, 0, 1) == 0);
    EXPECT(blaspool_table_bytes(1, 1, 0) == 0);
    EXPECT(blaspool_table_bytes(1, 1, (1u << 24) + 1) == 0);
    EXPECT(blaspool_table_bytes(INT64_MAX, 1, 1) == 0);
    EXPECT(blaspool_table_bytes(INT64_MAX, INT64_MAX, 1) == 0);
    EXPECT(blaspool_table_bytes(INT64_MAX / 96, 1, 1) == 0);
    EXPECT(blaspool_table_bytes(0, 0, 1) == 256);

    static _Alignas(64) unsigned char place[1024];
    int64_t wrong[2] = {1, 2};
    EXPECT_REFUSED(
        BLASPOOL_INVALID, "chunk=0 first=1, expected 0 and below 4",
        blaspool_table_init(place, sizeof place, BLASPOOL_CONTENT_PRODUCTS, 4, 2, 1, wrong));
    wrong[0] = wrong[1] = 0;
    EXPECT_REFUSED(
        BLASPOOL_INVALID, "chunk=1 first=0, expected more than 0 and below 4",
        blaspool_table_init(place, sizeof place, BLASPOOL_CONTENT_PRODUCTS, 4, 2, 1, wrong));
    wrong[1] = 4;
    EXPECT_REFUSED(
        BLASPOOL_INVALID, "chunk=1 first=4",
        blaspool_table_init(place, sizeof place, BLASPOOL_CONTENT_PRODUCTS, 4, 2, 1, wrong));
    wrong[1] = 2;
    EXPECT_REFUSED(
        BLASPOOL_INVALID, "table is too short: bytes=707, expected at least 708",
        blaspool_table_init(place, 707, BLASPOOL_CONTENT_PRODUCTS, 4, 2, 1, wrong));
    EXPECT_REFUSED(
        BLASPOOL_INVALID, "table is not aligned",
        blaspool_table_init(place + 8, 800, BLASPOOL_CONTENT_PRODUCTS, 4, 2, 1, wrong));
    EXPECT_REFUSED(
        BLASPOOL_INVALID, "products=-4 chunks=2 slots=1",
        blaspool_table_init(place, sizeof place, BLASPOOL_CONTENT_PRODUCTS, -4, 2, 1, wrong));
    EXPECT_REFUSED(
        BLASPOOL_INVALID, "content=3, expected 0 to 2",
        blaspool_table_init(place, sizeof place, (blaspool_table_content)3, 4, 2, 1, wrong));
    EXPECT(word_at(place, 0) == 0);
    EXPECT(blaspool_table_init(place, 708, BLASPOOL_CONTENT_PRODUCTS, 4, 2, 1, wrong) == BLASPOOL_OK);
}

/* Overwrites the word at `offset` of a sound table of 8 products, 4 chunks, 2 slots, and expects the refusal. */
static void expect_corrupt(uint64_t offset, uint64_t word, const char *message) {
    uint64_t bytes;
    void *table = create_table(8, 4, 2, &bytes);
    memcpy((char *)table + offset, &word, sizeof word);
    EXPECT_REFUSED(BLASPOOL_INVALID, message, blaspool_table_check(table, bytes));
    free(table);
}

static void should_refuse_corrupt_tables(void) {
    enum { CHUNK_WORDS = 128 + 2 * 128 };
    expect_corrupt(0, 0, "this is no task table: magic=0x0");
    expect_corrupt(8, UINT64_C(2) << 32 | 2, "version=2, expected 1");
    expect_corrupt(8, 1, "slots=0");
    expect_corrupt(8, UINT64_C(3) << 32 | 1, "parts of the table are misplaced");
    expect_corrupt(16, (uint64_t)-1, "products=-1");
    expect_corrupt(16, INT64_MAX, "products=9223372036854775807");
    expect_corrupt(16, 9, "parts of the table are misplaced");
    expect_corrupt(24, INT64_MAX, "chunks=9223372036854775807");
    expect_corrupt(24, 0, "chunks=0");
    expect_corrupt(32, UINT64_MAX, "parts of the table are misplaced: bytes=18446744073709551615");
    expect_corrupt(40, 0, "parts of the table are misplaced");
    expect_corrupt(48, UINT64_MAX - 7, "parts of the table are misplaced");
    expect_corrupt(56, UINT64_C(1) << 40, "parts of the table are misplaced");
    expect_corrupt(72, UINT64_C(7) << 32, "content=7, expected 0 to 2");
    expect_corrupt(CHUNK_WORDS + 8, 1, "chunk=0 first=1, expected 0");
    expect_corrupt(CHUNK_WORDS + 24, 0, "chunk=1 first=0");
    expect_corrupt(CHUNK_WORDS + 40, 2, "chunk=2 first=2, expected more than 2");
    expect_corrupt(CHUNK_WORDS + 40, INT64_MAX, "chunk=2 first=9223372036854775807");
    expect_corrupt(CHUNK_WORDS + 56, 8, "chunk=3 first=8");
    expect_corrupt(CHUNK_WORDS + 16, 4, "chunk=1 state=4 owner=0");
    expect_corrupt(CHUNK_WORDS + 16, 2 << 8 | 1, "chunk=1 state=1 owner=2");

    uint64_t bytes;
    void *table = create_table(8, 4, 2, &bytes);
    EXPECT_REFUSED(BLASPOOL_INVALID, "table is too short", blaspool_table_check(table, bytes - 1));
    EXPECT_REFUSED(BLASPOOL_INVALID, "table is too short: bytes=127", blaspool_table_check(table, 127));
    EXPECT_REFUSED(BLASPOOL_INVALID, "table is not aligned", blaspool_table_check((char *)table + 8, bytes));
    EXPECT_REFUSED(BLASPOOL_INVALID, "table is not aligned", blaspool_table_check(NULL, bytes));
    EXPECT(blaspool_table_check(table, bytes) == BLASPOOL_OK);
    free(table);
}

int main(void) {
    REQUIRE(pthread_barrier_init(&start, NULL, THREADS) == 0);
    should_lay_out_what_the_picture_says();
    should_give_each_chunk_once_in_every_round();
    should_give_each_chunk_once_without_the_cursor();
    should_give_again_what_is_released_under_way();
    should_find_a_chunk_behind_the_cursor();
    should_lead_claimers_through_runs_of_their_own();
    should_take_what_is_left_of_anothers_run();
    should_claim_everything_whatever_a_run_says();
    should_stop_and_go_on_after_a_reset();
    should_refuse_to_finish_what_is_not_held();
    should_refuse_impossible_sizes();
    should_refuse_corrupt_tables();
    pthread_barrier_destroy(&start);
    return expect_exit_code();
}
