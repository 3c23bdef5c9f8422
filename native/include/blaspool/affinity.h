/* CPU sets, and the affinity mask of the calling thread or of another one. */
#ifndef BLASPOOL_AFFINITY_H
#define BLASPOOL_AFFINITY_H

#include <blaspool/status.h>

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* CPU numbers that a set can hold: 0 … BLASPOOL_MAX_CPUS - 1 (the kernel's own largest NR_CPUS). */
#define BLASPOOL_MAX_CPUS 8192

/* One bit a CPU, CPU 0 the lowest bit of the first word. */
typedef struct blaspool_cpu_set {
    uint64_t words[BLASPOOL_MAX_CPUS / 64];
} blaspool_cpu_set;

/* Reads the kernel's list form, "0-3,8,10-14:2"; the set is untouched on failure. An empty list is INVALID. */
BLASPOOL_API blaspool_status blaspool_cpu_set_parse(const char *list, blaspool_cpu_set *set);

/* Writes the list form ("0-3,8"), always terminated; returns the length that was needed, without the NUL. */
BLASPOOL_API size_t blaspool_cpu_set_format(const blaspool_cpu_set *set, char *list, size_t capacity);

BLASPOOL_API int blaspool_cpu_set_count(const blaspool_cpu_set *set);
BLASPOOL_API int blaspool_cpu_set_contains(const blaspool_cpu_set *set, int cpu);
BLASPOOL_API void blaspool_cpu_set_add(blaspool_cpu_set *set, int cpu);

/*
 * Affinity mask of thread `tid` (0: the calling thread). Works for machines of any size: the kernel's mask may be
 * longer than glibc's cpu_set_t.
 */
BLASPOOL_API blaspool_status blaspool_affinity_get(int tid, blaspool_cpu_set *set);

/*
 * Sets the mask of thread `tid` (0: the calling thread), reads it back and compares: a set of which the kernel
 * gives only a part is UNAVAILABLE, and the mask is put back as it was. Threads started afterwards inherit it.
 */
BLASPOOL_API blaspool_status blaspool_affinity_set(int tid, const blaspool_cpu_set *set);

/*
 * Confines the calling thread to one CPU for as long as it sleeps, where it then wakes; blaspool_affinity_leave gives
 * back the mask that it had. UNAVAILABLE, and nothing changed, where that mask has not got the CPU. Reads the mask each
 * time: others may have changed it. Two system calls; for a thread that starts no others meanwhile, as they would
 * inherit the one CPU.
 */
BLASPOOL_API blaspool_status blaspool_affinity_go_home(int cpu);

/*
 * Undoes blaspool_affinity_go_home of the calling thread; without one it does nothing. Where none of the CPUs from
 * before can be had any more (the control group was given others meanwhile) the thread gets all that there are.
 */
BLASPOOL_API void blaspool_affinity_leave_home(void);

#ifdef __cplusplus
}
#endif

#endif
