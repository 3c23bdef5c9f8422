/* Finds what this process has loaded; the order of the kinds says what a library is that has names of two. */
#include "blas/blas_internal.h"
#include "blas/definition.h"

/* FlexiBLAS defines the names of those behind it, and everything that computes defines dgemm. */
static const struct {
    const char *name;
    blaspool_decoration decoration;
} kinds[] = {
    {"flexiblas_set_num_threads", BLASPOOL_DECORATED},
    {"openblas_set_num_threads", BLASPOOL_DECORATED},
    {"MKL_Set_Num_Threads", BLASPOOL_DECORATED},
    {"bli_thread_set_num_threads", BLASPOOL_DECORATED},
    {"cblas_dgemm", BLASPOOL_DECORATED},
    {"dgemm_", BLASPOOL_UNDECORATED},
    {"omp_set_num_threads", BLASPOOL_UNDECORATED},
};

enum { MOST_OF_A_KIND = 32 };

/* Whether it is one of them, or only passes the count on to one of them. */
static int is_among(const blaspool_blas *blas, blaspool_blas *const *handles, int count) {
    for (int i = 0; i < count; i++) {
        const void *set = handles[i]->vendor.process.set;
        if (handles[i] == blas || (set != NULL && set == blas->vendor.process.set)) {
            return 1;
        }
    }
    return 0;
}

int blaspool_blas_open_loaded(blaspool_blas **handles, int capacity) {
    int count = 0;
    for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds; kind++) {
        blaspool_definition found[MOST_OF_A_KIND];
        const int libraries =
            blaspool_definitions_find(kinds[kind].name, kinds[kind].decoration, found, MOST_OF_A_KIND);
        for (int i = 0; i < libraries && count < capacity; i++) {
            const blaspool_symbol_names names = {blaspool_definition_open(&found[i]), found[i].prefix, found[i].suffix};
            blaspool_blas *blas = names.library != NULL ? blaspool_blas_adopt(&names, found[i].path) : NULL;
            if (blas != NULL && !is_among(blas, handles, count)) {
                handles[count++] = blas;
            } else {
                blaspool_blas_close(blas);
            }
        }
        blaspool_definitions_free(found, libraries);
    }
    return count;
}
