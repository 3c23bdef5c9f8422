/* How the library's own files record a failure. */
#ifndef BLASPOOL_STATUS_INTERNAL_H
#define BLASPOOL_STATUS_INTERNAL_H

#include <blaspool/status.h>

/*
 * Keeps the message (printf's format, lower case, with the values) and errno for the calling thread and returns
 * `status`, so that a failure is one statement: return blaspool_fail(BLASPOOL_INVALID, 0, "…", …);
 */
blaspool_status blaspool_fail(blaspool_status status, int error, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
