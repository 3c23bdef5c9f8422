/*
 * Kernels of our own: every element is, bit for bit, the chain of fused multiply-adds in the order of k, with every set
 * of kernels that this CPU has, for all sizes, transposes and scalars; nothing beyond the operands is read or written.
 * Each operand ends, or begins, at a page that cannot be touched, and what lies between its columns is NaN.
 *
 * Arguments: [SIZE [EVERY [SEED]]]: all sizes up to SIZE (40), or one of EVERY (1; 10 under sanitizers and emulators,
 * which are slow) of them by chance, and by SEED (1).
 */
#include "blas/run.h"
#include "expect_value.h"
#include "fixture/fixture.h"
#include "kernels/border.h"
#include "kernels/choose.h"
#include "kernels/plan.h"

#include <math.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

enum { MOST = 264, GAP = 3 };

/* A stored matrix of at most MOST x MOST with a gap between its columns, against a page that cannot be touched. */
typedef struct guarded {
    char *pages;
    size_t bytes; /* between the two pages */
    double *first;
    int64_t rows, columns, leading_dimension;
} guarded;

static size_t page_bytes(void) { return (size_t)sysconf(_SC_PAGESIZE); }

static guarded create_guarded(void) {
    guarded matrix = {0};
    const size_t page = page_bytes();
    matrix.bytes = ((size_t)MOST * (MOST + GAP) * sizeof(double) + page - 1) / page * page;
    matrix.pages = mmap(NULL, matrix.bytes + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    REQUIRE(matrix.pages != MAP_FAILED);
    REQUIRE(mprotect(matrix.pages + page, matrix.bytes, PROT_READ | PROT_WRITE) == 0);
    return matrix;
}

static uint64_t random_bits;

static uint64_t next_bits(void) {
    random_bits = random_bits * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return random_bits >> 33;
}

static double next_value(void) {
    (void)next_bits();
    return (double)(int64_t)(random_bits >> 11) * 0x1p-52 - 1;
}

/* A random matrix as it is said to lie, at the front or at the end of its pages; NaN is the padding of its columns. */
static void place(guarded *matrix, int64_t rows, int64_t columns, int at_end, const double *values, int transposed) {
    matrix->rows = rows;
    matrix->columns = columns;
    matrix->leading_dimension = rows + GAP;
    const size_t count = (size_t)((columns - 1) * matrix->leading_dimension + rows);
    char *first = matrix->pages + page_bytes();
    matrix->first = (double *)(void *)(at_end ? first + matrix->bytes - count * sizeof(double) : first);
    for (int64_t j = 0; j < columns; j++) {
        double *column = matrix->first + j * matrix->leading_dimension;
        for (int64_t i = 0; i < rows; i++) {
            column[i] = transposed ? values[j + i * MOST] : values[i + j * MOST];
        }
        for (int64_t i = rows; i < matrix->leading_dimension && j < columns - 1; i++) {
            column[i] = NAN;
        }
    }
}

static double stored(const guarded *matrix, int64_t row, int64_t column) {
    return matrix->first[row + column * matrix->leading_dimension];
}

/* op(A), op(B) and C of the largest product: those of others are their first rows and columns, and so are the sums. */
static double values_a[MOST * MOST], values_b[MOST * MOST], values_c[MOST * MOST], sums[MOST * MOST];

typedef struct operands {
    guarded a, b, c;
} operands;

/* The chains for m x n, one step further along k: what C's definition says; fma() is the C library's, rounded once. */
static void add_step(int64_t m, int64_t n, int64_t l) {
    for (int64_t j = 0; j < n; j++) {
        for (int64_t i = 0; i < m; i++) {
            double *sum = &sums[i + j * MOST];
            *sum = fma(values_a[i + l * MOST], values_b[l + j * MOST], l == 0 ? 0 : *sum);
        }
    }
}

static double expected_element(const blaspool_product *p, int64_t i, int64_t j) {
    const double sum = sums[i + j * MOST];
    return p->beta == 0 ? p->alpha * sum : fma(p->alpha, sum, p->beta * values_c[i + j * MOST]);
}

static int has_bits(double value, double expected) { return memcmp(&value, &expected, sizeof value) == 0; }

static int check(const char *set, const blaspool_product *p, const operands *at) {
    for (int64_t j = 0; j < p->n; j++) {
        for (int64_t i = 0; i < p->m; i++) {
            const double expected = expected_element(p, i, j), had = stored(&at->c, i, j);
            if (!has_bits(had, expected)) {
                fprintf(
                    stderr, "%s %dx%dx%d %d%d alpha %g beta %g: element %d, %d is %a, expected %a\n", set, (int)p->m,
                    (int)p->n, (int)p->k, (int)p->transpose_a, (int)p->transpose_b, p->alpha, p->beta, (int)i, (int)j,
                    had, expected);
                return 0;
            }
        }
        for (int64_t i = p->m; i < at->c.leading_dimension && j < p->n - 1; i++) {
            if (!isnan(stored(&at->c, i, j))) {
                fprintf(stderr, "%s: padding of C was written\n", set);
                return 0;
            }
        }
    }
    return 1;
}

static int run_case(const blaspool_kernel_set *set, operands *at, blaspool_product *p, int at_end, int fetches) {
    place(&at->c, p->m, p->n, at_end, values_c, 0);
    for (int64_t j = 0; j < p->n && p->beta == 0; j++) {
        for (int64_t i = 0; i < p->m; i++) {
            at->c.first[i + j * at->c.leading_dimension] = NAN; /* with beta = 0 it is not read */
        }
    }
    p->lda = at->a.leading_dimension;
    p->ldb = at->b.leading_dimension;
    p->ldc = at->c.leading_dimension;
    blaspool_plan plan;
    blaspool_plan_make(set, p, fetches, &plan);
    blaspool_ahead ahead = {(const char *)at->a.first, (const char *)at->b.first, (const char *)at->c.first};
    blaspool_plan_run(&plan, at->a.first, at->b.first, at->c.first, plan.fetches ? &ahead : NULL);
    return check(set->name, p, at);
}

static const double scalars[][2] = {{1, 0}, {1, 1}, {-0.75, 0}, {1.3, -0.0}, {-2.7, 0.3}};
enum { SCALARS = sizeof scalars / sizeof *scalars };

/* All transposes, and scalars, of one shape whose sums are there; the places take turns. */
static int run_shape(const blaspool_kernel_set *set, operands *at, int64_t m, int64_t n, int64_t k) {
    int64_t turn = m + n + k;
    for (int at_end = 0; at_end <= 1; at_end++, turn -= 4) {
        for (uint32_t transposes = 0; transposes < 4; transposes++, turn++) {
            const int across_a = transposes == 1 || transposes == 3, across_b = transposes >= 2;
            place(&at->a, across_a ? k : m, across_a ? m : k, at_end, values_a, across_a);
            place(&at->b, across_b ? n : k, across_b ? k : n, at_end, values_b, across_b);
            for (int s = 0; s < SCALARS; s++) {
                if ((turn + s) % 2 != at_end) {
                    continue;
                }
                blaspool_product p = {
                    .m = m,
                    .n = n,
                    .k = k,
                    .alpha = scalars[s][0],
                    .beta = scalars[s][1],
                    .transpose_a = (uint32_t)across_a,
                    .transpose_b = (uint32_t)across_b};
                if (!run_case(set, at, &p, at_end, (int)(turn / 2 + s) & 1)) {
                    return 0;
                }
            }
        }
    }
    return 1;
}

/* One of `every` shapes of all up to `most`. */
static void
should_compute_the_chain_of_fmas(const blaspool_kernel_set *set, operands *at, int64_t most, int64_t every) {
    int64_t shapes = 0;
    for (int64_t m = 1; m <= most; m++) {
        for (int64_t n = 1; n <= most; n++) {
            for (int64_t k = 1; k <= most; k++) {
                add_step(m, n, k - 1);
                if (every > 1 && next_bits() % (uint64_t)every != 0) {
                    continue;
                }
                shapes++;
                if (!run_shape(set, at, m, n, k)) {
                    expect_failed(__FILE__, __LINE__, "every shape has its bits");
                    return;
                }
            }
        }
    }
    static const int64_t larger[][3] = {{64, 64, 64}, {96, 96, 96},  {97, 33, 65}, {1, 200, 70}, {200, 1, 70},
                                        {3, 5, 127},  {250, 2, 128}, {2, 2, 128},  {41, 83, 59}, {100, 100, 100}};
    for (size_t i = 0; i < sizeof larger / sizeof *larger; i++) {
        for (int64_t l = 0; l < larger[i][2]; l++) {
            add_step(larger[i][0], larger[i][1], l);
        }
        EXPECT(run_shape(set, at, larger[i][0], larger[i][1], larger[i][2]));
    }
    printf("%s: %lld shapes\n", set->name, (long long)shapes);
}

/* 0 x infinity is NaN wherever it stands; zeros keep their signs as the chain has them. */
static void should_follow_ieee(const blaspool_kernel_set *set) {
    double a[64], b[64], c[64];
    for (int i = 0; i < 64; i++) {
        a[i] = 0;
        b[i] = 1;
        c[i] = NAN;
    }
    b[0] = INFINITY; /* row 0 of column 0 */
    const blaspool_product p = {.m = 8, .n = 8, .k = 8, .lda = 8, .ldb = 8, .ldc = 8, .alpha = 1};
    blaspool_plan plan;
    blaspool_plan_make(set, &p, 0, &plan);
    blaspool_plan_run(&plan, a, b, c, NULL);
    EXPECT(isnan(c[0]) && isnan(c[7]) && c[8] == 0 && !signbit(c[8]));
    for (int i = 0; i < 64; i++) {
        a[i] = -0.0;
        b[i] = 1;
    }
    blaspool_plan_run(&plan, a, b, c, NULL);
    EXPECT(c[0] == 0 && !signbit(c[0])); /* 0 + -0 */
}

int main(int count, char **arguments) {
    const int64_t most = count > 1 ? strtol(arguments[1], NULL, 10) : 40;
    const int64_t every = count > 2 ? strtol(arguments[2], NULL, 10) : KERNELS_EVERY;
    random_bits = count > 3 ? strtoull(arguments[3], NULL, 10) : 1;
    REQUIRE(most >= 1 && most <= MOST && every >= 1);
    for (int64_t i = 0; i < MOST * MOST; i++) {
        values_a[i] = next_value();
        values_b[i] = next_value();
        values_c[i] = next_value();
    }
    static operands at;
    at.a = create_guarded();
    at.b = create_guarded();
    at.c = create_guarded();
    static const char *const names[] = {"avx512", "avx2", "neon"};
    int sets = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const blaspool_kernel_set *set;
        int is_off;
        setenv("BLASPOOL_KERNELS", names[i], 1);
        if (blaspool_kernels_choose(&set, &is_off) == BLASPOOL_OK) {
            sets++;
            should_compute_the_chain_of_fmas(set, &at, most, every);
            should_follow_ieee(set);
        } else {
            printf("%s: not on this CPU\n", names[i]);
        }
    }
    return sets > 0 ? expect_exit_code() : EXIT_SKIPPED;
}
