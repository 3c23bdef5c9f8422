/* Products by tiles whose operands are copied to where the BLAS reads them fastest. */
#ifndef BLASPOOL_BLAS_SPLIT_PACKED_H
#define BLASPOOL_BLAS_SPLIT_PACKED_H

#include "blas/split.h"

/*
 * Doubles of memory that each calling thread needs for a rule that packs, whose sides have been checked and whose
 * blocks are positive (block_k may be 0).
 */
int64_t blaspool_split_packed_count(const blaspool_split_rule *rule);

/* blaspool_split_run by a rule that packs; plainly where there is no memory for it. */
void blaspool_split_run_packed(
    const blaspool_blas *blas, const blaspool_split_rule *rule, const blaspool_product *product,
    const blaspool_operands *operands);

#endif
