/* Runs of products, of one shape and of mixed ones: what is checked once a shape and what is checked for each. */
#include "expect_value.h"
#include "fixture/fixture.h"

#include <blaspool/blas.h>

#include <math.h>
#include <stdint.h>

enum { PRODUCTS = 600, MOST = 24, DOUBLES = PRODUCTS * 3 * MOST * MOST };

static double *values;
static double results[2][DOUBLES];
static uint64_t bases[3], bytes[3] = {0, DOUBLES * sizeof(double), 64};
static const blaspool_region_map map = {bases, bytes, 3};
static blaspool_product products[PRODUCTS];
static uint64_t random_bits = 1;

static int64_t random_below(int64_t bound) {
    random_bits = random_bits * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)((random_bits >> 33) % (uint64_t)bound);
}

static uint64_t in_region(int64_t index) { return UINT64_C(1) << 48 | (uint64_t)index * sizeof(double); }

/* Shapes that come again now and then, or all one shape; each product has memory of its own. */
static void make_products(int shapes) {
    for (int i = 0; i < PRODUCTS; i++) {
        const int64_t shape = random_below(shapes), at = (int64_t)i * 3 * MOST * MOST;
        blaspool_product *p = &products[i];
        *p = (blaspool_product){
            .m = 1 + shape * 7 % MOST,
            .n = 1 + shape * 5 % MOST,
            .k = 1 + shape * 11 % MOST,
            .lda = MOST,
            .ldb = MOST,
            .ldc = MOST,
            .alpha = shape % 3 == 0 ? 1 : 0.5,
            .beta = shape % 5 == 0 ? 1 : 0,
            .a = in_region(at),
            .b = in_region(at + MOST * MOST),
            .c = in_region(at + 2 * MOST * MOST),
            .transpose_a = (uint32_t)(shape % 2),
            .transpose_b = (uint32_t)(shape / 2 % 2)};
    }
}

static void fill(void) {
    for (int64_t i = 0; i < DOUBLES; i++) {
        values[i] = (double)(i * 7919 % 1000) / 500 - 1;
    }
}

/* The values after a run with our kernels and one without them; both must end alike. */
static blaspool_status run_both(blaspool_blas *blas, char messages[2][256]) {
    blaspool_status status[2];
    for (int on = 0; on <= 1; on++) {
        fill();
        blaspool_blas_set_kernels(blas, on);
        status[on] = blaspool_blas_run(blas, products, PRODUCTS, &map);
        snprintf(messages[on], 256, "%s", status[on] == BLASPOOL_OK ? "" : blaspool_last_error());
        memcpy(results[on], values, sizeof results[on]);
    }
    EXPECT_EQUAL(status[0], status[1]);
    EXPECT_TEXT(messages[1], messages[0]);
    return status[0];
}

/* Within the bound of a dot product of at most MOST terms of at most 1, twice. */
static int are_close(void) {
    for (int64_t i = 0; i < DOUBLES; i++) {
        if (fabs(results[0][i] - results[1][i]) > 4 * MOST * MOST * 0x1p-53) {
            return 0;
        }
    }
    return 1;
}

static void should_compute_what_the_library_computes(blaspool_blas *blas) {
    char messages[2][256];
    static const int shapes[] = {1, 3, 20, 500};
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        make_products(shapes[i]);
        EXPECT_EQUAL(run_both(blas, messages), BLASPOOL_OK);
        EXPECT(are_close());
    }
}

#define EXPECT_REFUSED_ALIKE(message, change)                                                                          \
    do {                                                                                                               \
        char messages[2][256];                                                                                         \
        make_products(1);                                                                                              \
        blaspool_product *product = &products[PRODUCTS / 2];                                                           \
        change;                                                                                                        \
        EXPECT_EQUAL(run_both(blas, messages), BLASPOOL_INVALID);                                                      \
        EXPECT_CONTAINS(messages[1], "product 300: " message);                                                         \
        EXPECT(are_close());                                                                                           \
    } while (0)

/* In the middle of a run of its own shape, where all but places was checked before. */
static void should_refuse_what_is_wrong_in_the_midst_of_a_run(blaspool_blas *blas) {
    EXPECT_REFUSED_ALIKE("operand a passes the end of its region", product->a = in_region(DOUBLES));
    EXPECT_REFUSED_ALIKE("region of operand b is unknown: region=65535", product->b = in_region(-1));
    EXPECT_REFUSED_ALIKE("operand c passes the end of its region", product->c = UINT64_C(2) << 48 | 64);
    EXPECT_REFUSED_ALIKE("operand a is not aligned", product->a += 4);
    EXPECT_REFUSED_ALIKE("region of operand b is unknown", product->b = UINT64_C(3) << 48);
    EXPECT_REFUSED_ALIKE("operand c passes the end", product->c = (uint64_t)(uintptr_t)values);
    EXPECT_REFUSED_ALIKE("leading dimension is too small", product->ldc = 0);
    EXPECT_REFUSED_ALIKE("flag is unknown", product->transpose_a = 2);
    EXPECT_REFUSED_ALIKE("size is negative: m=-1", product->m = -1);
}

/* With alpha = 0 nothing but C is touched, wherever A and B are said to lie, and no other product may learn from it. */
static void should_take_no_place_from_operands_that_are_not_touched(blaspool_blas *blas) {
    char messages[2][256];
    make_products(1);
    for (int i = 0; i < PRODUCTS; i += 2) {
        products[i].alpha = 0;
        products[i].a = products[i].b = UINT64_C(2) << 48;
    }
    EXPECT_EQUAL(run_both(blas, messages), BLASPOOL_OK);
    EXPECT(are_close());
    products[301].a = UINT64_C(2) << 48 | 64;
    EXPECT_EQUAL(run_both(blas, messages), BLASPOOL_INVALID);
    EXPECT_CONTAINS(messages[1], "product 301: operand a passes the end of its region");
}

/* The batch that make_products(1) lists. */
static void should_run_a_batch_by_strides(blaspool_blas *blas) {
    const blaspool_strides strides = {3 * MOST * MOST, 3 * MOST * MOST, 3 * MOST * MOST};
    make_products(1);
    for (int on = 0; on <= 1; on++) {
        blaspool_blas_set_kernels(blas, on);
        fill();
        EXPECT_OK(blaspool_blas_run(blas, products, PRODUCTS, &map));
        memcpy(results[0], values, sizeof results[0]);
        fill();
        EXPECT_OK(blaspool_blas_run_strided(blas, &products[0], &strides, PRODUCTS, &map));
        EXPECT(memcmp(results[0], values, sizeof results[0]) == 0);
        /* From the last one back; one too many on either side. */
        const blaspool_strides back = {-strides.a, -strides.b, -strides.c};
        fill();
        EXPECT_OK(blaspool_blas_run_strided(blas, &products[PRODUCTS - 1], &back, PRODUCTS, &map));
        EXPECT(memcmp(results[0], values, sizeof results[0]) == 0);
        EXPECT_REFUSED(
            BLASPOOL_INVALID, "product 600: operand a passes the end of its region",
            blaspool_blas_run_strided(blas, &products[0], &strides, PRODUCTS + 1, &map));
        EXPECT_REFUSED(
            BLASPOOL_INVALID, "product 600: stride leaves the region of an operand",
            blaspool_blas_run_strided(blas, &products[PRODUCTS - 1], &back, PRODUCTS + 1, &map));
        const blaspool_strides wild = {0, 0, INT64_MAX};
        EXPECT_REFUSED(
            BLASPOOL_INVALID, "stride is too large: stride_c=9223372036854775807",
            blaspool_blas_run_strided(blas, &products[0], &wild, 2, &map));
        EXPECT_REFUSED(
            BLASPOOL_INVALID, "count is negative", blaspool_blas_run_strided(blas, &products[0], &strides, -1, &map));
    }
}

/* Of three products: one of ours, one of the library's, and one that nobody computes. */
static void should_count_who_computed_what(blaspool_blas *blas) {
    blaspool_computed before, after;
    make_products(1);
    products[1].m = 3;
    products[1].n = 24;
    products[1].k = 24;
    products[2].alpha = 0;
    for (int on = 0; on <= 1; on++) {
        blaspool_blas_set_kernels(blas, on);
        blaspool_blas_get_computed(blas, &before);
        EXPECT_OK(blaspool_blas_run(blas, products, 3, &map));
        blaspool_blas_get_computed(blas, &after);
        const uint64_t first = (uint64_t)(products[0].m * products[0].n * products[0].k), second = 3 * 24 * 24;
        const uint64_t small =
            strcmp(blaspool_blas_get_kernels(blas), "off") != 0 && strcmp(blaspool_blas_get_kernels(blas), "none") != 0
                ? first
                : 0;
        EXPECT_EQUAL(after.small - before.small, small);
        EXPECT_EQUAL(after.plain - before.plain, first + second - small);
        EXPECT_EQUAL(after.split - before.split, 0);
    }
}

int main(void) {
    static double other[8];
    values = malloc(DOUBLES * sizeof *values);
    REQUIRE(values != NULL);
    bases[1] = (uint64_t)(uintptr_t)values;
    bases[2] = (uint64_t)(uintptr_t)other;
    blaspool_blas *blas = NULL;
    REQUIRE(blaspool_blas_open(FIXTURE("plain"), &blas) == BLASPOOL_OK);
    should_compute_what_the_library_computes(blas);
    should_refuse_what_is_wrong_in_the_midst_of_a_run(blas);
    should_take_no_place_from_operands_that_are_not_touched(blas);
    should_run_a_batch_by_strides(blas);
    should_count_who_computed_what(blas);
    blaspool_blas_close(blas);
    free(values);
    return expect_exit_code();
}
