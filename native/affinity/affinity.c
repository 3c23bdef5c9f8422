#include <blaspool/affinity.h>

#include "status/status_internal.h"

#include <errno.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Room for a list in a message; a longer one is cut at a comma. */
enum { LIST_BYTES = 256 };

/* The kernel takes and gives bytes in its own word order, which on big-endian machines is still words of 64 bits. */
static long get_mask(int tid, blaspool_cpu_set *set) {
    memset(set, 0, sizeof *set);
    return syscall(SYS_sched_getaffinity, tid, sizeof *set, set);
}

static long set_mask(int tid, const blaspool_cpu_set *set) {
    return syscall(SYS_sched_setaffinity, tid, sizeof *set, set);
}

blaspool_status blaspool_affinity_get(int tid, blaspool_cpu_set *set) {
    if (get_mask(tid, set) < 0) {
        return blaspool_fail(
            BLASPOOL_SYSTEM, errno, "affinity mask cannot be read: tid=%d errno=%d (%s)", tid, errno, strerror(errno));
    }
    return BLASPOOL_OK;
}

/*
 * What the thread could be given at most. Nothing but asking tells: a mask is no limit for its own process, and the
 * cpuset above it need not be mounted where we can read it. Asking widens the mask for a moment.
 */
static void find_allowed(int tid, const blaspool_cpu_set *before, char list[LIST_BYTES]) {
    blaspool_cpu_set all, allowed;
    memset(&all, 0xff, sizeof all);
    if (set_mask(tid, &all) != 0 || get_mask(tid, &allowed) < 0) {
        allowed = *before;
    }
    (void)set_mask(tid, before);
    blaspool_cpu_set_format(&allowed, list, LIST_BYTES);
}

blaspool_status blaspool_affinity_set(int tid, const blaspool_cpu_set *set) {
    char asked[LIST_BYTES], allowed[LIST_BYTES], given[LIST_BYTES];
    if (blaspool_cpu_set_count(set) == 0) {
        return blaspool_fail(BLASPOOL_INVALID, 0, "cpu set is empty: expected at least one cpu");
    }
    blaspool_cpu_set before, after;
    blaspool_status status = blaspool_affinity_get(tid, &before);
    if (status != BLASPOOL_OK) {
        return status;
    }
    blaspool_cpu_set_format(set, asked, sizeof asked);
    if (set_mask(tid, set) != 0) {
        int error = errno;
        find_allowed(tid, &before, allowed);
        /* EINVAL: none of them can be had. Anything else is about the thread, not about the CPUs. */
        return blaspool_fail(
            error == EINVAL ? BLASPOOL_UNAVAILABLE : BLASPOOL_SYSTEM, error,
            "cpus cannot be used: cpus=%s tid=%d errno=%d (%s), allowed=%s", asked, tid, error, strerror(error),
            allowed);
    }
    status = blaspool_affinity_get(tid, &after);
    if (status == BLASPOOL_OK && memcmp(&after, set, sizeof after) == 0) {
        return BLASPOOL_OK;
    }
    find_allowed(tid, &before, allowed);
    if (status != BLASPOOL_OK) {
        return status;
    }
    blaspool_cpu_set_format(&after, given, sizeof given);
    return blaspool_fail(
        BLASPOOL_UNAVAILABLE, EINVAL, "cpus cannot all be used: cpus=%s given=%s tid=%d errno=%d (%s), allowed=%s",
        asked, given, tid, EINVAL, strerror(EINVAL), allowed);
}

static _Thread_local blaspool_cpu_set away;
static _Thread_local int at_home;

blaspool_status blaspool_affinity_go_home(int cpu) {
    blaspool_affinity_leave_home();
    blaspool_status status = blaspool_affinity_get(0, &away);
    if (status != BLASPOOL_OK) {
        return status;
    }
    blaspool_cpu_set home = {{0}};
    blaspool_cpu_set_add(&home, cpu);
    /* A CPU outside the mask is refused here: the kernel would widen the mask to it. */
    if (!blaspool_cpu_set_contains(&away, cpu) || set_mask(0, &home) != 0) {
        return blaspool_fail(BLASPOOL_UNAVAILABLE, EINVAL, "home cpu cannot be used: cpu=%d", cpu);
    }
    at_home = 1;
    return BLASPOOL_OK;
}

void blaspool_affinity_leave_home(void) {
    if (!at_home) {
        return;
    }
    at_home = 0;
    if (set_mask(0, &away) != 0) {
        blaspool_cpu_set all;
        memset(&all, 0xff, sizeof all);
        (void)set_mask(0, &all);
    }
}
