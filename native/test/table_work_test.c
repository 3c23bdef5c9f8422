/*
 * Workers on a table: threads, and processes that map it and the operands somewhere else, some of which are killed. The
 * table describes each product, or all of them by strides.
 */
#include "expect.h"
#include "fixture/fixture.h"
#include "table/layout.h"

#include <blaspool/table.h>

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { SIZE = 3, ELEMENTS = SIZE * SIZE, PRODUCTS = 240, CHUNKS = 60, SLOTS = 4, REGION_BYTES = 1 << 16 };

typedef void delay_function(long nanos);

/* A table and two regions (operands, results) in one mapping each of a memfd. */
typedef struct workspace {
    int table_fd;
    int operands_fd;
    int results_fd;
    void *table;
    double *operands;
    double *results;
    uint64_t bases[3];
    uint64_t bytes[3];
    blaspool_region_map map;
} workspace;

static blaspool_blas *blas;
static blaspool_table_content content;
static delay_function *delay;

static int create_fd(const char *name, uint64_t bytes) {
    int fd = memfd_create(name, MFD_CLOEXEC);
    REQUIRE(fd >= 0 && ftruncate(fd, (off_t)bytes) == 0);
    return fd;
}

static void *map_fd(int fd, uint64_t bytes) {
    void *address = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    REQUIRE(address != MAP_FAILED);
    return address;
}

static uint64_t table_bytes(void) { return blaspool_table_content_bytes(content, PRODUCTS, CHUNKS, SLOTS); }

/* Maps everything (again: at other addresses) and points the region map there. */
static void map_workspace(workspace *space) {
    space->table = map_fd(space->table_fd, table_bytes());
    space->operands = map_fd(space->operands_fd, REGION_BYTES);
    space->results = map_fd(space->results_fd, REGION_BYTES);
    space->bases[1] = (uint64_t)(uintptr_t)space->operands;
    space->bases[2] = (uint64_t)(uintptr_t)space->results;
    space->bytes[1] = space->bytes[2] = REGION_BYTES;
    space->map = (blaspool_region_map){space->bases, space->bytes, 3};
}

/* Product i: A filled with i + 1, B with 1, so that every element of C is SIZE x (i + 1). */
static void fill(workspace *space) {
    blaspool_product *products = blaspool_table_products(space->table);
    for (int i = 0; i < ELEMENTS; i++) {
        space->operands[i] = 1;
    }
    if (content == BLASPOOL_CONTENT_STRIDED) {
        *blaspool_table_strides(space->table) = (blaspool_strides){ELEMENTS, 0, ELEMENTS};
    }
    for (int64_t p = 0; p < PRODUCTS; p++) {
        double *a = space->operands + ELEMENTS * (p + 1);
        for (int i = 0; i < ELEMENTS; i++) {
            a[i] = (double)(p + 1);
        }
        if (p > 0 && content == BLASPOOL_CONTENT_STRIDED) {
            continue;
        }
        products[p] = (blaspool_product){
            .m = SIZE,
            .n = SIZE,
            .k = SIZE,
            .lda = SIZE,
            .ldb = SIZE,
            .ldc = SIZE,
            .alpha = 1,
            .a = UINT64_C(1) << 48 | (uint64_t)(ELEMENTS * (p + 1)) * sizeof(double),
            .b = UINT64_C(1) << 48,
            .c = UINT64_C(2) << 48 | (uint64_t)(ELEMENTS * p) * sizeof(double)};
    }
}

static workspace create_workspace(void) {
    workspace space = {0};
    space.table_fd = create_fd("table", table_bytes());
    space.operands_fd = create_fd("operands", REGION_BYTES);
    space.results_fd = create_fd("results", REGION_BYTES);
    map_workspace(&space);
    int64_t firsts[CHUNKS];
    for (int64_t i = 0; i < CHUNKS; i++) {
        firsts[i] = i * (PRODUCTS / CHUNKS);
    }
    REQUIRE(blaspool_table_init(space.table, table_bytes(), content, PRODUCTS, CHUNKS, SLOTS, firsts) == BLASPOOL_OK);
    fill(&space);
    return space;
}

static void free_workspace(workspace *space) {
    munmap(space->table, table_bytes());
    munmap(space->operands, REGION_BYTES);
    munmap(space->results, REGION_BYTES);
    close(space->table_fd);
    close(space->operands_fd);
    close(space->results_fd);
}

/* A workspace moved by its return must find its own arrays again. */
static const blaspool_region_map *regions_of(workspace *space) {
    space->map.bases = space->bases;
    space->map.bytes = space->bytes;
    return &space->map;
}

static void expect_results(const workspace *space) {
    int64_t wrong = 0;
    for (int64_t p = 0; p < PRODUCTS; p++) {
        for (int i = 0; i < ELEMENTS; i++) {
            wrong += space->results[ELEMENTS * p + i] != (double)(SIZE * (p + 1));
        }
    }
    EXPECT(wrong == 0);
}

static void expect_counts(const workspace *space, int64_t free_, int64_t claimed, int64_t done, int64_t failed) {
    int64_t counts[4];
    blaspool_table_count(space->table, counts);
    EXPECT(counts[0] == free_ && counts[1] == claimed && counts[2] == done && counts[3] == failed);
}

static int64_t slot_products(const workspace *space) {
    const table_slot *slots = table_slots(space->table);
    int64_t products = 0;
    for (int i = 0; i < SLOTS; i++) {
        products += atomic_load(&slots[i].products);
    }
    return products;
}

typedef struct worker_thread {
    pthread_t thread;
    workspace *space;
    uint32_t slot;
} worker_thread;

static void *work(void *argument) {
    worker_thread *worker = argument;
    EXPECT(blaspool_table_work(worker->space->table, worker->slot, blas, &worker->space->map) == BLASPOOL_OK);
    return NULL;
}

static void should_be_worked_by_threads_in_every_round(void) {
    workspace space = create_workspace();
    (void)regions_of(&space);
    for (int round = 0; round < 3; round++) {
        memset(space.results, 0xff, REGION_BYTES);
        worker_thread workers[SLOTS];
        for (uint32_t i = 0; i < SLOTS; i++) {
            workers[i] = (worker_thread){.space = &space, .slot = i};
            REQUIRE(pthread_create(&workers[i].thread, NULL, work, &workers[i]) == 0);
        }
        for (int i = 0; i < SLOTS; i++) {
            pthread_join(workers[i].thread, NULL);
        }
        expect_results(&space);
        expect_counts(&space, 0, 0, CHUNKS, 0);
        EXPECT(slot_products(&space) == PRODUCTS);
        const table_slot *slots = table_slots(space.table);
        for (int i = 0; i < SLOTS; i++) {
            int64_t enter = atomic_load(&slots[i].enter_nanos);
            EXPECT(enter > 0 && atomic_load(&slots[i].exit_nanos) >= enter);
            EXPECT(atomic_load(&slots[i].current_chunk) == 0 && atomic_load(&slots[i].current_product) == 0);
        }
        blaspool_table_reset(space.table);
        EXPECT(slot_products(&space) == 0 && atomic_load(&slots[0].enter_nanos) == 0);
    }
    free_workspace(&space);
}

/* A process that maps table and regions for itself; it checks the table, works, and exits. */
static pid_t start_worker(const workspace *space, uint32_t slot) {
    pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        workspace own = *space;
        map_workspace(&own);
        own.bytes[0] = 0; /* addresses of the parent mean nothing here */
        int moved = own.table != space->table && own.operands != space->operands && own.results != space->results;
        int well = moved && blaspool_table_check(own.table, table_bytes()) == BLASPOOL_OK &&
                   blaspool_table_work(own.table, slot, blas, regions_of(&own)) == BLASPOOL_OK;
        _exit(well ? EXIT_SUCCESS : EXIT_FAILURE);
    }
    return child;
}

static int wait_for(pid_t child) {
    int status;
    while (waitpid(child, &status, 0) < 0) {
        REQUIRE(errno == EINTR);
    }
    return status;
}

static void should_be_worked_by_processes(void) {
    workspace space = create_workspace();
    pid_t children[SLOTS];
    for (uint32_t i = 0; i < SLOTS; i++) {
        children[i] = start_worker(&space, i);
    }
    for (int i = 0; i < SLOTS; i++) {
        EXPECT(wait_for(children[i]) == 0);
    }
    expect_results(&space);
    expect_counts(&space, 0, 0, CHUNKS, 0);
    EXPECT(slot_products(&space) == PRODUCTS);
    free_workspace(&space);
}

static void wait_until_at_work(const table_slot *slot) {
    struct timespec moment = {0, 200000};
    for (int i = 0; i < 50000 && atomic_load(&slot->current_product) == 0; i++) {
        nanosleep(&moment, NULL);
    }
    REQUIRE(atomic_load(&slot->current_product) != 0);
}

static void should_give_the_chunk_of_a_killed_worker_to_another(void) {
    workspace space = create_workspace();
    delay(2000000);
    pid_t victim = start_worker(&space, 0);
    const table_slot *slot = &table_slots(space.table)[0];
    wait_until_at_work(slot);
    kill(victim, SIGKILL);
    int status = wait_for(victim);
    EXPECT(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    int64_t chunk = (int64_t)atomic_load(&slot->current_chunk) - 1;
    EXPECT(atomic_load(&slot->exit_nanos) == 0);
    REQUIRE(chunk >= 0 && chunk < CHUNKS);

    delay(0);
    pid_t other = start_worker(&space, 1);
    EXPECT(wait_for(other) == 0);
    expect_counts(&space, 0, 1, CHUNKS - 1, 0); /* not before it is released */
    EXPECT(blaspool_table_release(space.table, 0) == 1);
    pid_t replacement = start_worker(&space, 0);
    EXPECT(wait_for(replacement) == 0);
    expect_counts(&space, 0, 0, CHUNKS, 0);
    uint64_t claim = atomic_load(&table_chunks(space.table)[chunk].claim);
    EXPECT(claim_attempt(claim) == 2 && claim_owner(claim) == 0);
    expect_results(&space);
    free_workspace(&space);
}

static void should_name_the_product_that_is_refused(void) {
    workspace space = create_workspace();
    blaspool_table_products(space.table)[6].ldb = 2;
    EXPECT_REFUSED(
        BLASPOOL_INVALID, "product 6: leading dimension is too small: ldb=2, expected at least 3 (rows of b)",
        blaspool_table_work(space.table, 2, blas, regions_of(&space)));
    expect_counts(&space, CHUNKS - 2, 0, 1, 1);
    EXPECT(slot_products(&space) == 6);
    EXPECT(atomic_load(&table_slots(space.table)[2].exit_nanos) > 0);
    EXPECT(blaspool_table_work(space.table, 2, blas, regions_of(&space)) == BLASPOOL_OK);
    expect_counts(&space, 0, 0, CHUNKS - 1, 1);
    free_workspace(&space);
}

/* Each by its own index, and those before it are done; a product that is marked is passed over as in a list. */
static void should_name_the_product_to_which_strides_lead_out(void) {
    workspace space = create_workspace();
    regions_of(&space);
    space.bytes[2] = (uint64_t)(ELEMENTS * 7 - 1) * sizeof(double);
    EXPECT_REFUSED(
        BLASPOOL_INVALID, "product 6: operand c passes the end of its region",
        blaspool_table_work(space.table, 2, blas, &space.map));
    EXPECT(slot_products(&space) == 6);
    blaspool_table_reset(space.table);
    space.bytes[2] = REGION_BYTES;
    blaspool_table_strides(space.table)->a = -ELEMENTS;
    EXPECT_REFUSED(
        BLASPOOL_INVALID, "product 2: stride leaves the region of an operand",
        blaspool_table_work(space.table, 2, blas, &space.map));
    blaspool_table_reset(space.table);
    blaspool_table_strides(space.table)->a = INT64_MIN;
    EXPECT_REFUSED(
        BLASPOOL_INVALID, "stride is too large: stride_a", blaspool_table_work(space.table, 2, blas, &space.map));
    blaspool_table_strides(space.table)->a = ELEMENTS;
    blaspool_blas_set_kernels(blas, 1);
    memset(space.results, 0, REGION_BYTES);
    EXPECT(blaspool_table_skip(space.table, 8) == BLASPOOL_OK);
    EXPECT(blaspool_table_work(space.table, 2, blas, &space.map) == BLASPOOL_OK);
    EXPECT(space.results[8 * ELEMENTS] == 0 && space.results[9 * ELEMENTS] == SIZE * 10);
    blaspool_blas_set_kernels(blas, 0);
    free_workspace(&space);
}

static void should_refuse_what_it_cannot_work(void) {
    workspace space = create_workspace();
    EXPECT_REFUSED(
        BLASPOOL_INVALID, "slot=4, expected less than 4",
        blaspool_table_work(space.table, SLOTS, blas, regions_of(&space)));
    ((table_header *)space.table)->content = BLASPOOL_CONTENT_OPERANDS;
    EXPECT_REFUSED(
        BLASPOOL_INVALID, "content=1, expected 0 or 2", blaspool_table_work(space.table, 0, blas, regions_of(&space)));
    expect_counts(&space, CHUNKS, 0, 0, 0);
    free_workspace(&space);
}

static void should_stop_after_the_product_in_hand(void) {
    workspace space = create_workspace();
    (void)regions_of(&space);
    delay(20000000);
    worker_thread worker = {.space = &space, .slot = 0};
    REQUIRE(pthread_create(&worker.thread, NULL, work, &worker) == 0);
    wait_until_at_work(&table_slots(space.table)[0]);
    blaspool_table_stop(space.table);
    pthread_join(worker.thread, NULL);
    delay(0);
    EXPECT(slot_products(&space) < PRODUCTS / CHUNKS);
    expect_counts(&space, CHUNKS, 0, 0, 0); /* the chunk in hand was given back */
    blaspool_table_reset(space.table);
    EXPECT(blaspool_table_work(space.table, 0, blas, &space.map) == BLASPOOL_OK);
    expect_results(&space);
    free_workspace(&space);
}

int main(void) {
    REQUIRE(blaspool_blas_open(FIXTURE("plain"), &blas) == BLASPOOL_OK);
    blaspool_blas_set_kernels(blas, 0); /* the fixture can be told to be slow */
    delay = (delay_function *)fixture_function(FIXTURE("plain"), "fixture_delay");
    static const blaspool_table_content contents[] = {BLASPOOL_CONTENT_PRODUCTS, BLASPOOL_CONTENT_STRIDED};
    for (int i = 0; i < 2; i++) {
        content = contents[i];
        should_be_worked_by_threads_in_every_round();
        should_be_worked_by_processes();
        should_give_the_chunk_of_a_killed_worker_to_another();
    }
    should_name_the_product_to_which_strides_lead_out();
    content = BLASPOOL_CONTENT_PRODUCTS;
    should_name_the_product_that_is_refused();
    should_refuse_what_it_cannot_work();
    should_stop_after_the_product_in_hand();
    blaspool_blas_close(blas);
    return expect_exit_code();
}
