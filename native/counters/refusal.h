/* Why the kernel gives no counters, in words. */
#ifndef BLASPOOL_COUNTERS_REFUSAL_H
#define BLASPOOL_COUNTERS_REFUSAL_H

#include <blaspool/status.h>

/*
 * The failure for what errno perf_event_open gave. `paranoid_file` is where the kernel keeps how much it forbids,
 * /proc/sys/kernel/perf_event_paranoid but for tests.
 */
blaspool_status blaspool_counters_refused(int error, const char *paranoid_file);

/* Whether errno says that the machine lacks this event, so that another one may be there. */
int blaspool_counter_is_missing(int error);

#endif
