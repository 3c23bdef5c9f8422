/* What a library is taken for, and what is no BLAS. */
#include "expect.h"
#include "fixture/fixture.h"

#include <blaspool/blas.h>

#include <limits.h>
#include <stdio.h>
#include <unistd.h>

typedef struct expectation {
    const char *fixture;
    const char *kind;
    const char *version;
    const char *config;
    const char *core;
    const char *threading;
    int max_threads;
    int integer_bits;
    int thread_control;
} expectation;

static const expectation expectations[] = {
    {FIXTURE("plain"), "cblas", "", "", "", "unknown", 0, 32, 0},
    {FIXTURE("wide"), "cblas", "", "", "", "unknown", 0, 64, 0},
    {FIXTURE("openblas"), "openblas", "0.0.7", "MAX_THREADS=4", "Abacus", "pthreads", 4, 32, 1},
    {FIXTURE("openblas_openmp"), "openblas", "0.0.7", "MAX_THREADS=4", "Abacus", "openmp", 4, 32, 1},
    {FIXTURE("openblas_suffix"), "openblas", "0.0.7", "MAX_THREADS=4", "Abacus", "pthreads", 4, 64, 1},
    {FIXTURE("mkl"), "mkl", "2024.7", "Build 20240101", "", "openmp", 0, 32, 1},
    {FIXTURE("blis"), "blis", "0.9.7", "", "abacus", "pthreads", 0, 32, 1},
    {FIXTURE("blis_serial"), "blis", "0.9.7", "", "abacus", "sequential", 1, 32, 0},
    {FIXTURE("flexiblas"), "flexiblas", "3.4.7", "backend ABACUS", "", "unknown", 0, 32, 1},
};

static void should_recognise(const expectation *expected) {
    const char *path = expected->fixture;
    blaspool_blas *blas = NULL;
    REQUIRE(blaspool_blas_open(path, &blas) == BLASPOOL_OK);
    const blaspool_blas_info *info = blaspool_blas_get_info(blas);
    char real[PATH_MAX];
    EXPECT(realpath(path, real) != NULL && strcmp(info->path, real) == 0);
    EXPECT(strcmp(info->kind, expected->kind) == 0);
    EXPECT(strcmp(info->version, expected->version) == 0);
    EXPECT(strstr(info->config, expected->config) != NULL);
    EXPECT(info->config[0] == '\0' || info->config[strlen(info->config) - 1] != ' ');
    EXPECT(strcmp(info->core, expected->core) == 0);
    EXPECT(strcmp(info->threading, expected->threading) == 0);
    EXPECT(info->max_threads == expected->max_threads);
    EXPECT(info->integer_bits == expected->integer_bits);
    EXPECT(info->thread_control == expected->thread_control);
    blaspool_blas_close(blas);
}

static void should_give_an_equal_handle_for_the_same_library(void) {
    const char *path = FIXTURE("openblas");
    char link[] = "/tmp/blaspool-open-XXXXXX";
    int fd = mkstemp(link);
    REQUIRE(fd >= 0 && close(fd) == 0 && unlink(link) == 0 && symlink(path, link) == 0);
    blaspool_blas *first = NULL;
    blaspool_blas *second = NULL;
    blaspool_blas *other = NULL;
    EXPECT(blaspool_blas_open(path, &first) == BLASPOOL_OK);
    EXPECT(blaspool_blas_open(link, &second) == BLASPOOL_OK);
    EXPECT(blaspool_blas_open(FIXTURE("plain"), &other) == BLASPOOL_OK);
    EXPECT(unlink(link) == 0);
    EXPECT(first == second);
    EXPECT(first != other);
    blaspool_blas_close(first);
    EXPECT(blaspool_blas_get_threads(second) == 2);
    blaspool_blas_close(second);
    blaspool_blas_close(other);
    EXPECT(blaspool_blas_open(path, &first) == BLASPOOL_OK);
    EXPECT(strcmp(blaspool_blas_get_info(first)->kind, "openblas") == 0);
    blaspool_blas_close(first);
    blaspool_blas_close(NULL);
}

/* Another BLAS with the same names in the scope of the whole process, as by LD_PRELOAD. */
static void should_call_its_own_functions_where_others_have_the_same_names(void) {
#if !defined(__SANITIZE_ADDRESS__)
    const char *path = FIXTURE("blis");
    void *everywhere = dlopen(FIXTURE("plain"), RTLD_NOW | RTLD_GLOBAL);
    REQUIRE(everywhere != NULL);
    blaspool_blas *blas = NULL;
    REQUIRE(blaspool_blas_open(path, &blas) == BLASPOOL_OK);
    blaspool_blas_set_kernels(blas, 0);
    int (*calls)(void) = (int (*)(void))fixture_function(path, "fixture_calls");
    int (*calls_everywhere)(void) = (int (*)(void))dlsym(everywhere, "fixture_calls");
    int before = calls();
    int before_everywhere = calls_everywhere();
    double one = 1;
    double result = 0;
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
        .c = (uint64_t)(uintptr_t)&result};
    EXPECT(blaspool_blas_run(blas, &product, 1, NULL) == BLASPOOL_OK);
    EXPECT(result == 1);
    EXPECT(calls() == before + 1);
    EXPECT(calls_everywhere() == before_everywhere);
    blaspool_blas_close(blas);
    dlclose(everywhere);
#endif
}

static void should_refuse_what_is_no_blas(void) {
    blaspool_blas *blas = NULL;
    EXPECT_REFUSED(BLASPOOL_INVALID, "path of the BLAS is empty", blaspool_blas_open("", &blas));
    EXPECT_REFUSED(BLASPOOL_INVALID, "path of the BLAS is empty", blaspool_blas_open(NULL, &blas));
    EXPECT_REFUSED(
        BLASPOOL_UNAVAILABLE, "path=/no/such/libblas.so: /no/such/libblas.so: cannot open shared object file",
        blaspool_blas_open("/no/such/libblas.so", &blas));
    EXPECT_REFUSED(BLASPOOL_UNAVAILABLE, "/etc/passwd: ", blaspool_blas_open("/etc/passwd", &blas));
    EXPECT_REFUSED(
        BLASPOOL_UNAVAILABLE, "undefined symbol: cblas_dgemm", blaspool_blas_open(FIXTURE("no_gemm"), &blas));
    EXPECT(blas == NULL);
}

static void run_one(blaspool_blas *blas) {
    double one = 1;
    double result = 0;
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
        .c = (uint64_t)(uintptr_t)&result};
    EXPECT(blaspool_blas_run(blas, &product, 1, NULL) == BLASPOOL_OK);
    EXPECT(result == 1);
}

static void should_leave_small_products_to_the_library_where_told(void) {
    const char *path = FIXTURE("plain");
    blaspool_blas *blas = NULL;
    REQUIRE(blaspool_blas_open(path, &blas) == BLASPOOL_OK);
    int (*calls)(void) = (int (*)(void))fixture_function(path, "fixture_calls");
    const int before = calls();
    const int has_kernels = strcmp(blaspool_blas_get_kernels(blas), "none") != 0;
    run_one(blas);
    EXPECT(calls() == before + !has_kernels);
    blaspool_blas_set_kernels(blas, 0);
    EXPECT(!has_kernels || strcmp(blaspool_blas_get_kernels(blas), "off") == 0);
    run_one(blas);
    EXPECT(calls() == before + !has_kernels + 1);
    blaspool_blas_set_kernels(blas, 1);
    run_one(blas);
    EXPECT(calls() == before + 1 + 2 * !has_kernels);
    blaspool_blas_close(blas);
}

static void should_heed_the_environment_for_kernels(void) {
    blaspool_blas *blas = NULL;
    setenv("BLASPOOL_KERNELS", "off", 1);
    REQUIRE(blaspool_blas_open(FIXTURE("mkl"), &blas) == BLASPOOL_OK);
    EXPECT(strcmp(blaspool_blas_get_kernels(blas), "off") == 0);
    blaspool_blas_set_kernels(blas, 1);
    EXPECT(strcmp(blaspool_blas_get_kernels(blas), "off") == 0);
    blaspool_blas_close(blas);
    setenv("BLASPOOL_KERNELS", "mmx", 1);
    EXPECT_REFUSED(
        BLASPOOL_UNAVAILABLE, "kernels are not there on this CPU: BLASPOOL_KERNELS=mmx",
        blaspool_blas_open(FIXTURE("mkl"), &blas));
    unsetenv("BLASPOOL_KERNELS");
}

int main(void) {
    /* First: what is bound once stays so. */
    should_call_its_own_functions_where_others_have_the_same_names();
    for (size_t i = 0; i < sizeof expectations / sizeof *expectations; i++) {
        should_recognise(&expectations[i]);
    }
    should_give_an_equal_handle_for_the_same_library();
    should_refuse_what_is_no_blas();
    should_leave_small_products_to_the_library_where_told();
    should_heed_the_environment_for_kernels();
    return expect_exit_code();
}
