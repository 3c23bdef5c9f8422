/* Status codes, and the message that goes with the last failure of the calling thread. */
#ifndef BLASPOOL_STATUS_H
#define BLASPOOL_STATUS_H

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define BLASPOOL_API __attribute__((visibility("default")))
#else
#define BLASPOOL_API
#endif

typedef enum blaspool_status {
    BLASPOOL_OK = 0,
    BLASPOOL_INVALID = 1,     /* an argument is wrong; nothing was done */
    BLASPOOL_NO_MEMORY = 2,   /* memory cannot be reserved */
    BLASPOOL_UNAVAILABLE = 3, /* the machine or the BLAS lacks what was asked: CPUs, a symbol, a thread count */
    BLASPOOL_SYSTEM = 4,      /* a system call failed; blaspool_last_errno() says why */
    BLASPOOL_CLOSED = 5,      /* the peer of a channel has gone */
    BLASPOOL_TIMEOUT = 6      /* nothing happened in the time given */
} blaspool_status;

/*
 * What went wrong in the last failing call of this thread: lower case, with the values and what was expected.
 * Owned by the library, valid until the next failing call of the thread. Never NULL.
 */
BLASPOOL_API const char *blaspool_last_error(void);

/* errno of the last failing call of this thread, 0 where no system call was involved. */
BLASPOOL_API int blaspool_last_errno(void);

/* Version of the library, "0.1.0". */
BLASPOOL_API const char *blaspool_version(void);

#ifdef __cplusplus
}
#endif

#endif
