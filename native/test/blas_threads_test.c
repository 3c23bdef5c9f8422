/* Thread limits that are read back, and callers that are held back. */
#include "blas/blas_internal.h"
#include "expect.h"
#include "fixture/fixture.h"

#include <blaspool/split.h>

#include <pthread.h>
#include <stdint.h>

typedef int count_function(void);
typedef void delay_function(long nanos);

static blaspool_blas *open_fixture(const char *path) {
    blaspool_blas *blas = NULL;
    REQUIRE(blaspool_blas_open(path, &blas) == BLASPOOL_OK);
    blaspool_blas_set_kernels(blas, 0); /* the fixtures count calls, and can be slow */
    return blas;
}

/* C = 2 x 3 with 1 x 1 matrices. */
typedef struct tiny {
    double a, b, c;
} tiny;

static blaspool_status run_tiny(blaspool_blas *blas) {
    tiny values = {2, 3, 0};
    blaspool_product product = {
        .m = 1,
        .n = 1,
        .k = 1,
        .lda = 1,
        .ldb = 1,
        .ldc = 1,
        .alpha = 1,
        .a = (uint64_t)(uintptr_t)&values.a,
        .b = (uint64_t)(uintptr_t)&values.b,
        .c = (uint64_t)(uintptr_t)&values.c};
    blaspool_status status = blaspool_blas_run(blas, &product, 1, NULL);
    EXPECT(status != BLASPOOL_OK || values.c == 6);
    return status;
}

static void should_set_and_read_back(const char *fixture) {
    blaspool_blas *blas = open_fixture(fixture);
    for (int threads = 1; threads <= 4; threads++) {
        EXPECT(blaspool_blas_set_threads(blas, threads) == BLASPOOL_OK);
        EXPECT(blaspool_blas_get_threads(blas) == threads);
        EXPECT(run_tiny(blas) == BLASPOOL_OK);
    }
    blaspool_blas_close(blas);
}

static void should_restore_what_did_not_take(void) {
    blaspool_blas *blas = open_fixture(FIXTURE("openblas"));
    EXPECT(blaspool_blas_set_threads(blas, 3) == BLASPOOL_OK);
    EXPECT_REFUSED(BLASPOOL_UNAVAILABLE, "threads=5, it set 4", blaspool_blas_set_threads(blas, 5));
    EXPECT(blaspool_blas_get_threads(blas) == 3);
    EXPECT_REFUSED(BLASPOOL_INVALID, "threads=0, expected at least 1", blaspool_blas_set_threads(blas, 0));
    EXPECT_REFUSED(BLASPOOL_INVALID, "threads=-2, expected at least 1", blaspool_blas_set_threads(blas, -2));
    EXPECT(blaspool_blas_get_threads(blas) == 3);
    blaspool_blas_close(blas);
}

static void should_say_that_there_is_no_control(void) {
    blaspool_blas *blas = open_fixture(FIXTURE("plain"));
    EXPECT_REFUSED(
        BLASPOOL_UNAVAILABLE, "no thread control: threads=1, it has 0 (0: it cannot tell) kind=cblas path=/",
        blaspool_blas_set_threads(blas, 1));
    EXPECT(blaspool_blas_get_threads(blas) == 0);
    EXPECT(run_tiny(blas) == BLASPOOL_OK);
    blaspool_blas_close(blas);
}

typedef struct calling_thread {
    blaspool_blas *blas;
    const char *fixture;
    int own_before;
    int own_after;
    int seen;
} calling_thread;

static void *run_in_a_fresh_thread(void *argument) {
    calling_thread *caller = argument;
    const char *path = caller->fixture;
    count_function *seen = (count_function *)fixture_function(path, "fixture_threads_of_last_call");
    count_function *own = NULL;
    if (strcmp(caller->fixture, FIXTURE("openblas_openmp")) == 0) {
        own = (count_function *)fixture_function(path, "omp_get_max_threads");
        caller->own_before = own();
    }
    EXPECT(run_tiny(caller->blas) == BLASPOOL_OK);
    caller->seen = seen() % 100;
    if (own != NULL) {
        caller->own_after = own();
    }
    return NULL;
}

/* OpenMP's count belongs to the thread: one that never called omp_set_num_threads has the process's default. */
static void should_give_every_calling_thread_the_limit(const char *fixture) {
    calling_thread caller = {open_fixture(fixture), fixture, 0, 0, 0};
    EXPECT(blaspool_blas_set_threads(caller.blas, 1) == BLASPOOL_OK);
    pthread_t thread;
    REQUIRE(pthread_create(&thread, NULL, run_in_a_fresh_thread, &caller) == 0);
    pthread_join(thread, NULL);
    EXPECT(caller.seen == 1);
    EXPECT(caller.own_before == caller.own_after);
    blaspool_blas_close(caller.blas);
}

enum { CALLERS = 60 };

static void *run_once(void *blas) {
    EXPECT(run_tiny(blas) == BLASPOOL_OK);
    return NULL;
}

static int callers_at_most(const char *fixture, int threads) {
    blaspool_blas *blas = open_fixture(fixture);
    delay_function *delay = (delay_function *)fixture_function(fixture, "fixture_delay");
    count_function *at_most = (count_function *)fixture_function(fixture, "fixture_callers_at_most");
    if (threads > 0) {
        EXPECT(blaspool_blas_set_threads(blas, threads) == BLASPOOL_OK);
    }
    (void)at_most();
    delay(threads > 1 ? 1000000 : 50000000);
    pthread_t callers[CALLERS];
    for (int i = 0; i < CALLERS; i++) {
        REQUIRE(pthread_create(&callers[i], NULL, run_once, blas) == 0);
    }
    for (int i = 0; i < CALLERS; i++) {
        pthread_join(callers[i], NULL);
    }
    delay(0);
    int most = at_most();
    blaspool_blas_close(blas);
    return most;
}

static void should_hold_callers_back_before_buffers_run_out(void) {
    int most = callers_at_most(FIXTURE("openblas"), 1);
    EXPECT(most > 2);
    EXPECT(most <= 46); /* 50 buffers less those of its 4 threads */
    EXPECT(callers_at_most(FIXTURE("plain"), 0) > 2);
}

static void should_compute_one_product_at_a_time_with_several_threads(void) {
    EXPECT(callers_at_most(FIXTURE("openblas"), 2) == 1);
    EXPECT(callers_at_most(FIXTURE("openblas_serial"), 1) == 1);
    EXPECT(callers_at_most(FIXTURE("mkl"), 2) > 1);
}

/* Until the delay is taken back. */
static const long NO_END = 3600000000000;

typedef struct change {
    blaspool_blas *blas;
    int threads;
    atomic_int made;
} change;

static void *make(void *argument) {
    change *own = argument;
    EXPECT(blaspool_blas_set_threads(own->blas, own->threads) == BLASPOOL_OK);
    atomic_store(&own->made, 1);
    return NULL;
}

static pthread_t start(void *body(void *), void *argument) {
    pthread_t thread;
    REQUIRE(pthread_create(&thread, NULL, body, argument) == 0);
    return thread;
}

static void should_not_change_threads_under_a_running_product(void) {
    blaspool_blas *blas = open_fixture(FIXTURE("openblas"));
    const char *path = FIXTURE("openblas");
    delay_function *delay = (delay_function *)fixture_function(path, "fixture_delay");
    count_function *calls = (count_function *)fixture_function(path, "fixture_calls");
    count_function *seen = (count_function *)fixture_function(path, "fixture_threads_of_last_call");
    EXPECT(blaspool_blas_set_threads(blas, 1) == BLASPOOL_OK);
    int before = calls();
    delay(NO_END);
    pthread_t runner = start(run_once, blas);
    while (calls() == before) {
    }
    change to_two = {.blas = blas, .threads = 2};
    pthread_t changer = start(make, &to_two);
    while (!blaspool_gate_is_wanted(&blas->gate)) {
    }
    EXPECT(blaspool_blas_get_threads(blas) == 1);
    EXPECT(atomic_load(&to_two.made) == 0);
    pthread_t second = start(run_once, blas); /* held back until the change is made */
    delay(0);
    pthread_join(runner, NULL);
    pthread_join(changer, NULL);
    EXPECT(blaspool_blas_get_threads(blas) == 2);
    pthread_join(second, NULL);
    EXPECT(calls() == before + 2);
    EXPECT(seen() / 100 == 2);
    blaspool_blas_restore_threads(blas);
    blaspool_blas_close(blas);
}

enum { MANY = 200 };

static void *run_many(void *blas) {
    static double one = 1;
    double result[MANY];
    blaspool_product products[MANY];
    for (int i = 0; i < MANY; i++) {
        const blaspool_product product = {
            .m = 1,
            .n = 1,
            .k = 1,
            .lda = 1,
            .ldb = 1,
            .ldc = 1,
            .alpha = 1,
            .a = (uint64_t)(uintptr_t)&one,
            .b = (uint64_t)(uintptr_t)&one,
            .c = (uint64_t)(uintptr_t)&result[i]};
        products[i] = product;
    }
    EXPECT(blaspool_blas_run(blas, products, MANY, NULL) == BLASPOOL_OK);
    return NULL;
}

/* Whoever has many products lets a change pass between two of them. */
static void should_change_threads_between_the_products_of_a_list(void) {
    blaspool_blas *blas = open_fixture(FIXTURE("openblas"));
    const char *path = FIXTURE("openblas");
    delay_function *delay = (delay_function *)fixture_function(path, "fixture_delay");
    count_function *calls = (count_function *)fixture_function(path, "fixture_calls");
    EXPECT(blaspool_blas_set_threads(blas, 1) == BLASPOOL_OK);
    int before = calls();
    delay(50000000);
    pthread_t first = start(run_many, blas);
    pthread_t second = start(run_many, blas);
    while (calls() < before + 2) {
    }
    EXPECT(blaspool_blas_set_threads(blas, 2) == BLASPOOL_OK);
    EXPECT(blaspool_blas_get_threads(blas) == 2);
    EXPECT(calls() < before + 2 * MANY);
    delay(0);
    pthread_join(first, NULL);
    pthread_join(second, NULL);
    EXPECT(calls() == before + 2 * MANY);
    blaspool_blas_restore_threads(blas);
    blaspool_blas_close(blas);
}

static void should_not_wait_where_nothing_changes(void) {
    blaspool_blas *blas = open_fixture(FIXTURE("openblas"));
    EXPECT(blaspool_blas_set_threads(blas, 2) == BLASPOOL_OK);
    int changed = blaspool_blas_enter(blas); /* as one whose product does not end before this does */
    EXPECT(blaspool_blas_set_threads(blas, 2) == BLASPOOL_OK);
    EXPECT(blaspool_blas_set_split(blas, NULL, 0) == BLASPOOL_OK);
    blaspool_blas_leave(blas, changed);
    blaspool_blas_restore_threads(blas);
    blaspool_blas_close(blas);
}

static void should_restore_what_was_there_before_the_first_change(const char *fixture) {
    blaspool_blas *blas = open_fixture(fixture);
    int before = blaspool_blas_get_threads(blas);
    EXPECT(blaspool_blas_set_threads(blas, 3) == BLASPOOL_OK);
    EXPECT(blaspool_blas_set_threads(blas, 1) == BLASPOOL_OK);
    blaspool_blas_restore_threads(blas);
    EXPECT(blaspool_blas_get_threads(blas) == before);
    blaspool_blas_restore_threads(blas);
    EXPECT(blaspool_blas_get_threads(blas) == before);
    blaspool_blas_close(blas);
}

static void should_not_take_a_serial_build_for_one_with_threads(void) {
    blaspool_blas *blas = open_fixture(FIXTURE("blis_serial"));
    EXPECT(blaspool_blas_set_threads(blas, 1) == BLASPOOL_OK);
    EXPECT_REFUSED(BLASPOOL_UNAVAILABLE, "no thread control: threads=2, it has 1 ", blaspool_blas_set_threads(blas, 2));
    EXPECT(blaspool_blas_get_threads(blas) == 1);
    blaspool_blas_close(blas);
}

/* BLIS's ways of parallelism go before its number of threads. */
static void should_take_ways_of_parallelism_back_with_the_limit(void) {
    REQUIRE(setenv("FIXTURE_IC_NT", "2", 1) == 0);
    blaspool_blas *blas = open_fixture(FIXTURE("blis"));
    EXPECT(blaspool_blas_get_threads(blas) == 2);
    EXPECT(blaspool_blas_set_threads(blas, 1) == BLASPOOL_OK);
    EXPECT(blaspool_blas_get_threads(blas) == 1);
    EXPECT(blaspool_ways_get(&blas->vendor.ways).of[2] == -1);
    blaspool_blas_restore_threads(blas);
    EXPECT(blaspool_blas_get_threads(blas) == 2);
    EXPECT(blaspool_ways_get(&blas->vendor.ways).of[2] == 2);
    static const blaspool_ways none = {{-1, -1, -1, -1, -1}};
    blaspool_ways_set(&blas->vendor.ways, none);
    blaspool_blas_close(blas);
}

/* What runs is counted where the library speaks for another one. */
static void should_count_what_computes_behind_flexiblas(void) {
    blaspool_blas *blas = open_fixture(FIXTURE("flexiblas_serial"));
    EXPECT(blaspool_blas_set_threads(blas, 1) == BLASPOOL_OK);
    EXPECT_REFUSED(BLASPOOL_UNAVAILABLE, "threads=2, 1 computed", blaspool_blas_set_threads(blas, 2));
    EXPECT(blaspool_blas_get_threads(blas) == 1);
    blaspool_blas_close(blas);
    blas = open_fixture(FIXTURE("flexiblas_greedy"));
    EXPECT_REFUSED(BLASPOOL_UNAVAILABLE, "threads=1, 2 computed", blaspool_blas_set_threads(blas, 1));
    EXPECT(blaspool_blas_get_threads(blas) == 2);
    blaspool_blas_close(blas);
}

static void should_count_what_computes_where_no_count_is_told(void) {
    blaspool_blas *blas = open_fixture(FIXTURE("plain"));
    EXPECT(blaspool_blas_count_threads(blas) == 1);
    blaspool_blas_close(blas);
    blas = open_fixture(FIXTURE("plain_threaded"));
    EXPECT(blaspool_blas_get_threads(blas) == 0);
    EXPECT(blaspool_blas_count_threads(blas) == 2);
    blaspool_blas_close(blas);
    blas = open_fixture(FIXTURE("openblas"));
    EXPECT(blaspool_blas_count_threads(blas) == blaspool_blas_get_threads(blas));
    blaspool_blas_close(blas);
}

int main(void) {
    should_take_ways_of_parallelism_back_with_the_limit(); /* first: the fixture reads its environment once */
    static const char *const controlled[] = {
        FIXTURE("openblas"), FIXTURE("openblas_openmp"), FIXTURE("openblas_suffix"), FIXTURE("mkl"),
        FIXTURE("blis"),     FIXTURE("flexiblas")};
    for (size_t i = 0; i < sizeof controlled / sizeof *controlled; i++) {
        should_set_and_read_back(controlled[i]);
    }
    should_restore_what_did_not_take();
    should_say_that_there_is_no_control();
    should_give_every_calling_thread_the_limit(FIXTURE("openblas_openmp"));
    should_give_every_calling_thread_the_limit(FIXTURE("blis"));
    should_give_every_calling_thread_the_limit(FIXTURE("flexiblas_openmp"));
    should_hold_callers_back_before_buffers_run_out();
    should_compute_one_product_at_a_time_with_several_threads();
    should_not_change_threads_under_a_running_product();
    should_change_threads_between_the_products_of_a_list();
    should_not_wait_where_nothing_changes();
    for (size_t i = 0; i < sizeof controlled / sizeof *controlled; i++) {
        should_restore_what_was_there_before_the_first_change(controlled[i]);
    }
    should_not_take_a_serial_build_for_one_with_threads();
    should_count_what_computes_behind_flexiblas();
    should_count_what_computes_where_no_count_is_told();
    return expect_exit_code();
}
