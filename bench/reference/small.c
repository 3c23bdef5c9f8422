/*
 * Nanoseconds of small products, one thread: blaspool's loop over a list of products, the same with everything left to
 * the BLAS, the BLAS called in a plain C loop, and, where they were there when this was built, LIBXSMM and Eigen with
 * fixed sizes.
 *
 *   reference_small LIBRARY hot|apart|beside[-shuffled|-pages] NN|NT|TN|TT SIZES ROUNDS [MIB]
 *   reference_small LIBRARY border ROUNDS
 *
 * SIZES is a comma list of N or MxNxK. Hot, all products share one set of operands; else sets of MIB (512) are passed
 * through once a sample, a, b and c of all sets in three arrays (apart) or set behind set (beside); shuffled, in an
 * order without a stream; pages, each operand from the begin of a page on, so that no page holds two. Contenders take
 * turns within each round; shown are the shortest of their samples, as noise only adds to one. LIBXSMM and Eigen
 * compute products without transposes alone, Eigen some sizes.
 *
 * With border, all shapes within the border whose sides are some of 4 to 128, in all transposes, hot, blaspool and the
 * BLAS alone: a line a shape with our time by the BLAS's, and behind them, for each transposes, how many shapes there
 * are, the median, how many lose more than 1 %, and the worst.
 */
#include "kernels/border.h"

#include <blaspool/split.h>

#include <dlfcn.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

#ifdef HAVE_LIBXSMM
#include <libxsmm.h>
#endif

typedef void (*dgemm_function)(
    int, int, int, int, int, int, double, const double *, int, const double *, int, double, double *, int);
typedef void (*eigen_function)(const double *a, const double *b, double *c);

#ifdef HAVE_EIGEN
eigen_function small_eigen(int n);
#else
static eigen_function small_eigen(int n) {
    (void)n;
    return NULL;
}
#endif

enum { CONTENDERS = 5 };

/* Multiplications of a hot sample: long enough for the clock, short enough to lie between two interruptions. */
static const int64_t hot_volume = 1 << 22, most_hot = 2048;
static const size_t slice_bytes = 4 << 20, far_prime = 15485863; /* visits each set once, far from the one before */

static const char *const names[CONTENDERS] = {"blaspool", "blaspool_off", "blas", "libxsmm", "eigen"};

typedef struct small_bench {
    blaspool_blas *ours;
    dgemm_function dgemm;
    int m, n, k, transpose_a, transpose_b;
    bool only_ours_and_blas;
    int64_t count; /* of a sample */
    blaspool_product *products;
    eigen_function eigen;
#ifdef HAVE_LIBXSMM
    libxsmm_dmmfunction libxsmm;
#endif
} small_bench;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time); /* others on the machine have time of their own */
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static void fail(const char *what) {
    fprintf(stderr, "%s\n", what);
    exit(3);
}

static void run_blas(const small_bench *bench) {
    for (int64_t i = 0; i < bench->count; i++) {
        const blaspool_product *p = &bench->products[i];
        bench->dgemm(
            102, p->transpose_a ? 112 : 111, p->transpose_b ? 112 : 111, (int)p->m, (int)p->n, (int)p->k, p->alpha,
            (const double *)(uintptr_t)p->a, (int)p->lda, (const double *)(uintptr_t)p->b, (int)p->ldb, p->beta,
            (double *)(uintptr_t)p->c, (int)p->ldc);
    }
}

static void run_functions(const small_bench *bench, eigen_function function) {
    for (int64_t i = 0; i < bench->count; i++) {
        const blaspool_product *p = &bench->products[i];
        function((const double *)(uintptr_t)p->a, (const double *)(uintptr_t)p->b, (double *)(uintptr_t)p->c);
    }
}

/* Whether the contender can compute these. */
static bool can_run(const small_bench *bench, int contender) {
    const bool is_plain = bench->transpose_a == 0 && bench->transpose_b == 0;
    if (bench->only_ours_and_blas) {
        return contender == 0 || contender == 2;
    }
#ifdef HAVE_LIBXSMM
    if (contender == 3) {
        return is_plain && bench->libxsmm != NULL;
    }
#endif
    return contender < 3 || (contender == 4 && is_plain && bench->eigen != NULL);
}

static double sample(const small_bench *bench, int contender) {
    if (contender < 2) {
        blaspool_blas_set_kernels(bench->ours, contender == 0);
    }
    const double start = now();
    if (contender < 2) {
        if (blaspool_blas_run(bench->ours, bench->products, bench->count, NULL) != BLASPOOL_OK) {
            fail(blaspool_last_error());
        }
    } else if (contender == 2) {
        run_blas(bench);
#ifdef HAVE_LIBXSMM
    } else if (contender == 3) {
        for (int64_t i = 0; i < bench->count; i++) {
            const blaspool_product *p = &bench->products[i];
            bench->libxsmm((const double *)(uintptr_t)p->a, (const double *)(uintptr_t)p->b, (double *)(uintptr_t)p->c);
        }
#endif
    } else {
        run_functions(bench, bench->eigen);
    }
    return (now() - start) / (double)bench->count;
}

static double *memory(size_t bytes) {
    const size_t huge = (size_t)2 << 20;
    double *values = aligned_alloc(huge, (bytes + huge - 1) / huge * huge);
    if (values == NULL) {
        fail("no memory");
    }
    (void)madvise(values, bytes, MADV_HUGEPAGE);
    uint64_t seed = bytes;
    for (size_t i = 0; i < bytes / sizeof(double); i++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        values[i] = (double)(seed >> 11) * 0x1p-52 - 1;
    }
    return values;
}

enum { LINE = 8, PAGE = 512 };

static size_t whole(size_t elements, size_t unit) { return (elements + unit - 1) / unit * unit; }

static int compare(const void *left, const void *right) {
    const double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* The best sample of each contender that can run, or of streamed ones the median, in nanoseconds a product. */
static void measure(small_bench *bench, const char *layout, int rounds, size_t mib, double best[CONTENDERS]) {
    const size_t unit = strstr(layout, "-pages") != NULL ? PAGE : LINE;
    const size_t a = whole((size_t)bench->m * (size_t)bench->k, unit);
    const size_t b = whole((size_t)bench->k * (size_t)bench->n, unit);
    const size_t c = whole((size_t)bench->m * (size_t)bench->n, unit), set = a + b + c;
    const bool hot = strcmp(layout, "hot") == 0, beside = strncmp(layout, "beside", strlen("beside")) == 0;
    const size_t step = strstr(layout, "-shuffled") != NULL ? far_prime : 1;
    const size_t sets = hot ? 1 : (mib << 20) / (set * sizeof(double));
    double *values = memory(sets * set * sizeof(double));
    const int64_t hot_count = 1 + hot_volume / ((int64_t)bench->m * bench->n * bench->k);
    bench->count = !hot ? (int64_t)sets : hot_count < most_hot ? hot_count : most_hot;
    const int64_t all = bench->count;
    blaspool_product *products = malloc((size_t)all * sizeof *products);
    for (size_t i = 0; i < (size_t)all; i++) {
        const size_t at = hot ? 0 : i * step % sets;
        double *of_a = beside ? values + at * set : values + at * a;
        double *of_b = beside ? of_a + a : values + sets * a + at * b;
        double *of_c = beside ? of_b + b : values + sets * (a + b) + at * c;
        products[i] = (blaspool_product){
            .m = bench->m,
            .n = bench->n,
            .k = bench->k,
            .lda = bench->transpose_a ? bench->k : bench->m,
            .ldb = bench->transpose_b ? bench->n : bench->k,
            .ldc = bench->m,
            .alpha = 1,
            .a = (uint64_t)(uintptr_t)of_a,
            .b = (uint64_t)(uintptr_t)of_b,
            .c = (uint64_t)(uintptr_t)of_c,
            .transpose_a = (uint32_t)bench->transpose_a,
            .transpose_b = (uint32_t)bench->transpose_b};
    }
    const int m = bench->m, n = bench->n, k = bench->k;
    bench->eigen = m == n && n == k ? small_eigen(n) : NULL;
#ifdef HAVE_LIBXSMM
    const double one = 1, zero = 0;
    bench->libxsmm = libxsmm_dmmdispatch(m, n, k, &m, &k, &m, &one, &zero, NULL, NULL);
#endif
    if (!hot) {
        bench->count = 1 + (int64_t)(slice_bytes / (set * sizeof(double)));
    }
    double *samples = malloc((size_t)rounds * CONTENDERS * sizeof *samples);
    int64_t next = 0;
    for (int round = -1; round < rounds; round++) {
        for (int i = 0; i < CONTENDERS; i++) {
            if (can_run(bench, i)) {
                next = next + bench->count <= all ? next : 0;
                bench->products = products + next;
                const double nanos = sample(bench, i);
                next += hot ? 0 : bench->count;
                samples[i * rounds + (round < 0 ? 0 : round)] = nanos;
            }
        }
    }
    for (int i = 0; i < CONTENDERS; i++) {
        qsort(samples + (ptrdiff_t)i * rounds, (size_t)rounds, sizeof *samples, compare);
        best[i] = samples[i * rounds + (hot ? 0 : rounds / 2)];
    }
    free(samples);
    free(products);
    free(values);
}

static void print(const small_bench *bench, const char *layout, const double best[CONTENDERS]) {
    printf(
        "{\"m\": %d, \"n\": %d, \"k\": %d, \"transposes\": \"%c%c\", \"layout\": \"%s\"", bench->m, bench->n, bench->k,
        bench->transpose_a ? 'T' : 'N', bench->transpose_b ? 'T' : 'N', layout);
    for (int i = 0; i < CONTENDERS; i++) {
        if (can_run(bench, i)) {
            printf(", \"%s\": %.1f", names[i], best[i]);
        }
    }
    printf(", \"of_blas\": %.3f}\n", best[0] / best[2]);
    fflush(stdout);
}

static const int border_sides[] = {4, 5, 8, 12, 16, 20, 24, 28, 32, 48, 64, 96, 128};
enum { BORDER_SIDES = sizeof border_sides / sizeof *border_sides, WORST = 8 };

typedef struct border_shape {
    double ratio; /* first, for compare */
    int m, n, k;
} border_shape;

static void measure_border(small_bench *bench, int rounds) {
    static border_shape shapes[BORDER_SIDES * BORDER_SIDES * BORDER_SIDES];
    char summary[4][512];
    bench->only_ours_and_blas = true;
    for (int transposes = 0; transposes < 4; transposes++) {
        bench->transpose_a = transposes / 2;
        bench->transpose_b = transposes % 2;
        size_t count = 0, losing = 0;
        for (int i = 0; i < BORDER_SIDES * BORDER_SIDES * BORDER_SIDES; i++) {
            bench->m = border_sides[i / BORDER_SIDES / BORDER_SIDES];
            bench->n = border_sides[i / BORDER_SIDES % BORDER_SIDES];
            bench->k = border_sides[i % BORDER_SIDES];
            const blaspool_product product = {
                .m = bench->m,
                .n = bench->n,
                .k = bench->k,
                .alpha = 1,
                .transpose_a = (uint32_t)bench->transpose_a,
                .transpose_b = (uint32_t)bench->transpose_b};
            if (blaspool_border_holds(&product)) {
                double best[CONTENDERS];
                measure(bench, "hot", rounds, 0, best);
                shapes[count++] = (border_shape){best[0] / best[2], bench->m, bench->n, bench->k};
                losing += best[0] > 1.01 * best[2];
                printf(
                    "%c%c %dx%dx%d %.1f %.1f %.3f\n", bench->transpose_a ? 'T' : 'N', bench->transpose_b ? 'T' : 'N',
                    bench->m, bench->n, bench->k, best[0], best[2], best[0] / best[2]);
                fflush(stdout);
            }
        }
        qsort(shapes, count, sizeof *shapes, compare);
        int length = snprintf(
            summary[transposes], sizeof *summary, "%c%c: %zu shapes, median %.3f, %zu above 1.01, worst",
            bench->transpose_a ? 'T' : 'N', bench->transpose_b ? 'T' : 'N', count, shapes[count / 2].ratio, losing);
        for (size_t i = 0; i < WORST && i < count; i++) {
            const border_shape *worst = &shapes[count - 1 - i];
            length += snprintf(
                summary[transposes] + length, sizeof *summary - (size_t)length, " %dx%dx%d %.3f", worst->m, worst->n,
                worst->k, worst->ratio);
        }
    }
    for (int transposes = 0; transposes < 4; transposes++) {
        printf("%s\n", summary[transposes]);
    }
}

int main(int count, char **arguments) {
    const bool is_border = count == 4 && strcmp(arguments[2], "border") == 0;
    if (!is_border && (count < 6 || strlen(arguments[3]) != 2)) {
        fprintf(
            stderr, "usage: reference_small LIBRARY hot|apart|beside[-shuffled|-pages] NN|NT|TN|TT SIZES ROUNDS [MIB]\n"
                    "       reference_small LIBRARY border ROUNDS\n");
        return 2;
    }
    small_bench bench = {.transpose_a = arguments[3][0] == 'T', .transpose_b = arguments[3][1] == 'T'};
    void *library = dlopen(arguments[1], RTLD_NOW);
    if (library == NULL || blaspool_blas_open(arguments[1], &bench.ours) != BLASPOOL_OK) {
        fail(library == NULL ? dlerror() : blaspool_last_error());
    }
    *(void **)&bench.dgemm = dlsym(library, "cblas_dgemm");
    (void)blaspool_blas_set_threads(bench.ours, 1);
    if (is_border) {
        measure_border(&bench, atoi(arguments[3]));
        return 0;
    }
    char *rest = NULL;
    for (char *size = strtok_r(arguments[4], ",", &rest); size != NULL; size = strtok_r(NULL, ",", &rest)) {
        const int sizes = sscanf(size, "%dx%dx%d", &bench.m, &bench.n, &bench.k);
        if (sizes == 1) {
            bench.n = bench.k = bench.m;
        } else if (sizes != 3) {
            fail("size is neither N nor MxNxK");
        }
        double best[CONTENDERS];
        measure(&bench, arguments[2], atoi(arguments[5]), count > 6 ? (size_t)atoi(arguments[6]) : 512, best);
        print(&bench, arguments[2], best);
    }
    return 0;
}
