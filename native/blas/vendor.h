/* What a loaded library says of itself through the optional symbols of the BLAS that it is. */
#ifndef BLASPOOL_BLAS_VENDOR_H
#define BLASPOOL_BLAS_VENDOR_H

#include <stdint.h>

/* How a library decorates its names: "scipy_" + name + "64_". Both may be empty. */
typedef struct blaspool_symbol_names {
    void *library; /* of dlopen */
    const char *prefix;
    const char *suffix;
} blaspool_symbol_names;

/* The decorated symbol, else the plain one; NULL where the library and what it depends on have neither. */
void *blaspool_symbol(const blaspool_symbol_names *names, const char *name);

/* A pair of functions that get and set a number of threads; absent where `set` is NULL. */
typedef struct blaspool_thread_count {
    void *get;
    void *set;
    int wide; /* 1: they take and return int64_t (BLIS's dim_t), 0: int */
} blaspool_thread_count;

int blaspool_thread_count_get(const blaspool_thread_count *count);
void blaspool_thread_count_set(const blaspool_thread_count *count, int threads);

/*
 * BLIS's ways of parallelism, one for each of five loops. Where one is set (BLIS_IC_NT in the environment, say) their
 * product is the number of threads, whatever number of threads is set. -1: not set.
 */
enum { BLASPOOL_LOOPS = 5 };

typedef struct blaspool_ways {
    int64_t of[BLASPOOL_LOOPS];
} blaspool_ways;

typedef struct blaspool_ways_control {
    void *get[BLASPOOL_LOOPS];
    void *set; /* NULL where the library has no such ways */
} blaspool_ways_control;

blaspool_ways blaspool_ways_get(const blaspool_ways_control *control);
void blaspool_ways_set(const blaspool_ways_control *control, blaspool_ways ways);

enum { BLASPOOL_CALLER_COUNTS = 4 };

typedef struct blaspool_vendor {
    const char *kind;
    const char *threading;
    char version[64];
    char config[512];
    char core[64];
    int max_threads;
    int integer_bits; /* 0 where it does not say */
    /* The library's own count, which holds for all threads of the process. */
    blaspool_thread_count process;
    /*
     * Counts that each calling thread has for itself and that the library heeds as well: OpenMP's nthreads-var, BLIS's
     * thread-local runtime. Setting one in one thread says nothing of the others. A process may have several OpenMP.
     */
    blaspool_thread_count callers[BLASPOOL_CALLER_COUNTS];
    int caller_counts;
    blaspool_ways_control ways;
    /* 1: what it says of its threads is what computes. Else the tasks that are busy in a probe have to be counted. */
    int certain;
} blaspool_vendor;

void blaspool_vendor_detect(const blaspool_symbol_names *names, blaspool_vendor *vendor);

/*
 * The same of a library that has no dgemm: whether it is a run-time library of OpenMP, whose count is the calling
 * thread's own.
 */
int blaspool_vendor_detect_openmp(const blaspool_symbol_names *names, const char *path, blaspool_vendor *vendor);

#endif
