/* The rules of a BLAS are checked, set and told here. */
#include "blas/blas_internal.h"
#include "blas/split_packed.h"
#include "status/status_internal.h"

#include <inttypes.h>
#include <string.h>

/* The largest side of a rule: its cube is an int64_t. */
enum { LARGEST_SIDE = 1 << 20 };

/* Of a rule whose other fields are sound. */
static int is_packing_sound(const blaspool_split_rule *rule) {
    return rule->packed == BLASPOOL_PACKED_NOTHING ||
           (rule->packed >= BLASPOOL_PACKED_A && rule->packed <= BLASPOOL_PACKED_A_OWN && rule->block_m > 0 &&
            rule->block_m % BLASPOOL_LINE == 0 && rule->block_n > 0 && rule->block_m <= LARGEST_SIDE &&
            rule->block_n <= LARGEST_SIDE && blaspool_split_packed_count(rule) <= BLASPOOL_SPLIT_MOST_PACKED);
}

int blaspool_split_is_sound(const blaspool_split_rule *rule) {
    return rule->transpose_a <= 1 && rule->transpose_b <= 1 && rule->side_from >= 1 &&
           rule->side_from <= rule->side_to && rule->side_to <= LARGEST_SIDE &&
           (rule->multiple == 1 || rule->multiple == BLASPOOL_LINE) && rule->volume_from >= 1 &&
           rule->volume_from < rule->volume_to && rule->block_m >= 0 && rule->block_n >= 0 && rule->block_k >= 0 &&
           is_packing_sound(rule);
}

static blaspool_status check_rule(const blaspool_split_rule *rule, int index) {
    if (blaspool_split_is_sound(rule)) {
        return BLASPOOL_OK;
    }
    return blaspool_fail(
        BLASPOOL_INVALID, 0,
        "split rule %d is not sound: transposes=%" PRIu32 "%" PRIu32 " volume=%" PRId64 "-%" PRId64 " side=%" PRId64
        "-%" PRId64 " multiple=%" PRId64 " block=%" PRId64 "x%" PRId64 "x%" PRId64 " packed=%" PRId32
        ", expected transposes 0 or 1, rising positive ranges, sides up to %d, multiple 1 or 8, blocks of at least 0, "
        "packed 0 to 3 with blocks of at most %d doubles",
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
    const size_t bytes = (size_t)count * sizeof *rules;
    if (count != blas->split.count || (count > 0 && memcmp(blas->split.rules, rules, bytes) != 0)) {
        blaspool_gate_shut(&blas->gate);
        if (count > 0) {
            memcpy(blas->split.rules, rules, bytes);
        }
        blas->split.count = count;
        blaspool_split_note_threads(&blas->split, blaspool_blas_has_one_thread(blas));
        blaspool_gate_open(&blas->gate);
    }
    pthread_mutex_unlock(&blas->setting);
    return BLASPOOL_OK;
}

int blaspool_blas_get_split(blaspool_blas *blas, blaspool_split_rule *rules) {
    pthread_mutex_lock(&blas->setting);
    int count = blas->split.count;
    memcpy(rules, blas->split.rules, (size_t)count * sizeof *rules);
    pthread_mutex_unlock(&blas->setting);
    return count;
}
