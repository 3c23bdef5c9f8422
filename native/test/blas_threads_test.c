/* Thread limits that are read back, and callers that are held back. */
#include "expect.h"
#include "fixture/fixture.h"

#include <blaspool/blas.h>

#include <pthread.h>
#include <stdint.h>

typedef int count_function(void);
typedef void delay_function(long nanos);

static blaspool_blas *open_fixture(const char *path) {
    blaspool_blas *blas = NULL;
    REQUIRE(blaspool_blas_open(path, &blas) == BLASPOOL_OK);
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
    EXPECT_REFUSED(BLASPOOL_UNAVAILABLE, "no thread control: kind=cblas path=/", blaspool_blas_set_threads(blas, 1));
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
    EXPECT(callers_at_most(FIXTURE("mkl"), 2) > 1);
}

static void should_not_change_threads_under_a_running_product(void) {
    blaspool_blas *blas = open_fixture(FIXTURE("openblas"));
    const char *path = FIXTURE("openblas");
    delay_function *delay = (delay_function *)fixture_function(path, "fixture_delay");
    count_function *calls = (count_function *)fixture_function(path, "fixture_calls");
    EXPECT(blaspool_blas_set_threads(blas, 1) == BLASPOOL_OK);
    int before = calls();
    delay(300000000);
    pthread_t runner;
    REQUIRE(pthread_create(&runner, NULL, run_once, blas) == 0);
    while (calls() == before) {
    }
    EXPECT_REFUSED(BLASPOOL_INVALID, "callers=1, expected 0", blaspool_blas_set_threads(blas, 2));
    EXPECT(blaspool_blas_get_threads(blas) == 1);
    pthread_join(runner, NULL);
    delay(0);
    EXPECT(blaspool_blas_set_threads(blas, 2) == BLASPOOL_OK);
    blaspool_blas_close(blas);
}

int main(void) {
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
    should_hold_callers_back_before_buffers_run_out();
    should_compute_one_product_at_a_time_with_several_threads();
    should_not_change_threads_under_a_running_product();
    return expect_exit_code();
}
