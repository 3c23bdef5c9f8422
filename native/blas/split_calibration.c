/*
 * Finds the split rules of a BLAS. For each class of sizes and each transpose: the candidates race on operands in the
 * cache, and the best are confirmed on several shapes, in the cache and out of 16 MiB. All times are taken in turns
 * with the plain call, and the shortest counts: noise only ever adds to one. Candidates that cut k, and so change the
 * order in which is summed, stand behind those that do not.
 */
#include "blas/blas_internal.h"
#include "probe/sample.h"
#include "status/status_internal.h"

#include <errno.h>
#include <float.h>
#include <stdlib.h>
#include <time.h>

enum {
    CLASSES = 9,
    RAGGED = 4, /* the shape whose sizes are no multiples of a line */
    MOST_CANDIDATES = 11,
    RACE_TRIALS = 3,
    LEAST_TRIALS = 2,
    MOST_TRIALS = 6,
    LONG_TRIALS = 4, /* at most, where a product is a long sample by itself */
    LEAST_SETS = 2,
    CONFIRMED = 2, /* candidates of a race that get a chance */
    SHORT_SIDE = 160,
    IN_PLACE_SIDE = 192,
    LARGEST_SIDE = 560,
    PANEL = 32, /* rows of a packed block: OpenBLAS's kernel for AVX-512 takes as many at a time */
};

/* The side of a cube that stands for a class of volumes, and the sides of the cubes at its ends. */
static const int64_t sides[CLASSES] = {104, 128, 160, 192, 256, 320, 384, 448, LARGEST_SIDE};
static const int64_t ends[CLASSES + 1] = {100, 116, 144, 176, 224, 288, 352, 416, 480, 656};

static const double least_gain = 1.03;
/* How much more a candidate that cuts k must gain to be taken before one that does not. */
static const double cut_margin = 1.05;
/* Up to so many multiplications OpenBLAS multiplies without packing on x86. */
static const int64_t unpacked_volume = 1000000;
/* Gains that need no further trial, and how much slower than the first of a race a candidate is out. */
static const double clear_win = 1.06, clear_loss = 0.94, hopeless = 1.15;
/* Of the largest shapes it holds two sets, which are a little more than what streams otherwise. */
static const double arena_bytes = 20 << 20, streamed_bytes = 16 << 20;
/* A sample is at least about 0.1 ms, which the clock measures well. */
static const double sample_flop = 8e6;

typedef struct split_bench {
    const blaspool_blas *blas;
    double *arena;
    blaspool_product product; /* shape and transposes of now */
    int64_t set_count;        /* sets of operands of that shape in the arena */
    int64_t next_set;
    int64_t deadline;
} split_bench;

static void take_shape(split_bench *bench, int64_t m, int64_t n, int64_t k) {
    blaspool_product *product = &bench->product;
    product->m = m;
    product->n = n;
    product->k = k;
    product->lda = product->transpose_a ? k : m;
    product->ldb = product->transpose_b ? n : k;
    product->ldc = m;
    int64_t set = blaspool_whole_lines(m * k) + blaspool_whole_lines(k * n) + blaspool_whole_lines(m * n);
    bench->set_count = (int64_t)(streamed_bytes / 8) / set;
    if (bench->set_count < LEAST_SETS) {
        bench->set_count = LEAST_SETS;
    }
    bench->next_set = 0;
}

/* Shapes of about one volume: a cube, one whose sizes fit no vector, and flat and deep ones. */
static void take_class_shape(split_bench *bench, int64_t side, int shape) {
    int64_t wide = side * 3 / 2 / BLASPOOL_LINE * BLASPOOL_LINE, narrow = blaspool_whole_lines(side * 2 / 3);
    switch (shape) {
    case 0:
        take_shape(bench, side, side, side);
        break;
    case 1:
        take_shape(bench, wide, side, narrow);
        break;
    case 2:
        take_shape(bench, side, narrow, wide);
        break;
    case 3:
        take_shape(bench, narrow, wide, side);
        break;
    default:
        take_shape(bench, side + 3, side + 1, side - 1);
        break; /* RAGGED */
    }
}

/* One product of the set, plain where `rule` is NULL. */
static void run_set(const split_bench *bench, const blaspool_split_rule *rule, int64_t set) {
    const blaspool_product *product = &bench->product;
    int64_t a = blaspool_whole_lines(product->m * product->k), b = blaspool_whole_lines(product->k * product->n);
    double *first = bench->arena + set * (a + b + blaspool_whole_lines(product->m * product->n));
    const blaspool_operands operands = {first, first + a, first + a + b};
    if (rule != NULL) {
        blaspool_split_run(bench->blas, rule, product, &operands);
    } else {
        blaspool_gemm(bench->blas, product, &operands);
    }
}

/* Of this thread alone: time in which others had the CPU is no time of the product's. */
static int64_t cpu_nanos(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* Nanoseconds of a product. */
static double sample(split_bench *bench, const blaspool_split_rule *rule, int streamed) {
    const blaspool_product *product = &bench->product;
    double flop = 2.0 * (double)product->m * (double)product->n * (double)product->k;
    int calls = streamed ? (int)bench->set_count / 2 : 1 + (int)(sample_flop / flop);
    int64_t start = cpu_nanos();
    for (int i = 0; i < calls; i++) {
        run_set(bench, rule, bench->next_set);
        bench->next_set = streamed ? (bench->next_set + 1) % bench->set_count : 0;
    }
    return (double)(cpu_nanos() - start) / calls;
}

static int is_late(const split_bench *bench) { return blaspool_monotonic_nanos() > bench->deadline; }

/* The largest side of a product of a class. */
static int64_t side_to(int64_t side) { return side * 3 / 2; }

/* The widest block of so many rows and such a k that is not packed by OpenBLAS. */
static int64_t widest(int64_t block_m, int64_t k) {
    return unpacked_volume / (k * block_m) / BLASPOOL_LINE * BLASPOOL_LINE;
}

/* Tall blocks and flat ones, as kernels differ in what they like. */
static int list_in_place(int64_t side, blaspool_split_rule *candidates) {
    static const int64_t heights[] = {48, 64, 96, 128, 192};
    const int64_t deepest = side_to(side);
    int count = 0;
    for (size_t i = 0; i < sizeof heights / sizeof *heights && heights[i] < deepest; i++) {
        int64_t width = widest(heights[i], deepest);
        if (width >= BLASPOOL_LINE) {
            candidates[count++] = (blaspool_split_rule){.block_m = heights[i], .block_n = width};
        }
    }
    candidates[count++] = (blaspool_split_rule){.block_n = BLASPOOL_LINE};
    candidates[count++] = (blaspool_split_rule){.block_n = 64};
    candidates[count++] = (blaspool_split_rule){.block_n = side / 2 / BLASPOOL_LINE * BLASPOOL_LINE};
    return count;
}

/* Blocks of A over `block_k` of k, which are packed; 0: over all of it. */
static blaspool_split_rule packing(int64_t side, int64_t block_k, blaspool_packed packed) {
    int64_t width = widest(PANEL, block_k == 0 ? side_to(side) : block_k);
    return (blaspool_split_rule){.block_m = PANEL, .block_n = width, .block_k = block_k, .packed = (int32_t)packed};
}

/*
 * Blocks of which no call is packed by OpenBLAS. Where operands are larger than a first-level cache, packing does as
 * well as splitting in place and does not depend on leading dimensions, of which powers of two make columns share their
 * places in a cache; where they are larger than a second-level one, that holds for B too. Where k is short nothing cuts
 * it.
 */
static int list_candidates(int64_t side, blaspool_split_rule *candidates) {
    int count = 0;
    if (side <= IN_PLACE_SIDE) {
        count = list_in_place(side, candidates);
    }
    if (side < LARGEST_SIDE) {
        candidates[count++] = packing(side, 0, BLASPOOL_PACKED_A);
    }
    if (side > SHORT_SIDE && side < LARGEST_SIDE) {
        candidates[count++] = packing(side, 160, BLASPOOL_PACKED_A);
    }
    if (side > SHORT_SIDE) {
        candidates[count++] = packing(side, 128, BLASPOOL_PACKED_A_AND_B);
    }
    for (int i = 0; i < count; i++) {
        candidates[i].side_to = side_to(side);
    }
    return count;
}

/* The gain of each candidate with a cube in the cache. */
static void race(split_bench *bench, int64_t side, const blaspool_split_rule *candidates, int count, double *gains) {
    double plain = DBL_MAX, first = DBL_MAX, best[MOST_CANDIDATES];
    for (int i = 0; i < count; i++) {
        best[i] = 0;
    }
    take_class_shape(bench, side, 0);
    run_set(bench, NULL, 0);
    for (int trial = 0; trial < RACE_TRIALS; trial++) {
        double time = sample(bench, NULL, 0);
        plain = time < plain ? time : plain;
        first = plain < first ? plain : first;
        for (int i = 0; i < count; i++) {
            if (best[i] > hopeless * first) {
                continue;
            }
            time = sample(bench, &candidates[i], 0);
            best[i] = trial == 0 || time < best[i] ? time : best[i];
            first = best[i] < first ? best[i] : first;
        }
    }
    for (int i = 0; i < count; i++) {
        gains[i] = plain / best[i];
    }
}

/* Times of two ways in turns until it is clear which is shorter; the gain of the split with the shape of now. */
static double duel(split_bench *bench, const blaspool_split_rule *rule, int streamed) {
    double plain = DBL_MAX, split = DBL_MAX, ratio = 1;
    /* Warms what is to be warm: the one set, or each as far as a cache holds 16 MiB. */
    for (int64_t set = 0; set < (streamed ? bench->set_count : 1); set++) {
        run_set(bench, NULL, set);
    }
    const int most = bench->set_count == LEAST_SETS ? LONG_TRIALS : MOST_TRIALS;
    for (int trial = 1; trial <= most; trial++) {
        double time = sample(bench, NULL, streamed);
        plain = time < plain ? time : plain;
        time = sample(bench, rule, streamed);
        split = time < split ? time : split;
        ratio = plain / split;
        if (trial >= LEAST_TRIALS && (ratio > clear_win || (ratio < clear_loss && trial >= 2 * LEAST_TRIALS))) {
            break;
        }
    }
    return ratio;
}

/* Confirms a candidate and notes its gains. */
static int holds(split_bench *bench, int64_t side, blaspool_split_rule *rule) {
    rule->hot_gain = 0;
    for (int shape = 0; shape < RAGGED; shape++) {
        take_class_shape(bench, side, shape);
        double gain = duel(bench, rule, 0);
        if (gain < 1) {
            return 0;
        }
        rule->hot_gain += gain / RAGGED;
    }
    take_class_shape(bench, side, 0);
    rule->streamed_gain = duel(bench, rule, 1);
    if (rule->hot_gain < least_gain || rule->streamed_gain < least_gain) {
        return 0;
    }
    /* Ragged sizes often lose where nothing is packed: their columns straddle cache lines. */
    take_class_shape(bench, side, RAGGED);
    rule->multiple = duel(bench, rule, 0) >= least_gain ? 1 : BLASPOOL_LINE;
    return 1;
}

/* What a gain counts: a sum that stays one, and with it OpenBLAS's very bits, is worth more than a little speed. */
static double worth(const blaspool_split_rule *rule, double gain) {
    return rule->block_k == 0 ? gain : gain / cut_margin;
}

/* Gives the best of the candidates that holds for sizes of this multiple, 0 where there is none. */
static int find_rule(
    split_bench *bench, int64_t side, blaspool_split_rule *candidates, int count, double *gains, int64_t multiple,
    blaspool_split_rule *found) {
    for (int tried = 0; tried < CONFIRMED && !is_late(bench); tried++) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            best = worth(&candidates[i], gains[i]) > worth(&candidates[best], gains[best]) ? i : best;
        }
        if (gains[best] < least_gain) {
            return 0;
        }
        gains[best] = 0;
        if (holds(bench, side, &candidates[best]) && candidates[best].multiple <= multiple) {
            *found = candidates[best];
            return 1;
        }
    }
    return 0;
}

/* Gives up to two rules: where the first one holds for whole lines alone, one that packs may for other sizes. */
static int find_rules(split_bench *bench, int64_t side, blaspool_split_rule *found) {
    blaspool_split_rule candidates[MOST_CANDIDATES];
    double gains[MOST_CANDIDATES];
    int count = list_candidates(side, candidates);
    if (count > 1) {
        race(bench, side, candidates, count, gains);
    } else {
        gains[0] = least_gain;
    }
    if (!find_rule(bench, side, candidates, count, gains, BLASPOOL_LINE, &found[0])) {
        return 0;
    }
    if (found[0].multiple == 1) {
        return 1;
    }
    for (int i = 0; i < count; i++) {
        gains[i] = candidates[i].packed == BLASPOOL_PACKED_NOTHING ? 0 : gains[i];
    }
    return 1 + find_rule(bench, side, candidates, count, gains, 1, &found[1]);
}

static int measure(split_bench *bench, blaspool_split_rule *rules) {
    int count = 0;
    for (int class = 0; class < CLASSES; class ++) {
        for (uint32_t transposes = 0; transposes < 4 && !is_late(bench); transposes++) {
            blaspool_split_rule found[2];
            bench->product.transpose_a = transposes & 1;
            bench->product.transpose_b = transposes >> 1;
            int rules_found = find_rules(bench, sides[class], found);
            for (int i = 0; i < rules_found && count < BLASPOOL_SPLIT_RULES; i++) {
                blaspool_split_rule *rule = &rules[count++];
                *rule = found[i];
                rule->transpose_a = bench->product.transpose_a;
                rule->transpose_b = bench->product.transpose_b;
                rule->volume_from = ends[class] * ends[class] * ends[class] + 1;
                rule->volume_to = ends[class + 1] * ends[class + 1] * ends[class + 1] + 1;
                rule->side_from = sides[class] * 5 / 8;
            }
        }
    }
    return count;
}

blaspool_status
blaspool_blas_calibrate_split(blaspool_blas *blas, int64_t budget_nanos, blaspool_split_rule *rules, int *count) {
    if (!blaspool_blas_has_one_thread(blas)) {
        return blaspool_fail(
            BLASPOOL_INVALID, 0, "splits are measured with one thread a call: threads=%d, expected 1",
            blaspool_blas_get_threads(blas));
    }
    const size_t length = (size_t)(arena_bytes / sizeof(double));
    split_bench bench = {.blas = blas, .product = {.alpha = 1}, .arena = aligned_alloc(64, length * sizeof(double))};
    if (bench.arena == NULL) {
        return blaspool_fail(BLASPOOL_NO_MEMORY, ENOMEM, "no memory to measure splits: bytes=%.0f", arena_bytes);
    }
    /* Values are of no account, but denormal ones would be slow: small ones whose products stay small. */
    for (size_t i = 0; i < length; i++) {
        bench.arena[i] = 1.0 / (double)(1 + i % 1009);
    }
    bench.deadline = blaspool_monotonic_nanos() + budget_nanos;
    int changed = blaspool_blas_enter(blas);
    *count = measure(&bench, rules);
    blaspool_blas_leave(blas, changed);
    free(bench.arena);
    return BLASPOOL_OK;
}
