#include "blas/blas_internal.h"
#include "status/status_internal.h"

#include <inttypes.h>
#include <stddef.h>
#include <string.h>

/* An offset has 48 bits, so that nothing beyond can be named. */
#define LARGEST_REGION (UINT64_C(1) << 48)

/* One operand as it is stored: `rows` x `columns`, column-major. */
typedef struct stored_operand {
    char name;
    int64_t rows;
    int64_t columns;
    int64_t leading_dimension;
    uint64_t reference;
    int used; /* 0: BLAS does not touch it, so that its place does not matter */
} stored_operand;

/* Slow path of check_sizes: which of them it is. */
static blaspool_status refuse_size(const blaspool_product *product, int64_t largest) {
    const struct {
        const char *name;
        int64_t value;
    } sizes[] = {{"m", product->m},     {"n", product->n},     {"k", product->k},
                 {"lda", product->lda}, {"ldb", product->ldb}, {"ldc", product->ldc}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        if (sizes[i].value < 0) {
            return blaspool_fail(
                BLASPOOL_INVALID, 0, "size is negative: %s=%" PRId64 ", expected at least 0", sizes[i].name,
                sizes[i].value);
        }
        if (sizes[i].value > largest) {
            return blaspool_fail(
                BLASPOOL_INVALID, 0,
                "size is too large for this BLAS's 32-bit integers: %s=%" PRId64 ", expected at most %" PRId64,
                sizes[i].name, sizes[i].value, largest);
        }
    }
    return BLASPOOL_OK;
}

static blaspool_status check_sizes(const blaspool_blas *blas, const blaspool_product *product) {
    /* A result without elements takes no call of the BLAS. */
    int wide = blas->info.integer_bits == 64 || product->m == 0 || product->n == 0;
    int64_t largest = wide ? INT64_MAX : INT32_MAX;
    /* The bits of all at once: one that is negative or too large shows in the union too. */
    int64_t bits = product->m | product->n | product->k | product->lda | product->ldb | product->ldc;
    return bits >= 0 && bits <= largest ? BLASPOOL_OK : refuse_size(product, largest);
}

static blaspool_status check_flag(const char *name, uint32_t flag) {
    if (flag > 1) {
        return blaspool_fail(BLASPOOL_INVALID, 0, "flag is unknown: %s=%" PRIu32 ", expected 0 or 1", name, flag);
    }
    return BLASPOOL_OK;
}

/* Bytes from the first element to the end of the last; 0 for an operand that is empty or not used. */
static int operand_extent(const stored_operand *operand, uint64_t *bytes) {
    *bytes = 0;
    if (!operand->used || operand->rows == 0 || operand->columns == 0) {
        return 1;
    }
    uint64_t elements;
    return !__builtin_mul_overflow((uint64_t)operand->columns - 1, (uint64_t)operand->leading_dimension, &elements) &&
           !__builtin_add_overflow(elements, (uint64_t)operand->rows, &elements) &&
           !__builtin_mul_overflow(elements, (uint64_t)sizeof(double), bytes);
}

static blaspool_status
refuse_bounds(const stored_operand *operand, uint64_t extent, uint32_t region, uint64_t offset, uint64_t region_bytes) {
    return blaspool_fail(
        BLASPOOL_INVALID, 0,
        "operand %c passes the end of its region: offset=%" PRIu64 " bytes=%" PRIu64 " region=%" PRIu32
        ", expected an end at most at %" PRIu64,
        operand->name, offset, extent, region, region_bytes);
}

static blaspool_status check_leading_dimension(const stored_operand *operand) {
    int64_t least = operand->rows > 1 ? operand->rows : 1;
    if (operand->leading_dimension < least) {
        return blaspool_fail(
            BLASPOOL_INVALID, 0,
            "leading dimension is too small: ld%c=%" PRId64 ", expected at least %" PRId64 " (rows of %c)",
            operand->name, operand->leading_dimension, least, operand->name);
    }
    return BLASPOOL_OK;
}

static blaspool_status check_address(const stored_operand *operand, uint64_t extent, uint64_t address) {
    if (address % sizeof(double) != 0) {
        return blaspool_fail(
            BLASPOOL_INVALID, 0, "operand %c is not aligned: address=0x%" PRIx64 ", expected a multiple of 8 bytes",
            operand->name, address);
    }
    if (address == 0 && extent > 0) {
        return blaspool_fail(BLASPOOL_INVALID, 0, "operand %c has no address: address=0", operand->name);
    }
    return BLASPOOL_OK;
}

/* Checks the operand, turns its reference into an address and tells where others of its shape may lie. */
static blaspool_status
resolve(const stored_operand *operand, const blaspool_region_map *map, uint64_t *address, blaspool_place *place) {
    blaspool_status status = check_leading_dimension(operand);
    if (status != BLASPOOL_OK) {
        return status;
    }
    uint32_t region = BLASPOOL_REFERENCE_REGION(operand->reference);
    uint64_t offset = BLASPOOL_REFERENCE_OFFSET(operand->reference);
    uint32_t regions = map != NULL ? map->count : 1;
    if (region >= regions) {
        return blaspool_fail(
            BLASPOOL_INVALID, 0, "region of operand %c is unknown: region=%" PRIu32 ", expected less than %" PRIu32,
            operand->name, region, regions);
    }
    uint64_t extent;
    if (!operand_extent(operand, &extent)) {
        return blaspool_fail(
            BLASPOOL_INVALID, 0, "operand %c is larger than any memory: columns=%" PRId64 " ld%c=%" PRId64,
            operand->name, operand->columns, operand->name, operand->leading_dimension);
    }
    uint64_t region_bytes = map != NULL ? map->bytes[region] : UINT64_MAX;
    if (region_bytes > LARGEST_REGION) {
        region_bytes = LARGEST_REGION;
    }
    if (offset > region_bytes || extent > region_bytes - offset) {
        return refuse_bounds(operand, extent, region, offset, region_bytes);
    }
    const uint64_t base = map != NULL ? map->bases[region] : 0;
    *address = base + offset;
    place->first = operand->reference - offset + (base == 0 ? sizeof(double) : 0); /* no operand lies at address 0 */
    place->span = region_bytes - extent - (base == 0 ? sizeof(double) : 0);
    place->to_address = base - (operand->reference - offset);
    return check_address(operand, extent, *address);
}

blaspool_status blaspool_product_resolve(
    const blaspool_blas *blas, const blaspool_product *product, const blaspool_region_map *map,
    blaspool_operands *operands, blaspool_places *places) {
    blaspool_status status = check_sizes(blas, product);
    if (status == BLASPOOL_OK) {
        status = check_flag("transpose_a", product->transpose_a);
    }
    if (status == BLASPOOL_OK) {
        status = check_flag("transpose_b", product->transpose_b);
    }
    if (status != BLASPOOL_OK) {
        return status;
    }
    /* With alpha = 0 BLAS leaves A and B alone; with an empty C everything. */
    int written = product->m > 0 && product->n > 0;
    int read = written && product->alpha != 0;
    stored_operand a = {'a', product->m, product->k, product->lda, product->a, read};
    stored_operand b = {'b', product->k, product->n, product->ldb, product->b, read};
    stored_operand c = {'c', product->m, product->n, product->ldc, product->c, written};
    if (product->transpose_a) {
        a.rows = product->k;
        a.columns = product->m;
    }
    if (product->transpose_b) {
        b.rows = product->n;
        b.columns = product->k;
    }
    uint64_t addresses[3];
    status = resolve(&a, map, &addresses[0], &places->a);
    if (status == BLASPOOL_OK) {
        status = resolve(&b, map, &addresses[1], &places->b);
    }
    if (status == BLASPOOL_OK) {
        status = resolve(&c, map, &addresses[2], &places->c);
    }
    if (status == BLASPOOL_OK) {
        operands->a = (const double *)(uintptr_t)addresses[0];
        operands->b = (const double *)(uintptr_t)addresses[1];
        operands->c = (double *)(uintptr_t)addresses[2];
    }
    return status;
}

blaspool_status
blaspool_product_check(const blaspool_blas *blas, const blaspool_product *product, const blaspool_region_map *map) {
    blaspool_operands operands;
    blaspool_places places;
    return blaspool_product_resolve(blas, product, map, &operands, &places);
}

blaspool_status blaspool_product_failed(blaspool_status status, int64_t index) {
    char message[512];
    (void)strncpy(message, blaspool_last_error(), sizeof message - 1);
    message[sizeof message - 1] = '\0';
    return blaspool_fail(status, blaspool_last_errno(), "product %" PRId64 ": %s", index, message);
}
