/* Every wrong argument of a product, with its message. */
#include "expect.h"
#include "fixture/fixture.h"

#include <blaspool/blas.h>

#include <math.h>
#include <stdint.h>

enum { REGION_BYTES = 4096 };

static _Alignas(64) double region[REGION_BYTES / sizeof(double)];
static uint64_t bases[2];
static uint64_t bytes[2] = {UINT64_MAX, REGION_BYTES};
static const blaspool_region_map map = {bases, bytes, 2};

static uint64_t in_region(uint64_t offset) { return UINT64_C(1) << 48 | offset; }

/* C (5 x 4) <- A (5 x 3) B (3 x 4), one after another in region 1. */
static blaspool_product sound(void) {
    return (blaspool_product){
        .m = 5,
        .n = 4,
        .k = 3,
        .lda = 5,
        .ldb = 3,
        .ldc = 5,
        .alpha = 1,
        .beta = 0,
        .a = in_region(0),
        .b = in_region(15 * 8),
        .c = in_region(27 * 8)};
}

static blaspool_blas *narrow;
static blaspool_blas *wide;

/* Changes one member of a sound product and expects the refusal, by check and by run alike. */
#define EXPECT_PRODUCT_REFUSED(blas, message, change)                                                                  \
    do {                                                                                                               \
        blaspool_product product = sound();                                                                            \
        change;                                                                                                        \
        EXPECT_REFUSED(BLASPOOL_INVALID, message, blaspool_product_check(blas, &product, &map));                       \
        EXPECT_REFUSED(BLASPOOL_INVALID, "product 0: " message, blaspool_blas_run(blas, &product, 1, &map));           \
    } while (0)

static void should_accept_what_is_sound(void) {
    blaspool_product product = sound();
    EXPECT(blaspool_product_check(narrow, &product, &map) == BLASPOOL_OK);
    EXPECT(blaspool_product_check(wide, &product, &map) == BLASPOOL_OK);
    product.c = in_region(REGION_BYTES - 20 * 8);
    EXPECT(blaspool_product_check(narrow, &product, &map) == BLASPOOL_OK);
    product.a = (uint64_t)(uintptr_t)region;
    EXPECT(blaspool_product_check(narrow, &product, &map) == BLASPOOL_OK);
    product.a = product.b = product.c = (uint64_t)(uintptr_t)region;
    EXPECT(blaspool_product_check(narrow, &product, NULL) == BLASPOOL_OK);
    product.m = 0;
    product.k = product.ldb = INT64_C(1) << 50;
    EXPECT(blaspool_product_check(narrow, &product, NULL) == BLASPOOL_OK);
}

static void should_refuse_wrong_sizes(void) {
    EXPECT_PRODUCT_REFUSED(narrow, "size is negative: m=-1, expected at least 0", product.m = -1);
    EXPECT_PRODUCT_REFUSED(narrow, "size is negative: n=-1, expected at least 0", product.n = -1);
    EXPECT_PRODUCT_REFUSED(narrow, "size is negative: k=-9223372036854775808,", product.k = INT64_MIN);
    EXPECT_PRODUCT_REFUSED(narrow, "size is negative: ldc=-5", product.ldc = -5);
    EXPECT_PRODUCT_REFUSED(
        narrow, "size is too large for this BLAS's 32-bit integers: k=2147483648, expected at most 2147483647",
        product.k = INT64_C(1) << 31);
    EXPECT_PRODUCT_REFUSED(
        narrow, "size is too large for this BLAS's 32-bit integers: lda=4294967301",
        product.lda = (INT64_C(1) << 32) + 5);
    EXPECT_PRODUCT_REFUSED(wide, "operand c passes the end", product.ldc = (INT64_C(1) << 32) + 5);
    EXPECT_PRODUCT_REFUSED(
        narrow, "leading dimension is too small: lda=4, expected at least 5 (rows of a)", product.lda = 4);
    EXPECT_PRODUCT_REFUSED(
        narrow, "leading dimension is too small: lda=2, expected at least 3 (rows of a)",
        (product.transpose_a = 1, product.lda = 2));
    EXPECT_PRODUCT_REFUSED(
        narrow, "leading dimension is too small: ldb=3, expected at least 4 (rows of b)", product.transpose_b = 1);
    EXPECT_PRODUCT_REFUSED(narrow, "leading dimension is too small: ldc=0", product.ldc = 0);
    EXPECT_PRODUCT_REFUSED(
        narrow, "leading dimension is too small: ldb=0, expected at least 1 (rows of b)",
        (product.k = 0, product.ldb = 0));
}

static void should_refuse_unknown_flags(void) {
    EXPECT_PRODUCT_REFUSED(narrow, "flag is unknown: transpose_a=2, expected 0 or 1", product.transpose_a = 2);
    EXPECT_PRODUCT_REFUSED(narrow, "flag is unknown: transpose_b=112, expected 0 or 1", product.transpose_b = 112);
}

static void should_refuse_operands_outside_their_region(void) {
    EXPECT_PRODUCT_REFUSED(
        narrow, "region of operand b is unknown: region=2, expected less than 2", product.b = UINT64_C(2) << 48);
    EXPECT_PRODUCT_REFUSED(narrow, "region of operand c is unknown: region=65535", product.c = UINT64_MAX - 7);
    EXPECT_PRODUCT_REFUSED(
        narrow,
        "operand c passes the end of its region: offset=3944 bytes=160 region=1, expected an end at most at 4096",
        product.c = in_region(REGION_BYTES - 19 * 8));
    EXPECT_PRODUCT_REFUSED(
        narrow, "operand a passes the end of its region: offset=281474976710648",
        product.a = in_region((UINT64_C(1) << 48) - 8));
    EXPECT_PRODUCT_REFUSED(narrow, "operand a passes the end of its region", product.lda = 2000000000);
    EXPECT_PRODUCT_REFUSED(narrow, "operand a is not aligned", (product.a = (uint64_t)(uintptr_t)region + 4));
    EXPECT_PRODUCT_REFUSED(narrow, "operand b is not aligned", product.b = in_region(1));
    EXPECT_PRODUCT_REFUSED(narrow, "operand c has no address: address=0", product.c = 0);
}

static void should_not_be_fooled_by_overflow(void) {
    EXPECT_PRODUCT_REFUSED(
        wide, "operand a is larger than any memory: columns=3 lda=9223372036854775807", product.lda = INT64_MAX);
    EXPECT_PRODUCT_REFUSED(
        wide, "operand b is larger than any memory", (product.n = INT64_C(1) << 40, product.ldb = INT64_C(1) << 40));
    /* (columns - 1) x ld + rows = 2^61 elements: 0 bytes, if the multiplication by 8 wrapped. */
    EXPECT_PRODUCT_REFUSED(
        wide, "operand c is larger than any memory", (product.n = 2, product.ldc = (INT64_C(1) << 61) - 5));
    EXPECT_PRODUCT_REFUSED(
        wide, "operand a passes the end of its region",
        (product.a = (uint64_t)(uintptr_t)region, product.lda = INT64_C(1) << 50));
}

static void should_refuse_plain_addresses_where_told(void) {
    static const uint64_t closed[2] = {0, REGION_BYTES};
    const blaspool_region_map shared = {bases, closed, 2};
    blaspool_product product = sound();
    EXPECT(blaspool_product_check(narrow, &product, &shared) == BLASPOOL_OK);
    product.c = (uint64_t)(uintptr_t)region;
    EXPECT_REFUSED(
        BLASPOOL_INVALID, "operand c passes the end of its region", blaspool_product_check(narrow, &product, &shared));
}

static void should_run_up_to_the_first_bad_product(void) {
    blaspool_product products[3] = {sound(), sound(), sound()};
    products[1].lda = 1;
    products[2].c = in_region(60 * 8);
    region[27] = -1;
    region[60] = -1;
    for (int i = 0; i < 27; i++) {
        region[i] = 1;
    }
    EXPECT_REFUSED(
        BLASPOOL_INVALID, "product 1: leading dimension is too small: lda=1, expected at least 5 (rows of a)",
        blaspool_blas_run(narrow, products, 3, &map));
    EXPECT(region[27] == 3);
    EXPECT(region[60] == -1);
    EXPECT_REFUSED(BLASPOOL_INVALID, "count is negative: count=-1", blaspool_blas_run(narrow, products, -1, &map));
    EXPECT(blaspool_blas_run(narrow, NULL, 0, NULL) == BLASPOOL_OK);
}

/* The fixture aborts on what some libraries do not bear, so these must not reach it. */
static void should_follow_blas_for_empty_and_scaled_products(void) {
    double *c = &region[27];
    blaspool_product product = sound();
    product.k = 0;
    product.beta = -0.5;
    product.a = product.b = 0;
    region[27] = 8;
    region[46] = 4;
    region[47] = 1;
    EXPECT(blaspool_blas_run(narrow, &product, 1, &map) == BLASPOOL_OK);
    EXPECT(c[0] == -4 && c[19] == -2 && c[20] == 1);

    product = sound();
    product.alpha = 0;
    product.beta = 1;
    product.a = product.b = in_region(0);
    region[0] = NAN;
    EXPECT(blaspool_blas_run(narrow, &product, 1, &map) == BLASPOOL_OK);
    EXPECT(c[0] == -4 && c[19] == -2);
    c[0] = NAN;
    product.beta = 0;
    EXPECT(blaspool_blas_run(narrow, &product, 1, &map) == BLASPOOL_OK);
    EXPECT(c[0] == 0 && c[19] == 0 && c[20] == 1);

    product = sound();
    product.m = 0;
    EXPECT(blaspool_blas_run(narrow, &product, 1, &map) == BLASPOOL_OK);
    product = sound();
    product.n = 0;
    product.b = product.c = 0;
    EXPECT(blaspool_blas_run(narrow, &product, 1, &map) == BLASPOOL_OK);
}

int main(void) {
    bases[1] = (uint64_t)(uintptr_t)region;
    REQUIRE(blaspool_blas_open(FIXTURE("plain"), &narrow) == BLASPOOL_OK);
    REQUIRE(blaspool_blas_open(FIXTURE("wide"), &wide) == BLASPOOL_OK);
    should_accept_what_is_sound();
    should_refuse_wrong_sizes();
    should_refuse_unknown_flags();
    should_refuse_operands_outside_their_region();
    should_not_be_fooled_by_overflow();
    should_refuse_plain_addresses_where_told();
    should_run_up_to_the_first_bad_product();
    should_follow_blas_for_empty_and_scaled_products();
    blaspool_blas_close(narrow);
    blaspool_blas_close(wide);
    return expect_exit_code();
}
