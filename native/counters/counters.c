#include <blaspool/counters.h>

#include "counters/refusal.h"
#include "status/status_internal.h"

#include <dirent.h>
#include <errno.h>
#include <linux/perf_event.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static const char paranoid_file[] = "/proc/sys/kernel/perf_event_paranoid";

/* One descriptor a thread and event, the events of a thread side by side; -1 for an event that is not there. */
struct blaspool_counters {
    int kinds;
    size_t descriptors;
    int *descriptor;
};

static const struct {
    uint32_t type;
    uint64_t config;
} events[BLASPOOL_COUNTER_KINDS] = {
    [BLASPOOL_COUNTER_CYCLES] = {PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES},
    [BLASPOOL_COUNTER_INSTRUCTIONS] = {PERF_TYPE_HARDWARE, PERF_COUNT_HW_INSTRUCTIONS},
    [BLASPOOL_COUNTER_LLC_MISSES] = {PERF_TYPE_HARDWARE, PERF_COUNT_HW_CACHE_MISSES},
    [BLASPOOL_COUNTER_DTLB_LOAD_MISSES] =
        {PERF_TYPE_HW_CACHE,
         PERF_COUNT_HW_CACHE_DTLB | (PERF_COUNT_HW_CACHE_OP_READ << 8) | (PERF_COUNT_HW_CACHE_RESULT_MISS << 16)},
    [BLASPOOL_COUNTER_TASK_CLOCK] = {PERF_TYPE_SOFTWARE, PERF_COUNT_SW_TASK_CLOCK},
    [BLASPOOL_COUNTER_PAGE_FAULTS] = {PERF_TYPE_SOFTWARE, PERF_COUNT_SW_PAGE_FAULTS},
};

/* Each event by itself: kernels before 6.13 read no group of events that are inherited. */
static int open_event(int kind, pid_t thread) {
    struct perf_event_attr attributes;
    memset(&attributes, 0, sizeof attributes);
    attributes.size = sizeof attributes;
    attributes.type = events[kind].type;
    attributes.config = events[kind].config;
    attributes.read_format = PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING;
    attributes.inherit = 1;
    attributes.exclude_kernel = 1;
    attributes.exclude_hv = 1;
    return (int)syscall(SYS_perf_event_open, &attributes, thread, -1, -1, PERF_FLAG_FD_CLOEXEC);
}

/* The process's threads as they are now; what they start once they are counted is counted through them. */
static pid_t *list_threads(size_t *count) {
    DIR *directory = opendir("/proc/self/task");
    if (directory == NULL) {
        return NULL;
    }
    size_t capacity = 64;
    size_t found = 0;
    pid_t *threads = malloc(capacity * sizeof *threads);
    const struct dirent *entry;
    while (threads != NULL && (entry = readdir(directory)) != NULL) {
        long thread = strtol(entry->d_name, NULL, 10);
        if (thread <= 0) {
            continue; /* . and .. */
        }
        if (found == capacity) {
            capacity *= 2;
            pid_t *larger = realloc(threads, capacity * sizeof *threads);
            if (larger == NULL) {
                free(threads);
            }
            threads = larger;
        }
        if (threads != NULL) {
            threads[found++] = (pid_t)thread;
        }
    }
    (void)closedir(directory);
    *count = found;
    return threads;
}

/*
 * Opens the events of one thread into counters->descriptor. What the machine lacks or a thread that has ended leaves -1
 * and its errno in *missing; returns the errno that ends all, or 0.
 */
static int open_thread(blaspool_counters *counters, const int *kinds, pid_t thread, int *opened, int *missing) {
    for (int i = 0; i < counters->kinds; i++) {
        int descriptor = open_event(kinds[i], thread);
        if (descriptor < 0 && errno != ESRCH) {
            if (!blaspool_counter_is_missing(errno)) {
                return errno;
            }
            *missing = errno;
        }
        *opened += descriptor >= 0;
        counters->descriptor[counters->descriptors++] = descriptor;
    }
    return 0;
}

static blaspool_status check_kinds(const int *kinds, int count) {
    if (count < 1 || count > BLASPOOL_COUNTER_KINDS) {
        return blaspool_fail(
            BLASPOOL_INVALID, 0, "number of counters is out of range: counters=%d, expected 1 to %d", count,
            BLASPOOL_COUNTER_KINDS);
    }
    for (int i = 0; i < count; i++) {
        if (kinds[i] < 0 || kinds[i] >= BLASPOOL_COUNTER_KINDS) {
            return blaspool_fail(
                BLASPOOL_INVALID, 0, "counter is unknown: counter=%d, expected 0 to %d", kinds[i],
                BLASPOOL_COUNTER_KINDS - 1);
        }
    }
    return BLASPOOL_OK;
}

static blaspool_counters *create(int kinds, size_t threads) {
    blaspool_counters *counters = malloc(sizeof *counters);
    int *descriptor = calloc(threads * (size_t)kinds, sizeof *descriptor);
    if (counters == NULL || descriptor == NULL) {
        free(counters);
        free(descriptor);
        return NULL;
    }
    counters->kinds = kinds;
    counters->descriptors = 0;
    counters->descriptor = descriptor;
    return counters;
}

blaspool_status blaspool_counters_open(const int *kinds, int count, blaspool_counters **counters) {
    blaspool_status status = check_kinds(kinds, count);
    if (status != BLASPOOL_OK) {
        return status;
    }
    size_t thread_count = 0;
    pid_t *threads = list_threads(&thread_count);
    blaspool_counters *created = threads == NULL ? NULL : create(count, thread_count);
    if (created == NULL) {
        free(threads);
        return blaspool_fail(BLASPOOL_NO_MEMORY, ENOMEM, "no memory for counters: threads=%zu", thread_count);
    }
    int opened = 0;
    int missing = ENOENT;
    int error = 0;
    for (size_t i = 0; i < thread_count && error == 0; i++) {
        error = open_thread(created, kinds, threads[i], &opened, &missing);
    }
    free(threads);
    if (error != 0 || opened == 0) {
        blaspool_counters_close(created);
        return blaspool_counters_refused(error != 0 ? error : missing, paranoid_file);
    }
    *counters = created;
    return BLASPOOL_OK;
}

blaspool_status blaspool_counters_read(const blaspool_counters *counters, blaspool_count *counts) {
    memset(counts, 0, (size_t)counters->kinds * sizeof *counts);
    for (size_t i = 0; i < counters->descriptors; i++) {
        if (counters->descriptor[i] < 0) {
            continue;
        }
        uint64_t values[3];
        if (read(counters->descriptor[i], values, sizeof values) != (ssize_t)sizeof values) {
            return blaspool_fail(
                BLASPOOL_SYSTEM, errno, "counter cannot be read: errno=%d (%s)", errno, strerror(errno));
        }
        blaspool_count *count = &counts[i % (size_t)counters->kinds];
        count->value += values[0];
        count->enabled_nanos += values[1];
        count->running_nanos += values[2];
    }
    return BLASPOOL_OK;
}

void blaspool_counters_close(blaspool_counters *counters) {
    if (counters == NULL) {
        return;
    }
    for (size_t i = 0; i < counters->descriptors; i++) {
        if (counters->descriptor[i] >= 0) {
            (void)close(counters->descriptor[i]);
        }
    }
    free(counters->descriptor);
    free(counters);
}

int64_t blaspool_count_between(const blaspool_count *from, const blaspool_count *to) {
    uint64_t value = to->value - from->value;
    uint64_t enabled = to->enabled_nanos - from->enabled_nanos;
    uint64_t running = to->running_nanos - from->running_nanos;
    if (running == 0) {
        /* An event that is not there was never enabled either. */
        return enabled == 0 && to->enabled_nanos != 0 ? 0 : -1;
    }
    return running >= enabled ? (int64_t)value : (int64_t)((double)value * ((double)enabled / (double)running));
}
