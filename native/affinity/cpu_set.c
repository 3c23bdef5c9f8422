#include <blaspool/affinity.h>

#include "status/status_internal.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static blaspool_status fail_at(const char *list, const char *position, const char *expected) {
    return blaspool_fail(
        BLASPOOL_INVALID, 0, "cpu list cannot be read: list=%.200s position=%d, expected %s", list,
        (int)(position - list), expected);
}

/* Reads a number of at most `limit`; NULL where there is none. */
static const char *read_number(const char *text, int limit, int *number) {
    if (!isdigit((unsigned char)*text)) {
        return NULL;
    }
    int value = 0;
    for (; isdigit((unsigned char)*text); text++) {
        value = value * 10 + (*text - '0');
        if (value > limit) {
            return NULL;
        }
    }
    *number = value;
    return text;
}

blaspool_status blaspool_cpu_set_parse(const char *list, blaspool_cpu_set *set) {
    static const char number_expected[] = "a cpu number of 0 to 8191";
    _Static_assert(BLASPOOL_MAX_CPUS == 8192, "the message above names the largest number");
    blaspool_cpu_set parsed = {{0}};
    const char *next = list;
    for (;;) {
        int first, last, stride = 1;
        const char *end = read_number(next, BLASPOOL_MAX_CPUS - 1, &first);
        if (end == NULL) {
            return fail_at(list, next, number_expected);
        }
        last = first;
        if (*end == '-') {
            next = end + 1;
            end = read_number(next, BLASPOOL_MAX_CPUS - 1, &last);
            if (end == NULL) {
                return fail_at(list, next, number_expected);
            }
            if (last < first) {
                return fail_at(list, next, "the end of a range not before its start");
            }
            if (*end == ':') {
                next = end + 1;
                end = read_number(next, BLASPOOL_MAX_CPUS, &stride);
                if (end == NULL || stride == 0) {
                    return fail_at(list, next, "a stride of at least 1");
                }
            }
        }
        for (int cpu = first; cpu <= last; cpu += stride) {
            blaspool_cpu_set_add(&parsed, cpu);
        }
        next = end;
        if (*next != ',') {
            break;
        }
        next++;
    }
    if (*next == '\n') { /* as the files under /sys end */
        next++;
    }
    if (*next != '\0') {
        return fail_at(list, next, "a comma or the end");
    }
    *set = parsed;
    return BLASPOOL_OK;
}

size_t blaspool_cpu_set_format(const blaspool_cpu_set *set, char *list, size_t capacity) {
    size_t length = 0;
    if (capacity > 0) {
        list[0] = '\0';
    }
    for (int cpu = 0; cpu < BLASPOOL_MAX_CPUS; cpu++) {
        if (!blaspool_cpu_set_contains(set, cpu)) {
            continue;
        }
        int last = cpu;
        while (blaspool_cpu_set_contains(set, last + 1)) {
            last++;
        }
        char range[32];
        const char *comma = length > 0 ? "," : "";
        int written = last == cpu ? snprintf(range, sizeof range, "%s%d", comma, cpu)
                                  : snprintf(range, sizeof range, "%s%d-%d", comma, cpu, last);
        size_t bytes = (size_t)written;
        /* A range is written whole or not at all: a cut number would be another CPU. */
        if (length + bytes < capacity) {
            memcpy(list + length, range, bytes + 1);
        } else {
            capacity = 0;
        }
        length += bytes;
        cpu = last;
    }
    return length;
}

int blaspool_cpu_set_count(const blaspool_cpu_set *set) {
    int count = 0;
    for (size_t i = 0; i < sizeof set->words / sizeof set->words[0]; i++) {
        count += __builtin_popcountll(set->words[i]);
    }
    return count;
}

int blaspool_cpu_set_contains(const blaspool_cpu_set *set, int cpu) {
    return cpu >= 0 && cpu < BLASPOOL_MAX_CPUS && (set->words[cpu / 64] >> (cpu % 64) & 1) != 0;
}

void blaspool_cpu_set_add(blaspool_cpu_set *set, int cpu) {
    if (cpu >= 0 && cpu < BLASPOOL_MAX_CPUS) {
        set->words[cpu / 64] |= UINT64_C(1) << (cpu % 64);
    }
}
