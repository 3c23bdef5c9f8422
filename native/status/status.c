#include "status/status_internal.h"

#include <stdarg.h>
#include <stdio.h>

static _Thread_local char last_error[1024];
static _Thread_local int last_errno;

blaspool_status blaspool_fail(blaspool_status status, int error, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(last_error, sizeof last_error, format, arguments);
    va_end(arguments);
    last_errno = error;
    return status;
}

const char *blaspool_last_error(void) { return last_error; }

int blaspool_last_errno(void) { return last_errno; }

const char *blaspool_version(void) { return BLASPOOL_VERSION; }
