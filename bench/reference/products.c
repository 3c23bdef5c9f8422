/*
 * The same work in plain C over the same library, for comparison: P products of M x K x N matrices, column-major,
 * operands ready in memory with huge pages where they can be had. Prints one JSON line.
 *
 *   products LIBRARY MODE M K N PAIRS ROUNDS [THREADS]
 *
 * MODE is sequential (one caller, one BLAS thread), blas-threads (one caller, THREADS BLAS threads) or threads (THREADS
 * callers with one BLAS thread each, which take the next product from a common counter).
 */
#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

typedef void (*dgemm_function)(
    int, int, int, int, int, int, double, const double *, int, const double *, int, double, double *, int);

enum { COLUMN_MAJOR = 102, NO_TRANSPOSE = 111, MAX_THREADS = 256 };

struct batch {
    dgemm_function dgemm;
    int m, k, n, pairs;
    double *a, *b, *c;
    atomic_int next;
};

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static void product(struct batch *batch, int i) {
    size_t a = (size_t)batch->m * (size_t)batch->k, b = (size_t)batch->k * (size_t)batch->n;
    size_t c = (size_t)batch->m * (size_t)batch->n;
    batch->dgemm(
        COLUMN_MAJOR, NO_TRANSPOSE, NO_TRANSPOSE, batch->m, batch->n, batch->k, 1.0, batch->a + (size_t)i * a, batch->m,
        batch->b + (size_t)i * b, batch->k, 0.0, batch->c + (size_t)i * c, batch->m);
}

static void *caller(void *argument) {
    struct batch *batch = argument;
    for (int i = atomic_fetch_add(&batch->next, 1); i < batch->pairs; i = atomic_fetch_add(&batch->next, 1)) {
        product(batch, i);
    }
    return NULL;
}

static double run(struct batch *batch, int callers) {
    pthread_t threads[MAX_THREADS];
    atomic_store(&batch->next, 0);
    double start = now();
    for (int i = 1; i < callers; i++) {
        if (pthread_create(&threads[i], NULL, caller, batch) != 0) {
            fprintf(stderr, "thread %d cannot be started\n", i);
            exit(3);
        }
    }
    caller(batch);
    for (int i = 1; i < callers; i++) {
        pthread_join(threads[i], NULL);
    }
    return now() - start;
}

static double *matrices(size_t elements, uint64_t seed) {
    size_t huge = (size_t)2 << 20, bytes = (elements * sizeof(double) + huge - 1) / huge * huge;
    double *values = aligned_alloc(huge, bytes);
    if (values == NULL) {
        fprintf(stderr, "no memory: bytes=%zu\n", bytes);
        exit(3);
    }
    (void)madvise(values, bytes, MADV_HUGEPAGE);
    for (size_t i = 0; i < elements; i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        values[i] = (double)(seed >> 11) * 0x1p-52 - 1;
    }
    return values;
}

static int number(const char *text, const char *name) {
    int value = atoi(text);
    if (value < 1) {
        fprintf(stderr, "%s is not positive: %s\n", name, text);
        exit(2);
    }
    return value;
}

int main(int count, char **arguments) {
    if (count < 8) {
        fprintf(stderr, "usage: products LIBRARY sequential|blas-threads|threads M K N PAIRS ROUNDS [THREADS]\n");
        return 2;
    }
    void *library = dlopen(arguments[1], RTLD_NOW);
    if (library == NULL) {
        fprintf(stderr, "%s\n", dlerror());
        return 3;
    }
    const char *mode = arguments[2];
    struct batch batch = {.m = number(arguments[3], "M"), .k = number(arguments[4], "K"), .n = number(arguments[5], "N")};
    batch.pairs = number(arguments[6], "PAIRS");
    int rounds = number(arguments[7], "ROUNDS");
    int threads = count > 8 ? number(arguments[8], "THREADS") : 1;
    void (*set_threads)(int);
    *(void **)&set_threads = dlsym(library, "openblas_set_num_threads");
    *(void **)&batch.dgemm = dlsym(library, "cblas_dgemm");
    if (batch.dgemm == NULL || set_threads == NULL || threads > MAX_THREADS) {
        fprintf(stderr, "no OpenBLAS, or more than %d threads: %s\n", MAX_THREADS, arguments[1]);
        return 3;
    }
    set_threads(strcmp(mode, "blas-threads") == 0 ? threads : 1);
    int callers = strcmp(mode, "threads") == 0 ? threads : 1;
    batch.a = matrices((size_t)batch.m * (size_t)batch.k * (size_t)batch.pairs, 1);
    batch.b = matrices((size_t)batch.k * (size_t)batch.n * (size_t)batch.pairs, 2);
    batch.c = matrices((size_t)batch.m * (size_t)batch.n * (size_t)batch.pairs, 3);
    run(&batch, callers);
    printf("{\"program\": \"c\", \"mode\": \"%s\", \"m\": %d, \"k\": %d, \"n\": %d, \"pairs\": %d, \"threads\": %d, \"seconds\": [",
           mode, batch.m, batch.k, batch.n, batch.pairs, threads);
    for (int round = 0; round < rounds; round++) {
        printf("%s%.9f", round == 0 ? "" : ", ", run(&batch, callers));
        fflush(stdout);
    }
    printf("]}\n");
    return 0;
}
