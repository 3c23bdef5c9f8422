/* What a loaded library says of itself through the optional symbols of the BLAS that it is. */
#ifndef BLASPOOL_BLAS_VENDOR_H
#define BLASPOOL_BLAS_VENDOR_H

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
     * A count that each calling thread has for itself and that the library heeds as well: OpenMP's nthreads-var,
     * BLIS's thread-local runtime. Setting it in one thread says nothing of the others.
     */
    blaspool_thread_count caller;
} blaspool_vendor;

void blaspool_vendor_detect(const blaspool_symbol_names *names, blaspool_vendor *vendor);

#endif
