/* Hardware counters of a process and of all that it starts, by perf_event_open(2); of user mode alone. */
#ifndef BLASPOOL_COUNTERS_H
#define BLASPOOL_COUNTERS_H

#include <blaspool/status.h>

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What can be counted. The last two are the kernel's own, there on every machine; CPU time is of both modes. */
typedef enum blaspool_counter {
    BLASPOOL_COUNTER_CYCLES = 0,
    BLASPOOL_COUNTER_INSTRUCTIONS = 1,
    BLASPOOL_COUNTER_LLC_MISSES = 2,       /* last-level cache, of all kinds of access */
    BLASPOOL_COUNTER_DTLB_LOAD_MISSES = 3, /* loads whose page was in no level of the TLB, or in the first alone */
    BLASPOOL_COUNTER_TASK_CLOCK = 4,       /* nanoseconds of CPU time */
    BLASPOOL_COUNTER_PAGE_FAULTS = 5
} blaspool_counter;

#define BLASPOOL_COUNTER_KINDS 6

/*
 * A count so far. Where there are more events than counters the kernel takes turns: a counter was then on for a part
 * of the time only, which blaspool_count_between accounts for. Both times are summed over threads.
 */
typedef struct blaspool_count {
    uint64_t value;
    uint64_t enabled_nanos; /* the threads ran */
    uint64_t running_nanos; /* the threads ran and the event had a counter */
} blaspool_count;

typedef struct blaspool_counters blaspool_counters;

/*
 * Counts for all threads that the process has and for every thread and process that they start from now on, theirs
 * included, whether they still run or have ended. (A thread that is being started during the call by one that is not
 * counted yet is missed.) `kinds` are blaspool_counter's, in the order in which counts will be read.
 *
 * An event that this machine has not, while it has others of those asked for, is left out and read as never running.
 *
 * UNAVAILABLE, with what is missing or what to set, where none is there or the kernel does not allow it; INVALID for a
 * kind that is unknown or a number of kinds outside 1 … BLASPOOL_COUNTER_KINDS. On failure `*counters` is untouched.
 * Takes a descriptor for each thread and event. To be given back by blaspool_counters_close.
 */
BLASPOOL_API blaspool_status blaspool_counters_open(const int *kinds, int count, blaspool_counters **counters);

/* Reads all, one blaspool_count a kind, in the order of the opening. From any thread; takes some microseconds. */
BLASPOOL_API blaspool_status blaspool_counters_read(const blaspool_counters *counters, blaspool_count *counts);

/* Stops counting, for what was started meanwhile too. NULL is allowed. */
BLASPOOL_API void blaspool_counters_close(blaspool_counters *counters);

/*
 * What was counted between two readings, scaled up for the time without a counter as perf stat does; 0 where nothing
 * ran, -1 where threads ran but the event never had a counter: nobody knows then.
 */
BLASPOOL_API int64_t blaspool_count_between(const blaspool_count *from, const blaspool_count *to);

#ifdef __cplusplus
}
#endif

#endif
