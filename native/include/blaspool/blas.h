/* A BLAS that is loaded at run time: what it is, its threads, and dgemm over a list of products. */
#ifndef BLASPOOL_BLAS_H
#define BLASPOOL_BLAS_H

#include <blaspool/status.h>

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct blaspool_blas blaspool_blas;

/* What was loaded. Strings belong to the blaspool_blas and live as long as it. */
typedef struct blaspool_blas_info {
    const char *path;      /* the file that the dynamic linker really mapped, links followed */
    const char *kind;      /* "openblas", "mkl", "blis", "flexiblas", "atlas", "cblas" (none of these), and of OpenMP
                              "libgomp", "libomp", "libiomp5" */
    const char *version;   /* "0.3.31", "" where the library cannot tell */
    const char *config;    /* openblas_get_config() and its like, "" where there is none */
    const char *core;      /* the kernel family it chose ("SkylakeX"), "" where it cannot tell */
    const char *threading; /* "sequential", "pthreads", "openmp", "unknown" */
    int max_threads;       /* the largest count it takes, 0 where it cannot tell */
    int integer_bits;      /* 32 or 64: the width of its integers */
    int thread_control;    /* 1 where its thread count can be set and read back; 0 where it has one alone */
} blaspool_blas_info;

/*
 * Loads the library at `path` (a path, or a soname that the dynamic linker finds). Set the BLAS's environment and
 * the affinity mask before: its threads start here, and inherit both. A file that is no library, or has no
 * cblas_dgemm (plain, or with the suffix 64_), is UNAVAILABLE with the linker's own words.
 * A library is loaded once a process and stays loaded; opening it again gives an equal handle, to be closed as often.
 */
BLASPOOL_API blaspool_status blaspool_blas_open(const char *path, blaspool_blas **blas);

/*
 * Opens every BLAS and every run-time library of OpenMP that this process has loaded, whoever loaded it: OpenBLAS, MKL,
 * BLIS, FlexiBLAS, ATLAS, any library with dgemm, libgomp, libomp, libiomp5, in the order of these kinds. Gives at most
 * `capacity` handles, each to be closed, and returns how many; no library has two. They tell and set threads; those
 * that have cblas_dgemm compute as well. How many calls others have in flight cannot be known: set their threads only
 * while they do not compute. OpenMP's count is the calling thread's own.
 */
BLASPOOL_API int blaspool_blas_open_loaded(blaspool_blas **handles, int capacity);

/* Frees the handle; the library stays loaded, as its threads cannot be unloaded safely. NULL is allowed. */
BLASPOOL_API void blaspool_blas_close(blaspool_blas *blas);

BLASPOOL_API const blaspool_blas_info *blaspool_blas_get_info(const blaspool_blas *blas);

/*
 * Sets the number of threads of each call, process-wide, and reads it back: what did not take is UNAVAILABLE, and what
 * held before still holds. Waits for the products in flight, and holds back others meanwhile: blaspool_blas_run and
 * blaspool_table_work let it pass between two products. A count that holds already is no change. threads >= 1. Where
 * the library heeds a count of each calling thread as well (OpenMP's), every run sets that too for its duration. Where
 * the library's own word is not enough (FlexiBLAS, which speaks for another), the tasks that compute are counted in a
 * probe of about 50 ms, once for each count.
 */
BLASPOOL_API blaspool_status blaspool_blas_set_threads(blaspool_blas *blas, int threads);

/* Restores what the library had before blaspool_blas_set_threads was first called, or called since the last restoring.
 */
BLASPOOL_API void blaspool_blas_restore_threads(blaspool_blas *blas);

/* The number of threads of a call now, as the library says; 0 where it cannot tell. */
BLASPOOL_API int blaspool_blas_get_threads(const blaspool_blas *blas);

/*
 * The same, but where the library cannot tell, the tasks that compute in a probe of about 50 ms: counted once, while no
 * other call is in flight. 0 where they cannot be counted.
 */
BLASPOOL_API int blaspool_blas_count_threads(blaspool_blas *blas);

/*
 * Small products are computed by kernels of our own instead of the library, on every machine the same ones, and with
 * the same bits: each element of op(A) op(B) is the chain of fused multiply-adds in the order of k, s <- fma(a, b, s)
 * from s = 0, and C is alpha s, or fma(alpha, s, beta C) with beta other than 0. Which instructions do it, "avx512",
 * "avx2" or "neon"; "off" where they are switched off, by this function's sibling or by BLASPOOL_KERNELS=off in the
 * environment when the library was opened; "none" where the CPU has no fused multiply-add for them.
 */
BLASPOOL_API const char *blaspool_blas_get_kernels(const blaspool_blas *blas);

/*
 * Switches our own kernels off (0) or on again, process-wide; off, everything is left to the library. On changes
 * nothing where the CPU has none or the environment switched them off. It waits for the products in hand.
 */
BLASPOOL_API void blaspool_blas_set_kernels(blaspool_blas *blas, int on);

/*
 * What was computed of all products of this library in this process, by whom, in multiply-adds: m n k for each product.
 */
typedef struct blaspool_computed {
    uint64_t small; /* by kernels of our own */
    uint64_t split; /* by the library, as several smaller products */
    uint64_t plain; /* by the library, as one */
} blaspool_computed;

/* So far, but for calls that have not returned. */
BLASPOOL_API void blaspool_blas_get_computed(const blaspool_blas *blas, blaspool_computed *computed);

/*
 * C <- alpha op(A) op(B) + beta C, column-major, with BLAS's own rules: op(A) is m x k, op(B) k x n, C m x n;
 * with beta = 0 C is written without being read. An operand is a reference: the number of a region in the upper
 * 16 bits and the byte offset in it in the lower 48. Region 0 starts at address 0, so a plain user-space address
 * is a reference into region 0. 8-byte aligned.
 */
typedef struct blaspool_product {
    int64_t m, n, k;
    int64_t lda, ldb, ldc;
    double alpha, beta;
    uint64_t a, b, c;
    uint32_t transpose_a, transpose_b; /* 0: as it is, 1: transposed */
} blaspool_product;

#define BLASPOOL_REFERENCE_REGION(reference) ((uint32_t)((reference) >> 48))
#define BLASPOOL_REFERENCE_OFFSET(reference) ((reference) & ((UINT64_C(1) << 48) - 1))

/*
 * Where each region starts in this process, and how long it is. Entry 0 is {0, UINT64_MAX}: the process itself, or
 * {0, 0} where plain addresses are to be refused, as they are wrong in products of another process. Bases are
 * 8-byte aligned. A map that is NULL has entry 0 alone.
 */
typedef struct blaspool_region_map {
    const uint64_t *bases;
    const uint64_t *bytes;
    uint32_t count;
} blaspool_region_map;

/*
 * Shapes, leading dimensions, flags and (for regions other than 0) bounds of one product: INVALID with the values
 * and what was expected. Sizes that do not fit the library's integers are INVALID too. Zero sizes are allowed, as in
 * BLAS; operands that BLAS does not touch (A and B with alpha = 0) may lie anywhere in their region.
 */
BLASPOOL_API blaspool_status
blaspool_product_check(const blaspool_blas *blas, const blaspool_product *product, const blaspool_region_map *map);

/*
 * Runs `count` products one after another in the calling thread; checks each one before it runs, and stops at the
 * first that is refused ("product 3: …"); those before it are done.
 *
 * Threads may call it at once. More of them than the library has buffers for wait their turn (OpenBLAS crashes when
 * it runs out: max(50, 2 x max_threads) less its own threads), and OpenBLAS with more than one thread computes one
 * product at a time, as its own lock is faulty before 0.3.34. Libraries that are not thread-safe (OpenBLAS built with
 * USE_THREAD=0 and without USE_LOCKING=1) cannot be told from others: call those from one thread.
 */
BLASPOOL_API blaspool_status
blaspool_blas_run(blaspool_blas *blas, const blaspool_product *products, int64_t count, const blaspool_region_map *map);

/* From each product of a batch to the next, in doubles; 0: all products share the operand. */
typedef struct blaspool_strides {
    int64_t a, b, c;
} blaspool_strides;

#define BLASPOOL_MOST_STRIDE (INT64_C(1) << 44)

/*
 * blaspool_blas_run of `count` products that differ from `first` in their places alone, and so need no list: operand a
 * of product i lies i strides behind that of `first`, and so b and c. Each is checked as in a list. Results of one
 * place (a stride of 0 for c) are written one over another, in order.
 */
BLASPOOL_API blaspool_status blaspool_blas_run_strided(
    blaspool_blas *blas, const blaspool_product *first, const blaspool_strides *strides, int64_t count,
    const blaspool_region_map *map);

#ifdef __cplusplus
}
#endif

#endif
