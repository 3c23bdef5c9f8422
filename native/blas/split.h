/* The rules of a BLAS by which products are split, and the way through the blocks of one. */
#ifndef BLASPOOL_BLAS_SPLIT_H
#define BLASPOOL_BLAS_SPLIT_H

#include <blaspool/split.h>

#include <stddef.h>
#include <stdint.h>

typedef struct blaspool_operands blaspool_operands;

typedef struct blaspool_split {
    blaspool_split_rule rules[BLASPOOL_SPLIT_RULES];
    int count;
    uint64_t volume_from; /* m n k of all rules together is in [volume_from, volume_from + volume_span) */
    uint64_t volume_span; /* 0 where no product is to be split */
} blaspool_split;

/* Doubles of a cache line: pieces and packed blocks begin on one. */
enum { BLASPOOL_LINE = 8 };

static inline int64_t blaspool_whole_lines(int64_t count) {
    return (count + BLASPOOL_LINE - 1) / BLASPOOL_LINE * BLASPOOL_LINE;
}

/* The size of nearly equal pieces of `size`, each at most `block`; `size` where block is 0. */
static inline int64_t blaspool_split_piece(int64_t size, int64_t block) {
    if (block == 0 || size <= block) {
        return size;
    }
    int64_t pieces = (size + block - 1) / block;
    int64_t equal = (size + pieces - 1) / pieces;
    int64_t whole_lines = blaspool_whole_lines(equal);
    return whole_lines < block ? whole_lines : block;
}

/* The rule that fits a product, NULL where there is none. */
const blaspool_split_rule *
blaspool_split_search(const blaspool_split *split, const blaspool_product *product, const blaspool_operands *operands);

/*
 * blaspool_split_search with the test for the many products that are too small or too large in the caller's code. The
 * volume may wrap around; a search after that looks at the sizes themselves.
 */
static inline const blaspool_split_rule *
blaspool_split_find(const blaspool_split *split, const blaspool_product *product, const blaspool_operands *operands) {
    uint64_t volume = (uint64_t)product->m * (uint64_t)product->n * (uint64_t)product->k;
    if (__builtin_expect(volume - split->volume_from >= split->volume_span, 1)) {
        return NULL;
    }
    return blaspool_split_search(split, product, operands);
}

/* Computes a product, whose sizes are positive and whose alpha is not 0, block by block in the calling thread. */
void blaspool_split_run(
    const blaspool_blas *blas, const blaspool_split_rule *rule, const blaspool_product *product,
    const blaspool_operands *operands);

/* Whether the fields of a rule are in their bounds. */
int blaspool_split_is_sound(const blaspool_split_rule *rule);

/* Makes the rules work, or not: they do while a call has one thread. Under the lock of settings. */
void blaspool_split_note_threads(blaspool_split *split, int has_one_thread);

#endif
