/*
 * Computes one product as several smaller ones, with operands as they lie or packed, where the BLAS is faster so, by
 * rules that are measured.
 */
#ifndef BLASPOOL_SPLIT_H
#define BLASPOOL_SPLIT_H

#include <blaspool/blas.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What of a product is copied, block by block, into memory of the calling thread before it is multiplied. */
typedef enum blaspool_packed {
    BLASPOOL_PACKED_NOTHING = 0,
    BLASPOOL_PACKED_A = 1,
    BLASPOOL_PACKED_A_AND_B = 2,
    BLASPOOL_PACKED_A_OWN = 3, /* A, which kernels of our own multiply by B; no rule where there are none */
} blaspool_packed;

/*
 * Which products are split, and into what. A block of C is computed over the whole of k unless block_k says
 * otherwise: the sum of each element then stays one sum. Sizes are cut into nearly equal pieces of at most the block; m
 * of a rule that packs into blocks and a rest.
 */
typedef struct blaspool_split_rule {
    uint32_t transpose_a, transpose_b; /* 0 or 1, as in a product */
    int64_t volume_from, volume_to;    /* m n k is in [volume_from, volume_to) */
    int64_t side_from, side_to;        /* each of m, n and k is in [side_from, side_to] */
    int64_t multiple; /* 1, or 8: sizes, leading dimensions and addresses in doubles are multiples of it */
    int64_t block_m, block_n, block_k; /* the largest piece of each size; 0: not cut */
    int32_t packed; /* a blaspool_packed; other than NOTHING: block_m is a multiple of 8, and block_n not 0 */
    double hot_gain, streamed_gain; /* measured: time of the plain call / time of the split one; 0: not measured */
} blaspool_split_rule;

/* Rules that a BLAS keeps at most. */
#define BLASPOOL_SPLIT_RULES 64

/*
 * Doubles that a rule may pack into at most: block_m (K + block_n), and side_to K more with B packed, where K is the
 * smaller of block_k and side_to, or side_to where block_k is 0. A thread that computes by such a rule keeps its memory
 * until it ends; one that gets none calls the library plainly.
 */
#define BLASPOOL_SPLIT_MOST_PACKED (1 << 20)

/*
 * Replaces the rules of a BLAS by copies of these; the first that fits a product holds, and count = 0, the state
 * after opening, splits nothing. They work while a call has one thread (blaspool_blas_get_threads, or a sequential
 * library). Process-wide, as the handle of a library is: waits for the products in flight, and holds back others
 * meanwhile. Equal rules are no change.
 */
BLASPOOL_API blaspool_status blaspool_blas_set_split(blaspool_blas *blas, const blaspool_split_rule *rules, int count);

/* Copies the rules that are set to `rules`, which has room for BLASPOOL_SPLIT_RULES, and returns their number. */
BLASPOOL_API int blaspool_blas_get_split(blaspool_blas *blas, blaspool_split_rule *rules);

/*
 * Measures in the calling thread which splits of products of about 104^3 to 640^3 are faster than the plain call, for
 * each transpose, with operands that are in the cache and with ones out of 16 MiB; gives those that gain at least 3 %
 * in both and lose with none of the tried shapes. Takes some seconds, at most `budget_nanos` and a little, after which
 * the larger sizes have no rules. Nobody else may use the CPU meanwhile, else a rule may be missing or useless, never
 * wrong. Sets nothing. `rules` has room for BLASPOOL_SPLIT_RULES. Calls must have one thread, else INVALID.
 */
BLASPOOL_API blaspool_status
blaspool_blas_calibrate_split(blaspool_blas *blas, int64_t budget_nanos, blaspool_split_rule *rules, int *count);

/*
 * The same for products of the sizes and transposes of `shape`, of which the rest is ignored, and ones of a tenth more
 * or fewer operations: `rule` is the split that gains most with them, where `count` is 1. It is 0 where none gains, or
 * where `budget_nanos`, of which it takes a tenth of a second or two, is over before that is known. Products of up to
 * 10^6 multiplications, and of 656^3 and more, gain by none, and are not measured.
 */
BLASPOOL_API blaspool_status blaspool_blas_race_split(
    blaspool_blas *blas, const blaspool_product *shape, int64_t budget_nanos, blaspool_split_rule *rule, int *count);

#ifdef __cplusplus
}
#endif

#endif
