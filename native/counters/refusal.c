#include "counters/refusal.h"

#include "status/status_internal.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

int blaspool_counter_is_missing(int error) {
    /* EINVAL: some processors' drivers know the event's name but not what it would be there. */
    return error == ENOENT || error == EOPNOTSUPP || error == ENODEV || error == ENXIO || error == EINVAL;
}

/* The first word of a file; "unknown" where it cannot be read. */
static void read_word(const char *path, char word[16]) {
    FILE *file = fopen(path, "re");
    if (file == NULL || fscanf(file, "%15s", word) != 1) {
        (void)strcpy(word, "unknown");
    }
    if (file != NULL) {
        (void)fclose(file);
    }
}

blaspool_status blaspool_counters_refused(int error, const char *paranoid_file) {
    if (blaspool_counter_is_missing(error)) {
        return blaspool_fail(
            BLASPOOL_UNAVAILABLE, error, "this machine (or virtual machine) has no hardware counters: errno=%d (%s)",
            error, strerror(error));
    }
    if (error == EACCES || error == EPERM) {
        char paranoid[16];
        read_word(paranoid_file, paranoid);
        return blaspool_fail(
            BLASPOOL_UNAVAILABLE, error,
            "hardware counters are not allowed: perf_event_paranoid=%s errno=%d (%s), expected at most 2, which sysctl"
            " kernel.perf_event_paranoid=2 sets, and a container that allows perf_event_open",
            paranoid, error, strerror(error));
    }
    if (error == ENOSYS) {
        return blaspool_fail(
            BLASPOOL_UNAVAILABLE, error,
            "this kernel or container has no perf_event_open, so no hardware counters: errno=%d (%s)", error,
            strerror(error));
    }
    return blaspool_fail(
        BLASPOOL_UNAVAILABLE, error, "hardware counters cannot be opened: errno=%d (%s)", error, strerror(error));
}
