/*
 * Products of random shapes, transposes, scalars and leading dimensions against plain loops, within the error bound of
 * a dot product, and nothing touched around C. Argument: a BLAS; without one BLASPOOL_TEST_BLAS or the system's
 * OpenBLAS, and skipped where there is none.
 */
#include "expect.h"

#include <blaspool/split.h>

#include <float.h>
#include <math.h>
#include <pthread.h>
#include <stdint.h>

typedef struct random_state {
    uint64_t state;
} random_state;

/* Steele, Lea, Flood: Fast splittable pseudorandom number generators (SplitMix64). */
static uint64_t next_random(random_state *random) {
    uint64_t z = (random->state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static int64_t random_below(random_state *random, int64_t bound) {
    return (int64_t)(next_random(random) % (uint64_t)bound);
}

static double random_value(random_state *random) { return (double)(next_random(random) >> 11) * 0x1p-52 - 1; }

/* A stored matrix with guard elements before, behind, and between its columns. */
typedef struct guarded {
    int64_t rows;
    int64_t columns;
    int64_t leading_dimension;
    int64_t count;
    double *values; /* all, with the guards */
    double *first;  /* the matrix */
    double *before; /* a copy of values */
} guarded;

enum { GUARD = 16 };

static const uint64_t guard_bits = UINT64_C(0x7ff4dead00beef00); /* a signalling NaN: it spoils whoever reads it */

static double *allocate(int64_t count) {
    double *values = malloc((size_t)count * sizeof *values);
    REQUIRE(values != NULL);
    return values;
}

static guarded create_guarded(random_state *random, int64_t rows, int64_t columns) {
    guarded matrix = {.rows = rows, .columns = columns};
    matrix.leading_dimension = (rows > 0 ? rows : 1) + random_below(random, 2) * random_below(random, 9);
    matrix.count = matrix.leading_dimension * columns + (int64_t)2 * GUARD;
    matrix.values = allocate(matrix.count);
    matrix.before = allocate(matrix.count);
    for (int64_t i = 0; i < matrix.count; i++) {
        memcpy(&matrix.values[i], &guard_bits, sizeof guard_bits);
    }
    matrix.first = matrix.values + GUARD;
    for (int64_t j = 0; j < columns; j++) {
        for (int64_t i = 0; i < rows; i++) {
            matrix.first[i + j * matrix.leading_dimension] = random_value(random);
        }
    }
    memcpy(matrix.before, matrix.values, (size_t)matrix.count * sizeof(double));
    return matrix;
}

static void free_guarded(guarded *matrix) {
    free(matrix->values);
    free(matrix->before);
}

static int is_inside(const guarded *matrix, int64_t index) {
    int64_t offset = index - GUARD;
    return offset >= 0 && offset < matrix->leading_dimension * matrix->columns &&
           offset % matrix->leading_dimension < matrix->rows;
}

static int is_untouched(const guarded *matrix, int also_inside) {
    for (int64_t i = 0; i < matrix->count; i++) {
        if ((also_inside || !is_inside(matrix, i)) &&
            memcmp(&matrix->values[i], &matrix->before[i], sizeof(double)) != 0) {
            return 0;
        }
    }
    return 1;
}

typedef struct test_case {
    blaspool_product product;
    guarded a, b, c;
} test_case;

static test_case create_case(random_state *random, int64_t m, int64_t n, int64_t k) {
    static const double scalars[] = {0, 1, -0.5, 1.75};
    test_case test = {.product = {.m = m, .n = n, .k = k}};
    blaspool_product *product = &test.product;
    product->transpose_a = (uint32_t)random_below(random, 2);
    product->transpose_b = (uint32_t)random_below(random, 2);
    product->alpha = random_below(random, 8) == 0 ? 0 : scalars[1 + random_below(random, 3)];
    product->beta = scalars[random_below(random, 4)];
    test.a = product->transpose_a ? create_guarded(random, k, m) : create_guarded(random, m, k);
    test.b = product->transpose_b ? create_guarded(random, n, k) : create_guarded(random, k, n);
    test.c = create_guarded(random, m, n);
    product->lda = test.a.leading_dimension;
    product->ldb = test.b.leading_dimension;
    product->ldc = test.c.leading_dimension;
    product->a = (uint64_t)(uintptr_t)test.a.first;
    product->b = (uint64_t)(uintptr_t)test.b.first;
    product->c = (uint64_t)(uintptr_t)test.c.first;
    return test;
}

static void free_case(test_case *test) {
    free_guarded(&test->a);
    free_guarded(&test->b);
    free_guarded(&test->c);
}

static double element(const guarded *matrix, uint32_t transpose, int64_t i, int64_t j) {
    return transpose ? matrix->first[j + i * matrix->leading_dimension]
                     : matrix->first[i + j * matrix->leading_dimension];
}

/*
 * One element against plain loops: |error| <= gamma_{k+3} (|alpha| |A| |B| + |beta| |C|), gamma_n = n u / (1 - n u)
 * (Higham, Accuracy and Stability of Numerical Algorithms, 3.5), for each of the two ways to compute it.
 */
static int is_near(const test_case *test, int64_t i, int64_t j) {
    const blaspool_product *product = &test->product;
    double sum = 0;
    double magnitude = 0;
    for (int64_t l = 0; product->alpha != 0 && l < product->k; l++) {
        double term = element(&test->a, product->transpose_a, i, l) * element(&test->b, product->transpose_b, l, j);
        sum += term;
        magnitude += fabs(term);
    }
    int64_t index = i + j * product->ldc;
    double scaled = product->beta == 0 ? 0 : product->beta * test->c.before[GUARD + index];
    double expected = product->alpha * sum + scaled;
    double unit = (double)(product->k + 3) * (DBL_EPSILON / 2);
    double bound = 2 * unit / (1 - unit) * (fabs(product->alpha) * magnitude + fabs(scaled));
    return fabs(test->c.first[index] - expected) <= bound;
}

static int is_right(const test_case *test) {
    for (int64_t j = 0; j < test->product.n; j++) {
        for (int64_t i = 0; i < test->product.m; i++) {
            if (!is_near(test, i, j)) {
                return 0;
            }
        }
    }
    return is_untouched(&test->a, 1) && is_untouched(&test->b, 1) && is_untouched(&test->c, 0);
}

static void expect_right(const test_case *test) {
    const blaspool_product *product = &test->product;
    int right = is_right(test);
    EXPECT(right);
    if (!right) {
        fprintf(
            stderr, "m=%lld n=%lld k=%lld transpose=%u%u alpha=%g beta=%g ld=%lld %lld %lld\n", (long long)product->m,
            (long long)product->n, (long long)product->k, product->transpose_a, product->transpose_b, product->alpha,
            product->beta, (long long)product->lda, (long long)product->ldb, (long long)product->ldc);
    }
}

/* Beta = 0 must not read C: there a NaN would stay. */
static void spoil_c(test_case *test) {
    for (int64_t i = 0; i < test->c.count; i++) {
        if (is_inside(&test->c, i)) {
            test->c.values[i] = NAN;
        }
    }
}

static void should_compute(blaspool_blas *blas, random_state *random, int64_t largest, int count) {
    for (int i = 0; i < count; i++) {
        int64_t m = random_below(random, largest + 1);
        int64_t n = random_below(random, largest + 1);
        int64_t k = random_below(random, largest + 1);
        test_case test = create_case(random, m, n, k);
        if (test.product.beta == 0) {
            spoil_c(&test);
        }
        EXPECT(blaspool_blas_run(blas, &test.product, 1, NULL) == BLASPOOL_OK);
        expect_right(&test);
        free_case(&test);
    }
}

/* The blocks of a rule for all products up to sides of 1000, whatever their transposes. */
static void set_blocks(blaspool_blas *blas, blaspool_split_rule blocks) {
    blaspool_split_rule rules[4];
    for (uint32_t transposes = 0; transposes < 4; transposes++) {
        rules[transposes] = blocks;
        rules[transposes].transpose_a = transposes & 1;
        rules[transposes].transpose_b = transposes >> 1;
        rules[transposes].volume_from = 1;
        rules[transposes].volume_to = INT64_MAX;
        rules[transposes].side_from = 1;
        rules[transposes].side_to = 1000;
        rules[transposes].multiple = 1;
    }
    EXPECT(blaspool_blas_set_split(blas, rules, 4) == BLASPOOL_OK);
}

/* Blocks that divide no size, of a few sizes and of all; the rules work with one thread and are idle with more. */
static void should_compute_block_by_block(blaspool_blas *blas, random_state *random) {
    static const blaspool_split_rule blocks[] = {
        {.block_m = 5, .block_n = 7},
        {.block_m = 16, .block_k = 3},
        {.block_n = 8, .block_k = 24},
        {.block_m = 1, .block_n = 1, .block_k = 1},
        {.block_m = 64, .block_n = 48, .block_k = 40},
        {.block_m = 8, .block_n = 7, .packed = BLASPOOL_PACKED_A},
        {.block_m = 32, .block_n = 24, .block_k = 40, .packed = BLASPOOL_PACKED_A},
        {.block_m = 96, .block_n = 1000, .block_k = 1, .packed = BLASPOOL_PACKED_A},
        {.block_m = 8, .block_n = 1, .block_k = 9, .packed = BLASPOOL_PACKED_A_AND_B},
        {.block_m = 24, .block_n = 13, .packed = BLASPOOL_PACKED_A_AND_B},
        {.block_m = 32, .block_n = 240, .block_k = 128, .packed = BLASPOOL_PACKED_A_AND_B},
        {.block_m = 24, .block_n = 260, .packed = BLASPOOL_PACKED_A_OWN},
        {.block_m = 8, .block_n = 1, .block_k = 9, .packed = BLASPOOL_PACKED_A_OWN},
    };
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        set_blocks(blas, blocks[i]);
        should_compute(blas, random, 40, 60);
        should_compute(blas, random, 100, 4);
    }
    should_compute(blas, random, 260, 8);
    EXPECT(blaspool_blas_set_split(blas, NULL, 0) == BLASPOOL_OK);
}

static void should_keep_what_is_not_a_number(blaspool_blas *blas, random_state *random) {
    for (int i = 0; i < 20; i++) {
        int64_t size = 1 + random_below(random, 140);
        test_case test = create_case(random, size, size, size);
        test.product.alpha = 1;
        test.product.beta = 1;
        spoil_c(&test);
        EXPECT(blaspool_blas_run(blas, &test.product, 1, NULL) == BLASPOOL_OK);
        int all = 1;
        for (int64_t j = 0; j < size; j++) {
            all &= isnan(test.c.first[j + (size - 1 - j) * test.product.ldc]) != 0;
        }
        EXPECT(all);
        EXPECT(is_untouched(&test.c, 0));
        free_case(&test);
    }
}

/* SIZE is above the 64^3 up to which OpenBLAS keeps to one thread. */
enum { CALLERS = 4, ROUNDS = 200, SIZE = 72 };

typedef struct calling_thread {
    pthread_t thread;
    blaspool_blas *blas;
    uint32_t transposes;
    int wrong;
} calling_thread;

static int count_other(const double *values, double expected) {
    int others = 0;
    for (int i = 0; i < SIZE * SIZE; i++) {
        others += values[i] != expected;
    }
    return others;
}

static void *multiply_ones(void *argument) {
    calling_thread *caller = argument;
    double *ones = allocate(SIZE * SIZE);
    double *results = allocate(SIZE * SIZE);
    for (int i = 0; i < SIZE * SIZE; i++) {
        ones[i] = 1;
    }
    blaspool_product product = {
        .m = SIZE,
        .n = SIZE,
        .k = SIZE,
        .lda = SIZE,
        .ldb = SIZE,
        .ldc = SIZE,
        .alpha = 1,
        .a = (uint64_t)(uintptr_t)ones,
        .b = (uint64_t)(uintptr_t)ones,
        .c = (uint64_t)(uintptr_t)results,
        .transpose_a = caller->transposes & 1,
        .transpose_b = caller->transposes >> 1};
    for (int round = 0; round < ROUNDS; round++) {
        EXPECT(blaspool_blas_run(caller->blas, &product, 1, NULL) == BLASPOOL_OK);
        caller->wrong += count_other(results, SIZE);
    }
    free(ones);
    free(results);
    return NULL;
}

/* Mixed transposes at once are what OpenBLAS before 0.3.34 by itself can get wrong with more than one thread. */
static void should_compute_mixed_transposes_at_once(blaspool_blas *blas) {
    calling_thread callers[CALLERS];
    for (uint32_t i = 0; i < CALLERS; i++) {
        callers[i] = (calling_thread){.blas = blas, .transposes = i};
        REQUIRE(pthread_create(&callers[i].thread, NULL, multiply_ones, &callers[i]) == 0);
    }
    for (int i = 0; i < CALLERS; i++) {
        pthread_join(callers[i].thread, NULL);
        EXPECT(callers[i].wrong == 0);
    }
}

static void should_pack_in_many_threads_at_once(blaspool_blas *blas) {
    set_blocks(
        blas, (blaspool_split_rule){.block_m = 32, .block_n = 40, .block_k = 32, .packed = BLASPOOL_PACKED_A_AND_B});
    should_compute_mixed_transposes_at_once(blas);
    EXPECT(blaspool_blas_set_split(blas, NULL, 0) == BLASPOOL_OK);
}

static const char *chosen_blas(int argc, char **argv) {
    const char *asked = argc > 1 ? argv[1] : getenv("BLASPOOL_TEST_BLAS");
    return asked != NULL && asked[0] != '\0' ? asked : NULL;
}

int main(int argc, char **argv) {
    const char *path = chosen_blas(argc, argv);
    blaspool_blas *blas = NULL;
    if (blaspool_blas_open(path != NULL ? path : "libopenblas.so.0", &blas) != BLASPOOL_OK) {
        fprintf(stderr, "%s\n", blaspool_last_error());
        return path != NULL ? EXIT_FAILURE : EXIT_SKIPPED;
    }
    const blaspool_blas_info *info = blaspool_blas_get_info(blas);
    printf(
        "%s: kind=%s version=%s core=%s threading=%s max_threads=%d integer_bits=%d\n", info->path, info->kind,
        info->version, info->core, info->threading, info->max_threads, info->integer_bits);

    random_state random = {20240607};
    int most = info->thread_control && info->max_threads != 1 ? 2 : 1;
    for (int threads = 1; threads <= most; threads++) {
        if (info->thread_control) {
            EXPECT(blaspool_blas_set_threads(blas, threads) == BLASPOOL_OK);
        }
        should_compute(blas, &random, 12, 300);
        should_compute(blas, &random, 60, 60);
        should_compute(blas, &random, 260, 20);
        should_compute_block_by_block(blas, &random);
        should_keep_what_is_not_a_number(blas, &random);
        should_compute_mixed_transposes_at_once(blas);
        should_pack_in_many_threads_at_once(blas);
    }
    blaspool_blas_close(blas);
    return expect_exit_code();
}
