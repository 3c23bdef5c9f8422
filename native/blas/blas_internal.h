/* What the files of this directory and the task table's worker share of a loaded BLAS. */
#ifndef BLASPOOL_BLAS_INTERNAL_H
#define BLASPOOL_BLAS_INTERNAL_H

#include "blas/gate.h"
#include "blas/split.h"
#include "blas/vendor.h"

#include <blaspool/blas.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

struct blaspool_blas {
    blaspool_blas *next; /* in the list of what is open, under its lock */
    int handles;
    void *library; /* of dlopen, never closed */
    void *gemm;    /* cblas_dgemm, with integers of info.integer_bits */
    blaspool_blas_info info;
    blaspool_vendor vendor;
    char *path;
    blaspool_gate gate;
    pthread_mutex_t setting;   /* held while the number of threads or the split changes */
    blaspool_split split;      /* changes only while the gate is shut */
    atomic_int caller_threads; /* what each calling thread must have set for itself; 0: nothing to do */
    atomic_int one_at_a_time;  /* 1: no two calls of the library may overlap */
    pthread_mutex_t call;      /* held during a call where one_at_a_time is 1 */
};

/*
 * Enters the library: waits for a place and gives the calling thread its number of threads. Returns what the
 * thread had before (0: nothing was changed), for blaspool_blas_leave. Enter once for many products.
 */
int blaspool_blas_enter(blaspool_blas *blas);
void blaspool_blas_leave(blaspool_blas *blas, int caller_threads_before);

/* Notes what the number of threads that is set now means for calls. */
void blaspool_blas_note_threads(blaspool_blas *blas);

/* Whether a call has one thread for certain. */
int blaspool_blas_has_one_thread(const blaspool_blas *blas);

/* Where the operands of a product lie in this process. */
struct blaspool_operands {
    const double *a;
    const double *b;
    double *c;
};

/* blaspool_product_check that also gives the addresses. */
blaspool_status blaspool_product_resolve(
    const blaspool_blas *blas, const blaspool_product *product, const blaspool_region_map *map,
    blaspool_operands *operands);

/* Computes a product that has passed the check, in the calling thread, which is inside. */
void blaspool_dgemm(blaspool_blas *blas, const blaspool_product *product, const blaspool_operands *operands);

/* One call of the library with such a product, whose sizes are positive and whose alpha is not 0. */
void blaspool_gemm(const blaspool_blas *blas, const blaspool_product *product, const blaspool_operands *operands);

/* Puts "product INDEX: " before the message of the last failure and returns `status`. */
blaspool_status blaspool_product_failed(blaspool_status status, int64_t index);

#endif
