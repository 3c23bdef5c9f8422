/* Products under likwid-perfctr -m, played by an environment and a library that writes down how it is called. */
#include "child.h"
#include "fixture/fixture.h"

#include <blaspool/blas.h>

#include <pthread.h>
#include <stdlib.h>

static blaspool_blas *blas;

/* A batch of one product of 1x1 matrices. */
static void *multiply(void *result) {
    static const double three = 3, five = 5;
    blaspool_product product = {
        .m = 1,
        .n = 1,
        .k = 1,
        .lda = 1,
        .ldb = 1,
        .ldc = 1,
        .alpha = 1,
        .a = (uint64_t)(uintptr_t)&three,
        .b = (uint64_t)(uintptr_t)&five,
        .c = (uint64_t)(uintptr_t)result,
    };
    EXPECT_OK(blaspool_blas_run(blas, &product, 1, NULL));
    return NULL;
}

/* What runs under likwid: two batches on the first thread, one on another. */
static void be_the_program(void) {
    REQUIRE(blaspool_blas_open(FIXTURE("plain"), &blas) == BLASPOOL_OK);
    double results[3] = {0, 0, 0};
    multiply(&results[0]);
    multiply(&results[1]);
    pthread_t thread;
    REQUIRE(pthread_create(&thread, NULL, multiply, &results[2]) == 0);
    REQUIRE(pthread_join(thread, NULL) == 0);
    EXPECT(results[0] == 15 && results[1] == 15 && results[2] == 15);
    blaspool_blas_close(blas);
    exit(expect_exit_code());
}

static program_result run_under(const char *library_path) {
    (void)setenv("LD_LIBRARY_PATH", library_path, 1);
    return child_run((char *[]){"/proc/self/exe", "program", NULL});
}

static void should_mark_batches_as_a_region_of_each_thread(void) {
    (void)setenv("LIKWID_MODE", "1", 1);
    (void)setenv("LIKWID_EVENTS", "CLOCK", 1);
    program_result result = run_under(LIKWID_DIRECTORY);
    EXPECT_EQUAL(result.exit_code, 0);
    EXPECT_TEXT(
        result.output, "init\nthread\nstart dgemm\nstop dgemm\nstart dgemm\nstop dgemm\nthread\nstart dgemm\n"
                       "stop dgemm\nclose\n");
}

static void should_do_without_likwid(void) {
    (void)setenv("LIKWID_MODE", "1", 1);
    (void)setenv("LIKWID_EVENTS", "CLOCK", 1);
    EXPECT_EQUAL(run_under("/nonexistent").exit_code, 0);
}

static void should_leave_likwid_alone_where_it_did_not_start_the_program(void) {
    (void)unsetenv("LIKWID_MODE");
    (void)unsetenv("LIKWID_EVENTS");
    program_result result = run_under(LIKWID_DIRECTORY);
    EXPECT_EQUAL(result.exit_code, 0);
    EXPECT_TEXT(result.output, "");
}

int main(int count, char **arguments) {
    if (count > 1 && strcmp(arguments[1], "program") == 0) {
        be_the_program();
    }
    should_mark_batches_as_a_region_of_each_thread();
    should_do_without_likwid();
    should_leave_likwid_alone_where_it_did_not_start_the_program();
    return expect_exit_code();
}
