/* What others have loaded into this process is found, told apart and limited. */
#include "blas/blas_internal.h"
#include "expect.h"
#include "fixture/fixture.h"

#include <limits.h>
#include <string.h>

enum { MOST = 64 };

static void load(const char *path) { REQUIRE(dlopen(path, RTLD_NOW | RTLD_LOCAL) != NULL); }

typedef struct loaded {
    blaspool_blas *handles[MOST];
    int count;
} loaded;

static loaded find_all(void) {
    loaded found;
    found.count = blaspool_blas_open_loaded(found.handles, MOST);
    return found;
}

static void close_all(const loaded *found) {
    for (int i = 0; i < found->count; i++) {
        blaspool_blas_close(found->handles[i]);
    }
}

/* The one handle of a file, NULL where there is none. */
static blaspool_blas *of_file(const loaded *found, const char *path) {
    char real[PATH_MAX];
    REQUIRE(realpath(path, real) != NULL);
    blaspool_blas *one = NULL;
    for (int i = 0; i < found->count; i++) {
        if (strcmp(blaspool_blas_get_info(found->handles[i])->path, real) == 0) {
            EXPECT(one == NULL);
            one = found->handles[i];
        }
    }
    return one;
}

static void should_find(const char *path, const char *kind, int threads) {
    load(path);
    loaded found = find_all();
    blaspool_blas *one = of_file(&found, path);
    REQUIRE(one != NULL);
    EXPECT(strcmp(blaspool_blas_get_info(one)->kind, kind) == 0);
    EXPECT(blaspool_blas_get_threads(one) == threads);
    if (threads > 0) {
        EXPECT(blaspool_blas_set_threads(one, 1) == BLASPOOL_OK);
        EXPECT(blaspool_blas_get_threads(one) == 1);
        blaspool_blas_restore_threads(one);
        EXPECT(blaspool_blas_get_threads(one) == threads);
    }
    close_all(&found);
}

static void should_find_nothing_before_anything_is_loaded(void) {
    loaded found = find_all();
    for (int i = 0; i < found.count; i++) {
        EXPECT(strstr(blaspool_blas_get_info(found.handles[i])->path, "fixture") == NULL); /* sanitizers bring OpenMP */
    }
    close_all(&found);
}

static void should_share_the_handle_of_one_that_is_opened_as_a_blas(void) {
    loaded found = find_all();
    blaspool_blas *opened = NULL;
    EXPECT(blaspool_blas_open(FIXTURE("openblas"), &opened) == BLASPOOL_OK);
    EXPECT(opened == of_file(&found, FIXTURE("openblas")));
    blaspool_blas_close(opened);
    close_all(&found);
}

static void should_not_compute_with_what_has_no_dgemm(void) {
    loaded found = find_all();
    blaspool_blas *openmp = of_file(&found, FIXTURE("gomp"));
    blaspool_blas *opened = NULL;
    const blaspool_product none = {0};
    EXPECT_REFUSED(BLASPOOL_INVALID, "no C interface to BLAS: kind=libgomp", blaspool_blas_run(openmp, &none, 1, NULL));
    EXPECT_REFUSED(BLASPOOL_UNAVAILABLE, "no C interface to BLAS", blaspool_blas_open(FIXTURE("gomp"), &opened));
    close_all(&found);
}

static void should_give_no_more_than_there_is_room_for(void) {
    blaspool_blas *two[2];
    EXPECT(blaspool_blas_open_loaded(two, 2) == 2);
    blaspool_blas_close(two[0]);
    blaspool_blas_close(two[1]);
    EXPECT(blaspool_blas_open_loaded(NULL, 0) == 0);
}

int main(void) {
    should_find_nothing_before_anything_is_loaded();
    should_find(FIXTURE("plain"), "cblas", 0);
    should_find(FIXTURE("openblas"), "openblas", 2);
    should_find(FIXTURE("openblas_suffix"), "openblas", 2);
    should_find(FIXTURE("openblas_renamed"), "openblas", 2);
    should_find(FIXTURE("openblas_openmp"), "openblas", 2);
    should_find(FIXTURE("mkl"), "mkl", 2);
    should_find(FIXTURE("blis"), "blis", 1);
    should_find(FIXTURE("flexiblas"), "flexiblas", 2);
    should_find(FIXTURE("gomp"), "libgomp", 3);
    should_share_the_handle_of_one_that_is_opened_as_a_blas();
    should_not_compute_with_what_has_no_dgemm();
    should_give_no_more_than_there_is_room_for();
    return expect_exit_code();
}
