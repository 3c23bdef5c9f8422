/*
 * The same work in plain C over the same library, for comparison: products of M x K by K x N matrices, column-major,
 * operands ready in memory with huge pages where they can be had. Prints one JSON line.
 *
 *   reference_products LIBRARY MODE M K N PAIRS ROUNDS [THREADS [PRODUCTS]]
 *
 * MODE is sequential (one caller, one BLAS thread), blas-threads (one caller, THREADS BLAS threads) or threads (THREADS
 * callers with one BLAS thread each, which take the next product from a common counter; small products too). A round
 * computes PRODUCTS products (as many as PAIRS unless said) over PAIRS pairs in turn, so that few pairs stay in a
 * cache.
 *
 * ROUNDS is a number, or - for one round a line of standard input, so that another program's rounds can alternate with
 * these: "ready" is printed when the first can begin, and after each round its seconds; the JSON line comes last.
 */
#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25
#endif

typedef void (*dgemm_function)(
    int, int, int, int, int, int, double, const double *, int, const double *, int, double, double *, int);

enum { COLUMN_MAJOR = 102, NO_TRANSPOSE = 111, MAX_THREADS = 256, MAX_ROUNDS = 10000 };

struct batch {
    dgemm_function dgemm;
    int m, k, n, pairs, products;
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
    size_t c = (size_t)batch->m * (size_t)batch->n, pair = (size_t)(i % batch->pairs);
    batch->dgemm(
        COLUMN_MAJOR, NO_TRANSPOSE, NO_TRANSPOSE, batch->m, batch->n, batch->k, 1.0, batch->a + pair * a, batch->m,
        batch->b + pair * b, batch->k, 0.0, batch->c + pair * c, batch->m);
}

static void *caller(void *argument) {
    struct batch *batch = argument;
    for (int i = atomic_fetch_add(&batch->next, 1); i < batch->products; i = atomic_fetch_add(&batch->next, 1)) {
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
            fprintf(stderr, "thread cannot be started: thread=%d\n", i);
            exit(3);
        }
    }
    caller(batch);
    for (int i = 1; i < callers; i++) {
        pthread_join(threads[i], NULL);
    }
    return now() - start;
}

/* MADV_HUGEPAGE before the first touch, MADV_COLLAPSE for what came in small pages all the same: as blaspool's regions.
 */
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
    (void)madvise(values, bytes, MADV_COLLAPSE);
    return values;
}

/* Bytes of this process in huge pages; -1 where the kernel does not tell. */
static long long huge_bytes(void) {
    FILE *rollup = fopen("/proc/self/smaps_rollup", "r");
    char line[256];
    long long kilobytes = -1;
    while (rollup != NULL && fgets(line, sizeof line, rollup) != NULL) {
        if (sscanf(line, "AnonHugePages: %lld", &kilobytes) == 1) {
            break;
        }
    }
    if (rollup != NULL) {
        fclose(rollup);
    }
    return kilobytes < 0 ? -1 : kilobytes * 1024;
}

static int number(const char *text, const char *name) {
    char *end;
    long value = strtol(text, &end, 10);
    if (end == text || *end != '\0' || value < 1 || value > INT32_MAX) {
        fprintf(stderr, "argument is no positive number: %s=%s\n", name, text);
        exit(2);
    }
    return (int)value;
}

/* Whether another round is wanted, by count or by a line of standard input. */
static bool another(bool prompted, int done, int rounds) {
    char line[256];
    return prompted ? done < MAX_ROUNDS && fgets(line, sizeof line, stdin) != NULL : done < rounds;
}

static int run_rounds(struct batch *batch, int callers, bool prompted, int rounds, double *seconds) {
    run(batch, callers);
    if (prompted) {
        printf("ready\n");
        fflush(stdout);
    }
    int done = 0;
    while (another(prompted, done, rounds)) {
        seconds[done] = run(batch, callers);
        if (prompted) {
            printf("%.9f\n", seconds[done]);
            fflush(stdout);
        }
        done++;
    }
    return done;
}

static void *library_of(const char *path, struct batch *batch, int blas_threads) {
    void *library = dlopen(path, RTLD_NOW);
    if (library == NULL) {
        fprintf(stderr, "%s\n", dlerror());
        exit(3);
    }
    void (*set_threads)(int);
    int (*get_threads)(void);
    *(void **)&set_threads = dlsym(library, "openblas_set_num_threads");
    *(void **)&get_threads = dlsym(library, "openblas_get_num_threads");
    *(void **)&batch->dgemm = dlsym(library, "cblas_dgemm");
    if (batch->dgemm == NULL || set_threads == NULL || get_threads == NULL) {
        fprintf(stderr, "library is no OpenBLAS: library=%s\n", path);
        exit(3);
    }
    set_threads(blas_threads);
    if (get_threads() != blas_threads) {
        fprintf(stderr, "library refuses that many threads: threads=%d, it has %d\n", blas_threads, get_threads());
        exit(3);
    }
    return library;
}

static bool is_mode(const char *mode) {
    return strcmp(mode, "sequential") == 0 || strcmp(mode, "blas-threads") == 0 || strcmp(mode, "threads") == 0;
}

int main(int count, char **arguments) {
    if (count < 8 || count > 10 || !is_mode(arguments[2])) {
        fprintf(
            stderr, "usage: reference_products LIBRARY sequential|blas-threads|threads M K N PAIRS ROUNDS|- "
                    "[THREADS [PRODUCTS]]\n");
        return 2;
    }
    const char *mode = arguments[2];
    struct batch batch = {
        .m = number(arguments[3], "M"),
        .k = number(arguments[4], "K"),
        .n = number(arguments[5], "N"),
        .pairs = number(arguments[6], "PAIRS")};
    bool prompted = strcmp(arguments[7], "-") == 0;
    int rounds = prompted ? 0 : number(arguments[7], "ROUNDS");
    int threads = count > 8 ? number(arguments[8], "THREADS") : 1;
    batch.products = count > 9 ? number(arguments[9], "PRODUCTS") : batch.pairs;
    if (threads > MAX_THREADS || rounds > MAX_ROUNDS || batch.products > INT32_MAX - MAX_THREADS) {
        fprintf(
            stderr, "too many: THREADS=%d ROUNDS=%d, at most %d and %d\n", threads, rounds, MAX_THREADS, MAX_ROUNDS);
        return 2;
    }
    library_of(arguments[1], &batch, strcmp(mode, "blas-threads") == 0 ? threads : 1);
    int callers = strcmp(mode, "threads") == 0 ? threads : 1;
    batch.a = matrices((size_t)batch.m * (size_t)batch.k * (size_t)batch.pairs, 1);
    batch.b = matrices((size_t)batch.k * (size_t)batch.n * (size_t)batch.pairs, 2);
    batch.c = matrices((size_t)batch.m * (size_t)batch.n * (size_t)batch.pairs, 3);
    static double seconds[MAX_ROUNDS];
    int done = run_rounds(&batch, callers, prompted, rounds, seconds);
    printf(
        "{\"program\": \"c\", \"mode\": \"%s\", \"m\": %d, \"k\": %d, \"n\": %d, \"pairs\": %d, \"products\": %d, "
        "\"threads\": %d, \"huge_page_bytes\": %lld, \"seconds\": [",
        mode, batch.m, batch.k, batch.n, batch.pairs, batch.products, threads, huge_bytes());
    for (int i = 0; i < done; i++) {
        printf("%s%.9f", i == 0 ? "" : ", ", seconds[i]);
    }
    printf("]}\n");
    free(batch.a);
    free(batch.b);
    free(batch.c);
    return 0;
}
