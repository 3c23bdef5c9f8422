/*
 * Finds the split rules of a BLAS, of one shape or of each class of sizes and each transpose. The candidates race on
 * operands in the cache, and the best are confirmed out of 16 MiB, those of a class on several shapes too. All times
 * are taken in turns with the plain call, and the shortest counts: noise only ever adds to one. Candidates that cut k,
 * and so change the order in which is summed, stand behind those that do not.
 */
#include "blas/blas_internal.h"
#include "probe/sample.h"
#include "status/status_internal.h"

#include <errno.h>
#include <float.h>
#include <inttypes.h>
#include <stdlib.h>
#include <time.h>

enum {
    CLASSES = 9,
    RAGGED = 4, /* the shape whose sizes are no multiples of a line */
    MOST_CANDIDATES = 13,
    RACE_TRIALS = 3,
    LEAST_TRIALS = 2,
    MOST_TRIALS = 6,
    LONG_TRIALS = 4, /* at most, where a product is a long sample by itself */
    LEAST_SETS = 2,
    CONFIRMED = 2, /* candidates of a race that get a chance */
    SHORT_SIDE = 160,
    IN_PLACE_SIDE = 200,
    LARGEST_SIDE = 560,
    PACKED_A_SIDE = 520, /* from here on A alone is not packed for the BLAS */
    PANEL = 32,          /* rows of a packed block: OpenBLAS's kernel for AVX-512 takes as many at a time */
};

/* The side of a cube that stands for a class of volumes, and the sides of the cubes at its ends. */
static const int64_t sides[CLASSES] = {104, 128, 160, 192, 256, 320, 384, 448, LARGEST_SIDE};
static const int64_t ends[CLASSES + 1] = {100, 116, 144, 176, 224, 288, 352, 416, 480, 656};

static int64_t cube(int64_t side) { return side * side * side; }

static const double least_gain = 1.03;
/* How much more a candidate that cuts k must gain to be taken before one that does not. */
static const double cut_margin = 1.05;
/* Up to so many multiplications OpenBLAS multiplies without packing on x86. */
static const int64_t unpacked_volume = 1000000;
/* Gains that need no further trial. */
static const double clear_win = 1.06, clear_loss = 0.94;
/* Of the largest classes' shapes it holds two sets, which are a little more than what streams otherwise. */
static const int64_t arena_doubles = 20 << 17, streamed_doubles = 16 << 17;
/* A shape with more in a set is long and thin: its time is that of reading memory. */
static const int64_t most_set_doubles = 32 << 17;
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

/* Of the three matrices of a product. */
static int64_t set_doubles(const blaspool_product *product) {
    return blaspool_whole_lines(product->m * product->k) + blaspool_whole_lines(product->k * product->n) +
           blaspool_whole_lines(product->m * product->n);
}

static void take_shape(split_bench *bench, int64_t m, int64_t n, int64_t k) {
    blaspool_product *product = &bench->product;
    product->m = m;
    product->n = n;
    product->k = k;
    product->lda = product->transpose_a ? k : m;
    product->ldb = product->transpose_b ? n : k;
    product->ldc = m;
    bench->set_count = streamed_doubles / set_doubles(product);
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
    double *first = bench->arena + set * set_doubles(product);
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

/* The widest block of so many rows and such a k that is not packed by OpenBLAS. */
static int64_t widest(int64_t block_m, int64_t k) {
    return unpacked_volume / (k * block_m) / BLASPOOL_LINE * BLASPOOL_LINE;
}

typedef struct split_candidates {
    blaspool_split_rule scope; /* which products they are for; a rule without blocks */
    int64_t deepest, tallest;  /* the largest k and m of these */
    blaspool_split_rule rules[MOST_CANDIDATES];
    double gains[MOST_CANDIDATES];
    int count;
} split_candidates;

static void
add(split_candidates *candidates, int64_t block_m, int64_t block_n, int64_t block_k, blaspool_packed packed) {
    blaspool_split_rule *rule = &candidates->rules[candidates->count];
    *rule = candidates->scope;
    rule->block_m = block_m;
    rule->block_n = block_n;
    rule->block_k = block_k;
    rule->packed = (int32_t)packed;
    candidates->count += block_n >= BLASPOOL_LINE && blaspool_split_is_sound(rule);
}

/*
 * Blocks of which no call is packed by OpenBLAS: tall ones and flat ones, as kernels differ in what they like. Where
 * operands are larger than a first-level cache, packing does as well as splitting in place and does not depend on
 * leading dimensions, of which powers of two make columns share their places in a cache; where they are larger than a
 * second-level one, that holds for B too. Where k is short nothing cuts it. Our own kernels take whole tiles of rows,
 * and fewer, of which a first-level cache holds more of k.
 */
static void list_candidates(const split_bench *bench, split_candidates *candidates) {
    static const int64_t heights[] = {48, 64, 96, 128, 192}, own_panels[] = {24, 16};
    const blaspool_product *product = &bench->product;
    const int64_t volume = product->m * product->n * product->k, k = candidates->deepest;
    candidates->count = 0;
    for (size_t i = 0; i < sizeof own_panels / sizeof *own_panels && bench->blas->kernels != NULL; i++) {
        add(candidates, own_panels[i], candidates->scope.side_to, 0, BLASPOOL_PACKED_A_OWN);
    }
    if (volume <= cube(IN_PLACE_SIDE)) {
        for (size_t i = 0; i < sizeof heights / sizeof *heights && heights[i] < candidates->tallest; i++) {
            add(candidates, heights[i], widest(heights[i], k), 0, BLASPOOL_PACKED_NOTHING);
        }
        add(candidates, 0, BLASPOOL_LINE, 0, BLASPOOL_PACKED_NOTHING);
        add(candidates, 0, 64, 0, BLASPOOL_PACKED_NOTHING);
        add(candidates, 0, product->n / 2 / BLASPOOL_LINE * BLASPOOL_LINE, 0, BLASPOOL_PACKED_NOTHING);
    }
    if (volume < cube(PACKED_A_SIDE)) {
        add(candidates, PANEL, widest(PANEL, k), 0, BLASPOOL_PACKED_A);
    }
    if (product->k > SHORT_SIDE) {
        if (volume < cube(PACKED_A_SIDE)) {
            add(candidates, PANEL, widest(PANEL, 160), 160, BLASPOOL_PACKED_A);
        }
        add(candidates, PANEL, widest(PANEL, 128), 128, BLASPOOL_PACKED_A_AND_B);
    }
}

/* The gain of each candidate with the shape of now in the cache; 0 where there was no time to tell. */
static void race(split_bench *bench, split_candidates *candidates) {
    double plain = DBL_MAX, best[MOST_CANDIDATES];
    for (int i = 0; i < candidates->count; i++) {
        best[i] = DBL_MAX;
    }
    run_set(bench, NULL, 0);
    for (int trial = 0; trial < RACE_TRIALS; trial++) {
        double time = sample(bench, NULL, 0);
        plain = time < plain ? time : plain;
        for (int i = 0; i < candidates->count && !is_late(bench); i++) {
            time = sample(bench, &candidates->rules[i], 0);
            best[i] = time < best[i] ? time : best[i];
        }
    }
    for (int i = 0; i < candidates->count; i++) {
        candidates->gains[i] = plain / best[i];
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
        const int is_clear = ratio > clear_win || (ratio < clear_loss && trial >= 2 * LEAST_TRIALS);
        if (is_late(bench) || (trial >= LEAST_TRIALS && is_clear)) {
            break;
        }
    }
    return ratio;
}

/* Confirms the candidate of a shape, which is the one of now. */
static int holds_for_shape(split_bench *bench, blaspool_split_rule *rule) {
    rule->streamed_gain = duel(bench, rule, 1);
    return rule->streamed_gain >= least_gain;
}

/* Confirms the candidate of a class and notes its gains. */
static int holds_for_class(split_bench *bench, int64_t side, blaspool_split_rule *rule) {
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
    if (rule->hot_gain < least_gain || !holds_for_shape(bench, rule)) {
        return 0;
    }
    /* Ragged sizes often lose where nothing is packed: their columns straddle cache lines. */
    take_class_shape(bench, side, RAGGED);
    rule->multiple = duel(bench, rule, 0) >= least_gain ? 1 : BLASPOOL_LINE;
    return 1;
}

/* What a gain counts: a sum that stays one, and with it OpenBLAS's very bits, is worth more than a little speed. */
static double worth(const split_candidates *candidates, int i) {
    return candidates->rules[i].block_k == 0 ? candidates->gains[i] : candidates->gains[i] / cut_margin;
}

/*
 * Gives the best of the candidates that holds for sizes of this multiple, 0 where there is none; `side` is that of the
 * class, 0 for a shape.
 */
static int find_rule(
    split_bench *bench, int64_t side, split_candidates *candidates, int64_t multiple, blaspool_split_rule *found) {
    for (int tried = 0; tried < CONFIRMED && candidates->count > 0 && !is_late(bench); tried++) {
        int best = 0;
        for (int i = 1; i < candidates->count; i++) {
            best = worth(candidates, i) > worth(candidates, best) ? i : best;
        }
        blaspool_split_rule *rule = &candidates->rules[best];
        rule->hot_gain = candidates->gains[best];
        if (rule->hot_gain < least_gain) {
            return 0;
        }
        candidates->gains[best] = 0;
        if ((side == 0 ? holds_for_shape(bench, rule) : holds_for_class(bench, side, rule)) &&
            rule->multiple <= multiple) {
            *found = *rule;
            return 1;
        }
    }
    return 0;
}

/* Gives up to two rules: where the first one holds for whole lines alone, one that packs may for other sizes. */
static int find_rules(split_bench *bench, int64_t side, split_candidates *candidates, blaspool_split_rule *found) {
    take_class_shape(bench, side, 0);
    list_candidates(bench, candidates);
    race(bench, candidates);
    if (!find_rule(bench, side, candidates, BLASPOOL_LINE, &found[0])) {
        return 0;
    }
    if (found[0].multiple == 1) {
        return 1;
    }
    for (int i = 0; i < candidates->count; i++) {
        candidates->gains[i] = candidates->rules[i].packed == BLASPOOL_PACKED_NOTHING ? 0 : candidates->gains[i];
    }
    return 1 + find_rule(bench, side, candidates, 1, &found[1]);
}

static int measure_classes(split_bench *bench, blaspool_split_rule *rules) {
    int count = 0;
    for (int class = 0; class < CLASSES; class ++) {
        for (uint32_t transposes = 0; transposes < 4 && !is_late(bench); transposes++) {
            const int64_t side = sides[class];
            split_candidates candidates = {
                .scope =
                    {
                        .transpose_a = transposes & 1,
                        .transpose_b = transposes >> 1,
                        .volume_from = cube(ends[class]) + 1,
                        .volume_to = cube(ends[class + 1]) + 1,
                        .side_from = side * 5 / 8,
                        .side_to = side * 3 / 2,
                        .multiple = 1,
                    },
                .deepest = side * 3 / 2,
                .tallest = side * 3 / 2,
            };
            blaspool_split_rule found[2];
            bench->product.transpose_a = candidates.scope.transpose_a;
            bench->product.transpose_b = candidates.scope.transpose_b;
            int rules_found = find_rules(bench, side, &candidates, found);
            for (int i = 0; i < rules_found && count < BLASPOOL_SPLIT_RULES; i++) {
                rules[count++] = found[i];
            }
        }
    }
    return count;
}

/* For the shape itself and ones of a tenth more or fewer operations. */
static int measure_shape(split_bench *bench, blaspool_split_rule *rule) {
    const blaspool_product *product = &bench->product;
    const int64_t m = product->m, n = product->n, k = product->k, volume = m * n * k;
    const int64_t least = m < n ? (m < k ? m : k) : (n < k ? n : k);
    const int64_t most = m > n ? (m > k ? m : k) : (n > k ? n : k);
    split_candidates candidates = {
        .scope =
            {
                .transpose_a = product->transpose_a,
                .transpose_b = product->transpose_b,
                .volume_from = volume * 9 / 10 > unpacked_volume ? volume * 9 / 10 : unpacked_volume + 1,
                .volume_to = volume * 11 / 10 + 1,
                .side_from = least * 9 / 10 > 0 ? least * 9 / 10 : 1,
                .side_to = most,
                .multiple = (m | n | k) % BLASPOOL_LINE == 0 ? BLASPOOL_LINE : 1,
            },
        .deepest = k,
        .tallest = m,
    };
    list_candidates(bench, &candidates);
    race(bench, &candidates);
    return find_rule(bench, 0, &candidates, BLASPOOL_LINE, rule);
}

/* Has `doubles` of memory and the BLAS for measuring; what `rules_of` finds goes to `rules`. */
static blaspool_status measure(
    split_bench *bench, blaspool_blas *blas, int64_t doubles, int64_t budget_nanos,
    int (*rules_of)(split_bench *bench, blaspool_split_rule *rules), blaspool_split_rule *rules, int *count) {
    *count = 0;
    if (!blaspool_blas_has_one_thread(blas)) {
        return blaspool_fail(
            BLASPOOL_INVALID, 0, "splits are measured with one thread a call: threads=%d, expected 1",
            blaspool_blas_get_threads(blas));
    }
    bench->arena = aligned_alloc(64, (size_t)doubles * sizeof *bench->arena);
    if (bench->arena == NULL) {
        return blaspool_fail(
            BLASPOOL_NO_MEMORY, ENOMEM, "no memory to measure splits: bytes=%" PRId64,
            doubles * (int64_t)sizeof *bench->arena);
    }
    bench->blas = blas;
    bench->deadline = blaspool_monotonic_nanos() + budget_nanos;
    /* Values are of no account, but denormal ones would be slow: small ones whose products stay small. */
    for (int64_t i = 0; i < doubles; i++) {
        bench->arena[i] = 1.0 / (double)(1 + i % 1009);
    }
    int changed = blaspool_blas_enter(blas);
    *count = rules_of(bench, rules);
    blaspool_blas_leave(blas, changed);
    free(bench->arena);
    return BLASPOOL_OK;
}

blaspool_status
blaspool_blas_calibrate_split(blaspool_blas *blas, int64_t budget_nanos, blaspool_split_rule *rules, int *count) {
    split_bench bench = {.product = {.alpha = 1}};
    return measure(&bench, blas, arena_doubles, budget_nanos, measure_classes, rules, count);
}

blaspool_status blaspool_blas_race_split(
    blaspool_blas *blas, const blaspool_product *shape, int64_t budget_nanos, blaspool_split_rule *rule, int *count) {
    split_bench bench = {.product = {.alpha = 1, .transpose_a = shape->transpose_a, .transpose_b = shape->transpose_b}};
    *count = 0;
    if (shape->m < 1 || shape->n < 1 || shape->k < 1 || shape->m > unpacked_volume || shape->n > unpacked_volume ||
        shape->k > unpacked_volume) {
        return BLASPOOL_OK;
    }
    const int64_t volume = shape->m * shape->n * shape->k;
    if (volume <= unpacked_volume || volume >= cube(ends[CLASSES])) {
        return BLASPOOL_OK;
    }
    take_shape(&bench, shape->m, shape->n, shape->k);
    const int64_t set = set_doubles(&bench.product);
    return set > most_set_doubles
               ? BLASPOOL_OK
               : measure(&bench, blas, bench.set_count * set, budget_nanos, measure_shape, rule, count);
}
