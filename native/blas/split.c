#include "blas/split.h"
#include "blas/blas_internal.h"
#include "blas/split_packed.h"

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

void blaspool_split_note_threads(blaspool_split *split, int has_one_thread) {
    split->volume_span = 0;
    if (split->count == 0 || !has_one_thread) {
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
