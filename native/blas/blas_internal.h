/* What the files of this directory and the task table's worker share of a loaded BLAS. */
#ifndef BLASPOOL_BLAS_INTERNAL_H
#define BLASPOOL_BLAS_INTERNAL_H

#include "blas/gate.h"
#include "blas/split.h"
#include "blas/vendor.h"
#include "kernels/kernel_set.h"

#include <blaspool/blas.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

struct blaspool_blas {
    blaspool_blas *next; /* in the list of what is open, under its lock */
    int handles;
    void *library; /* of dlopen, never closed */
    void *gemm;    /* cblas_dgemm, with integers of info.integer_bits; NULL in what only tells and sets threads */
    blaspool_blas_info info;
    blaspool_vendor vendor;
    char *path;
    blaspool_gate gate;
    pthread_mutex_t setting;   /* held while the number of threads or the split changes */
    int threads_set;           /* what was set here, 0 where what the library had of its own holds */
    int threads_before;        /* what the library had of its own, where threads_set is not 0 */
    blaspool_ways ways_before; /* likewise */
    uint64_t proven;           /* bit n: a probe showed that the limit n is kept */
    int counted;               /* the tasks that a probe found busy where no count can be set, 0: no probe yet */
    blaspool_split split;      /* changes only while the gate is shut */
    const blaspool_kernel_set *cpu_kernels; /* NULL: none */
    int kernels_are_off;                    /* by the environment */
    const blaspool_kernel_set *kernels;     /* which compute small products; NULL: none. Changes as the split does */
    atomic_int caller_threads;              /* what each calling thread must have set for itself; 0: nothing to do */
    atomic_int one_at_a_time;               /* 1: no two calls of the library may overlap */
    pthread_mutex_t call;                   /* held during a call where one_at_a_time is 1 */
    struct {
        _Atomic uint64_t small, split, plain;
    } computed; /* as blaspool_computed has them */
};

/*
 * A handle of a library that somebody else has loaded, by the names that it has there; takes over `library`, whose
 * count of openings stays one higher. NULL where there is no memory.
 */
blaspool_blas *blaspool_blas_adopt(const blaspool_symbol_names *names, const char *path);

/*
 * Enters the library: waits for a place and gives the calling thread its number of threads. Returns which counts of the
 * thread were changed, for blaspool_blas_leave, which restores them. Enter once for many products.
 */
int blaspool_blas_enter(blaspool_blas *blas);
void blaspool_blas_leave(blaspool_blas *blas, int changed);

/*
 * Leaves and enters again where somebody waits to change what holds for all callers: for those who have more products
 * to compute, between two of them. Takes and returns what blaspool_blas_enter returned.
 */
static inline int blaspool_blas_give_way(blaspool_blas *blas, int changed) {
    if (blaspool_gate_is_wanted(&blas->gate)) {
        blaspool_blas_leave(blas, changed);
        return blaspool_blas_enter(blas);
    }
    return changed;
}

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

/*
 * Where an operand of the same shape may lie: its reference less `first` is at most `span`, and with `to_address` added
 * it is the address, which must still be a multiple of 8.
 */
typedef struct blaspool_place {
    uint64_t first, span, to_address;
} blaspool_place;

typedef struct blaspool_places {
    blaspool_place a, b, c;
} blaspool_places;

/* blaspool_product_check that also gives the addresses, and the places, which hold for products that touch all three.
 */
blaspool_status blaspool_product_resolve(
    const blaspool_blas *blas, const blaspool_product *product, const blaspool_region_map *map,
    blaspool_operands *operands, blaspool_places *places);

/*
 * Computes a product that has passed the check by the BLAS, in the calling thread, which is inside, and counts it to
 * what it was computed by.
 */
void blaspool_dgemm(
    blaspool_blas *blas, const blaspool_product *product, const blaspool_operands *operands,
    blaspool_computed *computed);

/* One call of the library with such a product, whose sizes are positive and whose alpha is not 0. */
void blaspool_gemm(const blaspool_blas *blas, const blaspool_product *product, const blaspool_operands *operands);

/* Puts "product INDEX: " before the message of the last failure and returns `status`. */
blaspool_status blaspool_product_failed(blaspool_status status, int64_t index);

#endif
