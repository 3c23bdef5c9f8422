/* A product of another process: what passes the check lies within its regions, by arithmetic that cannot overflow. */
#include "fuzz.h"

#include "blas/run.h"

#include <string.h>

__extension__ typedef unsigned __int128 wide;

static const uint64_t bases[] = {0, 0x100000, 0x200000};
static const uint64_t bytes[] = {0, 4096, 1 << 20};
static const blaspool_region_map map = {bases, bytes, 3};

static void must_lie_within(uint64_t reference, const void *address, int64_t rows, int64_t columns, int64_t ld) {
    uint32_t region = BLASPOOL_REFERENCE_REGION(reference);
    MUST(region < map.count && ld >= rows && ld >= 1);
    wide end = BLASPOOL_REFERENCE_OFFSET(reference);
    MUST((uintptr_t)address == bases[region] + (uint64_t)end && (uintptr_t)address % sizeof(double) == 0);
    if (rows > 0 && columns > 0) {
        end += ((wide)(columns - 1) * (wide)ld + (wide)rows) * sizeof(double);
    }
    MUST(end <= bytes[region]);
}

/* Others of its shape are let through only where a check lets them through, and to the same addresses. */
static void must_agree_with_checks(
    const blaspool_blas *blas, const blaspool_product *p, const blaspool_operands *operands,
    const blaspool_places *places) {
    blaspool_operands others;
    MUST(blaspool_place_operands(places, p, &others) && memcmp(&others, operands, sizeof others) == 0);
    for (uint64_t step = 1; step != 0; step *= 2) {
        blaspool_product other = *p;
        other.a += step;
        other.b -= step;
        other.c ^= step;
        if (blaspool_place_operands(places, &other, &others)) {
            blaspool_operands resolved;
            blaspool_places again;
            MUST(blaspool_product_resolve(blas, &other, &map, &resolved, &again) == BLASPOOL_OK);
            MUST(memcmp(&others, &resolved, sizeof others) == 0);
        }
    }
}

static void check(const blaspool_blas *blas, const blaspool_product *p) {
    blaspool_operands operands;
    blaspool_places places;
    blaspool_status status = blaspool_product_check(blas, p, &map);
    MUST(blaspool_product_resolve(blas, p, &map, &operands, &places) == status);
    if (status != BLASPOOL_OK) {
        MUST(status == BLASPOOL_INVALID && blaspool_last_error()[0] != '\0');
        (void)blaspool_product_failed(status, INT64_MAX);
        return;
    }
    MUST(p->m >= 0 && p->n >= 0 && p->k >= 0 && p->transpose_a <= 1 && p->transpose_b <= 1);
    if (p->m == 0 || p->n == 0) {
        return; /* nothing is touched */
    }
    must_lie_within(p->c, operands.c, p->m, p->n, p->ldc);
    if (p->alpha != 0) {
        must_lie_within(p->a, operands.a, p->transpose_a ? p->k : p->m, p->transpose_a ? p->m : p->k, p->lda);
        must_lie_within(p->b, operands.b, p->transpose_b ? p->n : p->k, p->transpose_b ? p->k : p->n, p->ldb);
        if (p->k > 0) {
            must_agree_with_checks(blas, p, &operands, &places);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const blaspool_blas narrow = {.info.integer_bits = 32}, wide_integers = {.info.integer_bits = 64};
    blaspool_product product = {.m = 0};
    memcpy(&product, data, size < sizeof product ? size : sizeof product);
    check(&narrow, &product);
    check(&wide_integers, &product);
    (void)blaspool_product_check(&wide_integers, &product, NULL);
    return 0;
}
