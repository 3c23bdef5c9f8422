/* Which products are split into how many calls, and what of rules is refused. */
#include "expect.h"
#include "fixture/fixture.h"

#include <blaspool/split.h>

#include <stdint.h>
#include <string.h>

typedef int count_function(void);

/* Sizes up to 64, where A, B and C are 64-byte aligned and their leading dimension is 64. */
enum { LARGEST = 64, LEADING_DIMENSION = LARGEST };

static _Alignas(64) double a[LARGEST * LARGEST], b[LARGEST * LARGEST], c[LARGEST * LARGEST];

static const blaspool_split_rule sound = {
    .volume_from = 1000,
    .volume_to = 100001,
    .side_from = 5,
    .side_to = 50,
    .multiple = 1,
    .block_m = 8,
    .block_n = 16,
};

static blaspool_product create_product(int64_t m, int64_t n, int64_t k) {
    return (blaspool_product){
        .m = m,
        .n = n,
        .k = k,
        .lda = LEADING_DIMENSION,
        .ldb = LEADING_DIMENSION,
        .ldc = LEADING_DIMENSION,
        .alpha = 1,
        .a = (uint64_t)(uintptr_t)a,
        .b = (uint64_t)(uintptr_t)b,
        .c = (uint64_t)(uintptr_t)c};
}

static int count_calls(blaspool_blas *blas, const blaspool_product *product) {
    static count_function *calls;
    if (calls == NULL) {
        *(void **)&calls = fixture_function(FIXTURE("openblas"), "fixture_calls");
    }
    int before = calls();
    EXPECT(blaspool_blas_run(blas, product, 1, NULL) == BLASPOOL_OK);
    return calls() - before;
}

static int count_calls_of(blaspool_blas *blas, int64_t m, int64_t n, int64_t k) {
    blaspool_product product = create_product(m, n, k);
    return count_calls(blas, &product);
}

static void set(blaspool_blas *blas, blaspool_split_rule rule) {
    EXPECT(blaspool_blas_set_split(blas, &rule, 1) == BLASPOOL_OK);
}

static void should_split_what_a_rule_fits(blaspool_blas *blas) {
    set(blas, sound);
    EXPECT(count_calls_of(blas, 24, 32, 10) == 3 * 2);
    EXPECT(count_calls_of(blas, 25, 33, 10) == 4 * 3);
    EXPECT(count_calls_of(blas, 10, 10, 10) == 2);
    EXPECT(count_calls_of(blas, 9, 10, 11) == 1); /* 990 */
    EXPECT(count_calls_of(blas, 50, 50, 40) == 7 * 4);
    EXPECT(count_calls_of(blas, 50, 50, 41) == 1); /* 102500 */
    EXPECT(count_calls_of(blas, 51, 20, 20) == 1);
    EXPECT(count_calls_of(blas, 20, 51, 20) == 1);
    EXPECT(count_calls_of(blas, 20, 20, 51) == 1);
    EXPECT(count_calls_of(blas, 4, 20, 20) == 1);
    blaspool_split_rule with_k = sound;
    with_k.block_k = 5;
    set(blas, with_k);
    EXPECT(count_calls_of(blas, 24, 32, 10) == 3 * 2 * 2);
}

/* A block of C a call, and the last rows of one by way of a tile. */
static void should_pack_what_a_rule_fits(blaspool_blas *blas) {
    blaspool_split_rule packing = sound;
    packing.packed = BLASPOOL_PACKED_A;
    set(blas, packing);
    EXPECT(count_calls_of(blas, 24, 32, 10) == 3 * 2);
    EXPECT(count_calls_of(blas, 25, 33, 10) == 4 * 3);
    packing.packed = BLASPOOL_PACKED_A_AND_B;
    packing.block_k = 5;
    set(blas, packing);
    EXPECT(count_calls_of(blas, 25, 33, 10) == 4 * 3 * 2);
}

static int no_memory;

void *__real_aligned_alloc(size_t alignment, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);

/* In place of the C library's, by the linker's --wrap. */
void *__wrap_aligned_alloc(size_t alignment, size_t size) {
    return no_memory ? NULL : __real_aligned_alloc(alignment, size);
}

/* Kernels of our own, where there are some, call no BLAS; results are whole numbers, and so exact. */
static void should_compute_by_own_kernels_what_a_rule_fits(blaspool_blas *blas) {
    blaspool_blas_set_kernels(blas, 1);
    const char *kernels = blaspool_blas_get_kernels(blas);
    const int is_there = strcmp(kernels, "off") != 0 && strcmp(kernels, "none") != 0;
    const int64_t rows = 50, columns = 49, depth = 41;
    blaspool_split_rule own = sound;
    own.packed = BLASPOOL_PACKED_A_OWN;
    own.block_m = 24;
    own.block_n = 50;
    own.volume_to = 200000;
    for (uint32_t transposes = 0; transposes < 4; transposes++) {
        own.transpose_a = transposes & 1;
        own.transpose_b = transposes >> 1;
        own.block_k = transposes == 0 ? 0 : 16;
        set(blas, own);
        for (int i = 0; i < LARGEST * LARGEST; i++) {
            a[i] = i % 7;
            b[i] = i % 5;
            c[i] = i % 3;
        }
        blaspool_product product = create_product(rows, columns, depth);
        product.transpose_a = own.transpose_a;
        product.transpose_b = own.transpose_b;
        product.alpha = 2;
        product.beta = -1;
        blaspool_computed before_it, after_it;
        blaspool_blas_get_computed(blas, &before_it);
        EXPECT(count_calls(blas, &product) == (is_there ? 0 : 1));
        blaspool_blas_get_computed(blas, &after_it);
        EXPECT(after_it.split == before_it.split);
        EXPECT(after_it.small - before_it.small == (is_there ? 50 * 49 * 41 : 0));
        for (int64_t i = 0; i < LARGEST; i++) {
            for (int64_t j = 0; j < LARGEST; j++) {
                double sum = 0;
                for (int64_t l = 0; l < depth; l++) {
                    sum += a[own.transpose_a ? l + i * LEADING_DIMENSION : i + l * LEADING_DIMENSION] *
                           b[own.transpose_b ? j + l * LEADING_DIMENSION : l + j * LEADING_DIMENSION];
                }
                const double before = (double)((i + j * LEADING_DIMENSION) % 3);
                const int is_of_c = i < rows && j < columns;
                EXPECT(c[i + j * LEADING_DIMENSION] == (is_of_c ? 2 * sum - before : before));
            }
        }
    }
    blaspool_blas_set_kernels(blas, 0);
    set(blas, own);
    blaspool_product product = create_product(rows, columns, depth);
    product.transpose_a = product.transpose_b = 1;
    EXPECT(count_calls(blas, &product) == 1);
}

/* Whatever is packed already needs less memory than this rule. */
static void should_compute_plainly_without_memory_to_pack(blaspool_blas *blas) {
    blaspool_split_rule packing = sound;
    packing.packed = BLASPOOL_PACKED_A_AND_B;
    packing.block_m = 64;
    packing.block_n = 48;
    set(blas, packing);
    for (int i = 0; i < LARGEST * LARGEST; i++) {
        a[i] = b[i] = 1;
        c[i] = -1;
    }
    no_memory = 1;
    EXPECT(count_calls_of(blas, 50, 49, 40) == 1);
    EXPECT(c[0] == 40 && c[49 + 48 * LEADING_DIMENSION] == 40 && c[50] == -1);
    no_memory = 0;
    EXPECT(count_calls_of(blas, 50, 49, 40) == 2);
    EXPECT(c[0] == 40 && c[49 + 48 * LEADING_DIMENSION] == 40 && c[50] == -1);
}

static void should_heed_the_transposes(blaspool_blas *blas) {
    blaspool_split_rule rules[2] = {sound, sound};
    rules[0].transpose_a = 1;
    rules[0].block_m = 4;
    rules[1].transpose_b = 1;
    EXPECT(blaspool_blas_set_split(blas, rules, 2) == BLASPOOL_OK);
    static const int expected[] = {1, 6, 3, 1};
    for (uint32_t transposes = 0; transposes < 4; transposes++) {
        blaspool_product product = create_product(24, 16, 10);
        product.transpose_a = transposes & 1;
        product.transpose_b = transposes >> 1;
        EXPECT(count_calls(blas, &product) == expected[transposes]);
    }
}

static void should_heed_the_alignment(blaspool_blas *blas) {
    blaspool_split_rule rule = sound;
    rule.multiple = 8;
    set(blas, rule);
    blaspool_product product = create_product(24, 16, 16);
    EXPECT(count_calls(blas, &product) == 3);
    product.ldb = 63;
    EXPECT(count_calls(blas, &product) == 1);
    product.ldb = 64;
    product.c += sizeof(double);
    EXPECT(count_calls(blas, &product) == 1);
    EXPECT(count_calls_of(blas, 24, 16, 17) == 1);
}

static void should_split_with_one_thread_alone(blaspool_blas *blas) {
    set(blas, sound);
    EXPECT(blaspool_blas_set_threads(blas, 2) == BLASPOOL_OK);
    EXPECT(count_calls_of(blas, 24, 32, 10) == 1);
    EXPECT(blaspool_blas_set_threads(blas, 1) == BLASPOOL_OK);
    EXPECT(count_calls_of(blas, 24, 32, 10) == 6);
}

static void should_give_back_what_is_set(blaspool_blas *blas) {
    set(blas, sound);
    blaspool_split_rule rules[BLASPOOL_SPLIT_RULES];
    EXPECT(blaspool_blas_get_split(blas, rules) == 1);
    EXPECT(rules[0].volume_to == sound.volume_to && rules[0].block_n == sound.block_n);
    EXPECT(blaspool_blas_set_split(blas, NULL, 0) == BLASPOOL_OK);
    EXPECT(blaspool_blas_get_split(blas, rules) == 0);
    EXPECT(count_calls_of(blas, 24, 32, 10) == 1);
}

static void should_refuse(blaspool_blas *blas, blaspool_split_rule wrong, const char *message) {
    const blaspool_split_rule rules[2] = {sound, wrong};
    EXPECT_REFUSED(BLASPOOL_INVALID, message, blaspool_blas_set_split(blas, rules, 2));
}

static void should_refuse_rules_that_are_not_sound(blaspool_blas *blas) {
    EXPECT(blaspool_blas_set_split(blas, NULL, 0) == BLASPOOL_OK);
    blaspool_split_rule wrong = sound;
    wrong.transpose_b = 2;
    should_refuse(blas, wrong, "split rule 1 is not sound: transposes=02");
    wrong = sound;
    wrong.volume_to = wrong.volume_from;
    should_refuse(blas, wrong, "volume=1000-1000");
    wrong = sound;
    wrong.side_to = (int64_t)1 << 40;
    should_refuse(blas, wrong, "side=5-1099511627776");
    wrong = sound;
    wrong.multiple = 0;
    should_refuse(blas, wrong, "multiple=0");
    wrong = sound;
    wrong.block_k = -1;
    should_refuse(blas, wrong, "block=8x16x-1");
    static const blaspool_split_rule packing[] = {
        {.packed = 4, .block_m = 8, .block_n = 8},
        {.packed = -1, .block_m = 8, .block_n = 8},
        {.packed = BLASPOOL_PACKED_A, .block_m = 12, .block_n = 8},
        {.packed = BLASPOOL_PACKED_A, .block_m = 0, .block_n = 8},
        {.packed = BLASPOOL_PACKED_A, .block_m = 8, .block_n = 0},
        {.packed = BLASPOOL_PACKED_A, .block_m = 8, .block_n = 131072},
        {.packed = BLASPOOL_PACKED_A, .block_m = (int64_t)1 << 62, .block_n = (int64_t)1 << 62},
    };
    for (size_t i = 0; i < sizeof packing / sizeof *packing; i++) {
        wrong = sound;
        wrong.packed = packing[i].packed;
        wrong.block_m = packing[i].block_m;
        wrong.block_n = packing[i].block_n;
        should_refuse(blas, wrong, "packed 0 to 3 with blocks of at most 1048576 doubles");
    }
    wrong = sound;
    wrong.side_to = 1 << 20;
    wrong.packed = BLASPOOL_PACKED_A_AND_B;
    wrong.block_k = 4;
    should_refuse(blas, wrong, "block=8x16x4 packed=2");
    EXPECT_REFUSED(BLASPOOL_INVALID, "count=65, allowed 0 to 64", blaspool_blas_set_split(blas, NULL, 65));
    EXPECT_REFUSED(BLASPOOL_INVALID, "count=-1, allowed 0 to 64", blaspool_blas_set_split(blas, NULL, -1));
    blaspool_split_rule rules[BLASPOOL_SPLIT_RULES];
    EXPECT(blaspool_blas_get_split(blas, rules) == 0);
}

/* Loops that are plain gain nothing: what comes out must be sound all the same, and not be set. */
static void should_calibrate_with_one_thread_alone(blaspool_blas *blas) {
    blaspool_split_rule rules[BLASPOOL_SPLIT_RULES];
    int count = -1;
    EXPECT(blaspool_blas_set_threads(blas, 2) == BLASPOOL_OK);
    EXPECT_REFUSED(
        BLASPOOL_INVALID, "threads=2, expected 1", blaspool_blas_calibrate_split(blas, 1000000, rules, &count));
    EXPECT(blaspool_blas_set_threads(blas, 1) == BLASPOOL_OK);
    EXPECT(blaspool_blas_calibrate_split(blas, 1000000, rules, &count) == BLASPOOL_OK);
    EXPECT(count >= 0 && count <= BLASPOOL_SPLIT_RULES);
    blaspool_split_rule now[BLASPOOL_SPLIT_RULES];
    EXPECT(blaspool_blas_get_split(blas, now) == 0);
    EXPECT(blaspool_blas_set_split(blas, rules, count) == BLASPOOL_OK);
}

static int race(blaspool_blas *blas, int64_t m, int64_t n, int64_t k) {
    const blaspool_product shape = {.m = m, .n = n, .k = k, .transpose_b = 1};
    blaspool_split_rule rule;
    int count = -1;
    EXPECT(blaspool_blas_race_split(blas, &shape, 50000000, &rule, &count) == BLASPOOL_OK);
    if (count == 1) {
        EXPECT(rule.transpose_a == 0 && rule.transpose_b == 1);
        EXPECT(rule.volume_from <= m * n * k && m * n * k < rule.volume_to);
        EXPECT(rule.hot_gain >= 1.03 && rule.streamed_gain >= 1.03);
        EXPECT(blaspool_blas_set_split(blas, &rule, count) == BLASPOOL_OK);
        EXPECT(blaspool_blas_set_split(blas, NULL, 0) == BLASPOOL_OK);
    }
    return count;
}

static void should_race_the_shapes_that_may_gain(blaspool_blas *blas) {
    EXPECT(race(blas, 104, 104, 104) >= 0);
    EXPECT(race(blas, 10, 10, 20000) >= 0);
    EXPECT(race(blas, 100, 100, 100) == 0);
    EXPECT(race(blas, 656, 656, 656) == 0);
    EXPECT(race(blas, 0, 104, 104) == 0);
    EXPECT(race(blas, 1, 10000000, 1) == 0);
    EXPECT(race(blas, INT64_MAX, INT64_MAX, 104) == 0);
}

int main(void) {
    blaspool_blas *blas = NULL;
    REQUIRE(blaspool_blas_open(FIXTURE("openblas"), &blas) == BLASPOOL_OK);
    blaspool_blas_set_kernels(blas, 0); /* these rules split what is small */
    EXPECT(blaspool_blas_set_threads(blas, 1) == BLASPOOL_OK);
    should_split_what_a_rule_fits(blas);
    should_pack_what_a_rule_fits(blas);
    should_compute_by_own_kernels_what_a_rule_fits(blas);
    should_compute_plainly_without_memory_to_pack(blas);
    should_heed_the_transposes(blas);
    should_heed_the_alignment(blas);
    should_split_with_one_thread_alone(blas);
    should_give_back_what_is_set(blas);
    should_refuse_rules_that_are_not_sound(blas);
    should_calibrate_with_one_thread_alone(blas);
    EXPECT(blaspool_blas_set_split(blas, NULL, 0) == BLASPOOL_OK);
    should_race_the_shapes_that_may_gain(blas);
    blaspool_blas_close(blas);
    return expect_exit_code();
}
