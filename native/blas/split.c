#include "blas/split.h"
#include "blas/blas_internal.h"
#include "blas/split_packed.h"
#include "status/status_internal.h"

#include <inttypes.h>
#include <string.h>

int64_t blaspool_split_piece(int64_t size, int64_t block) {
    if (block == 0 || size <= block) {
        return size;
    }
    int64_t pieces = (size + block - 1) / block;
    int64_t equal = (size + pieces - 1) / pieces;
    int64_t whole_lines = blaspool_whole_lines(equal);
    return whole_lines < block ? whole_lines : block;
}

static int64_t smaller(int64_t a, int64_t b) { return a < b ? a : b; }

static void run_in_place(
    const blaspool_blas *blas, const blaspool_split_rule *rule, const blaspool_product *product,
    const blaspool_operands *operands) {
    const int64_t block_m = blaspool_split_piece(product->m, rule->block_m);
    const int64_t block_n = blaspool_split_piece(product->n, rule->block_n);
    const int64_t block_k = blaspool_split_piece(product->k, rule->block_k);
    const int64_t a_row = product->transpose_a ? product->lda : 1, a_column = product->transpose_a ? 1 : product->lda;
    const int64_t b_row = product->transpose_b ? product->ldb : 1, b_column = product->transpose_b ? 1 : product->ldb;
    blaspool_product block = *product;
    for (int64_t j = 0; j < product->n; j += block_n) {
        block.n = smaller(block_n, product->n - j);
        for (int64_t l = 0; l < product->k; l += block_k) {
            block.k = smaller(block_k, product->k - l);
            block.beta = l == 0 ? product->beta : 1;
            for (int64_t i = 0; i < product->m; i += block_m) {
                block.m = smaller(block_m, product->m - i);
                const blaspool_operands at = {
                    operands->a + i * a_row + l * a_column,
                    operands->b + l * b_row + j * b_column,
                    operands->c + i + j * product->ldc,
                };
                blaspool_gemm(blas, &block, &at);
            }
        }
    }
}

void blaspool_split_run(
    const blaspool_blas *blas, const blaspool_split_rule *rule, const blaspool_product *product,
    const blaspool_operands *operands) {
    if (rule->packed == BLASPOOL_PACKED_NOTHING) {
        run_in_place(blas, rule, product, operands);
    } else {
        blaspool_split_run_packed(blas, rule, product, operands);
    }
}

static int is_side(const blaspool_split_rule *rule, int64_t size) {
    return size >= rule->side_from && size <= rule->side_to;
}

/* Whether columns begin where cache lines do, if the rule asks for it. */
static int
is_aligned(const blaspool_split_rule *rule, const blaspool_product *product, const blaspool_operands *operands) {
    uint64_t sizes = (uint64_t)(product->m | product->n | product->k | product->lda | product->ldb | product->ldc);
    uint64_t addresses = (uint64_t)((uintptr_t)operands->a | (uintptr_t)operands->b | (uintptr_t)operands->c);
    uint64_t mask = (uint64_t)rule->multiple - 1;
    return ((sizes | addresses / sizeof(double)) & mask) == 0;
}

const blaspool_split_rule *
blaspool_split_search(const blaspool_split *split, const blaspool_product *product, const blaspool_operands *operands) {
    for (int i = 0; i < split->count; i++) {
        const blaspool_split_rule *rule = &split->rules[i];
        if (rule->transpose_a == product->transpose_a && rule->transpose_b == product->transpose_b &&
            is_side(rule, product->m) && is_side(rule, product->n) && is_side(rule, product->k) &&
            is_aligned(rule, product, operands)) {
            int64_t volume = product->m * product->n * product->k; /* cannot overflow: the sides are checked */
            if (volume >= rule->volume_from && volume < rule->volume_to) {
                return rule;
            }
        }
    }
    return NULL;
}

void blaspool_split_note_threads(blaspool_blas *blas) {
    blaspool_split *split = &blas->split;
    split->volume_span = 0;
    if (split->count == 0 || !blaspool_blas_has_one_thread(blas)) {
        return;
    }
    int64_t from = INT64_MAX, to = 0;
    for (int i = 0; i < split->count; i++) {
        from = smaller(from, split->rules[i].volume_from);
        to = split->rules[i].volume_to > to ? split->rules[i].volume_to : to;
    }
    split->volume_from = (uint64_t)from;
    split->volume_span = (uint64_t)(to - from);
}

/* The largest side of a rule: its cube is an int64_t. */
enum { LARGEST_SIDE = 1 << 20 };

/* Of a rule whose other fields are sound. */
static int is_packing_sound(const blaspool_split_rule *rule) {
    return rule->packed == BLASPOOL_PACKED_NOTHING ||
           ((rule->packed == BLASPOOL_PACKED_A || rule->packed == BLASPOOL_PACKED_A_AND_B) && rule->block_m > 0 &&
            rule->block_m % BLASPOOL_LINE == 0 && rule->block_n > 0 && rule->block_m <= LARGEST_SIDE &&
            rule->block_n <= LARGEST_SIDE && blaspool_split_packed_count(rule) <= BLASPOOL_SPLIT_MOST_PACKED);
}

static blaspool_status check_rule(const blaspool_split_rule *rule, int index) {
    int sound = rule->transpose_a <= 1 && rule->transpose_b <= 1 && rule->side_from >= 1 &&
                rule->side_from <= rule->side_to && rule->side_to <= LARGEST_SIDE &&
                (rule->multiple == 1 || rule->multiple == BLASPOOL_LINE) && rule->volume_from >= 1 &&
                rule->volume_from < rule->volume_to && rule->block_m >= 0 && rule->block_n >= 0 && rule->block_k >= 0 &&
                is_packing_sound(rule);
    if (sound) {
        return BLASPOOL_OK;
    }
    return blaspool_fail(
        BLASPOOL_INVALID, 0,
        "split rule %d is not sound: transposes=%" PRIu32 "%" PRIu32 " volume=%" PRId64 "-%" PRId64 " side=%" PRId64
        "-%" PRId64 " multiple=%" PRId64 " block=%" PRId64 "x%" PRId64 "x%" PRId64 " packed=%" PRId32
        ", expected transposes 0 or 1, rising positive ranges, sides up to %d, multiple 1 or 8, blocks of at least 0, "
        "packed 0 to 2 with blocks of at most %d doubles",
        index, rule->transpose_a, rule->transpose_b, rule->volume_from, rule->volume_to, rule->side_from, rule->side_to,
        rule->multiple, rule->block_m, rule->block_n, rule->block_k, rule->packed, (int)LARGEST_SIDE,
        BLASPOOL_SPLIT_MOST_PACKED);
}

blaspool_status blaspool_blas_set_split(blaspool_blas *blas, const blaspool_split_rule *rules, int count) {
    if (count < 0 || count > BLASPOOL_SPLIT_RULES) {
        return blaspool_fail(
            BLASPOOL_INVALID, 0, "number of split rules is out of range: count=%d, allowed 0 to %d", count,
            BLASPOOL_SPLIT_RULES);
    }
    for (int i = 0; i < count; i++) {
        blaspool_status status = check_rule(&rules[i], i);
        if (status != BLASPOOL_OK) {
            return status;
        }
    }
    pthread_mutex_lock(&blas->setting);
    int inside = blaspool_gate_shut(&blas->gate);
    if (inside == 0) {
        if (count > 0) {
            memcpy(blas->split.rules, rules, (size_t)count * sizeof *rules);
        }
        blas->split.count = count;
        blaspool_split_note_threads(blas);
        blaspool_gate_open(&blas->gate);
    }
    pthread_mutex_unlock(&blas->setting);
    if (inside > 0) {
        return blaspool_fail(
            BLASPOOL_INVALID, 0, "split rules cannot be changed while products run: callers=%d, expected 0", inside);
    }
    return BLASPOOL_OK;
}

int blaspool_blas_get_split(blaspool_blas *blas, blaspool_split_rule *rules) {
    pthread_mutex_lock(&blas->setting);
    int count = blas->split.count;
    memcpy(rules, blas->split.rules, (size_t)count * sizeof *rules);
    pthread_mutex_unlock(&blas->setting);
    return count;
}
