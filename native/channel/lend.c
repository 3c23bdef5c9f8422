/*
 * Memory lent to a stream: its pages go by reference through a pipe into the socket (vmsplice, splice), and the peer's
 * receipt is the only copy. A send of the same bytes copies them into fresh pages of the kernel first, which costs the
 * sender more than the receipt costs the peer.
 */
#include <blaspool/channel.h>

#include "channel/socket.h"
#include "status/status_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sockios.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#define PIPE_BYTES (1 << 20)

static ssize_t lend_to_pipe(int pipe_end, const void *data, size_t bytes) {
    struct iovec memory = {.iov_base = (void *)(uintptr_t)data, .iov_len = bytes};
    ssize_t lent;
    do {
        lent = vmsplice(pipe_end, &memory, 1, 0);
    } while (lent < 0 && errno == EINTR);
    return lent;
}

static blaspool_status fail_pipe(const char *call, int error) {
    return blaspool_fail(
        BLASPOOL_UNAVAILABLE, error, "memory cannot be lent to a socket here: call=%s errno=%d (%s)", call, error,
        strerror(error));
}

blaspool_status blaspool_channel_lender(int lender[2]) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
        return fail_pipe("pipe2", errno);
    }
    /* Narrower where an ordinary user has many: more calls, no error. */
    (void)fcntl(ends[1], F_SETPIPE_SZ, PIPE_BYTES);
    /* Sandboxes may know no vmsplice; better asked now than amid a batch. */
    static const char probe = 0;
    char taken;
    if (lend_to_pipe(ends[1], &probe, 1) != 1 || read(ends[0], &taken, 1) != 1) {
        int error = errno;
        (void)close(ends[0]);
        (void)close(ends[1]);
        return fail_pipe("vmsplice", error);
    }
    lender[0] = ends[0];
    lender[1] = ends[1];
    return BLASPOOL_OK;
}

static blaspool_status pass_on(int fd, int pipe_end, size_t bytes) {
    while (bytes > 0) {
        ssize_t moved = splice(pipe_end, NULL, fd, NULL, bytes, SPLICE_F_MOVE);
        if (moved > 0) {
            bytes -= (size_t)moved;
        } else if (moved == 0 || errno != EINTR) {
            return blaspool_channel_fail("splice", fd, moved == 0 ? EPIPE : errno);
        }
    }
    return BLASPOOL_OK;
}

static blaspool_status lend_all(int fd, const int lender[2], const void *data, uint64_t bytes) {
    const char *next = data;
    while (bytes > 0) {
        ssize_t lent = lend_to_pipe(lender[1], next, bytes < PIPE_BYTES ? (size_t)bytes : PIPE_BYTES);
        if (lent <= 0) {
            return blaspool_channel_fail("vmsplice", fd, lent < 0 ? errno : EIO);
        }
        blaspool_status status = pass_on(fd, lender[0], (size_t)lent);
        if (status != BLASPOOL_OK) {
            return status;
        }
        next += lent;
        bytes -= (uint64_t)lent;
    }
    return BLASPOOL_OK;
}

/* splice knows no MSG_NOSIGNAL: a SIGPIPE of ours is held back and taken away, one that was there before is left. */
blaspool_status blaspool_channel_lend(int fd, const int lender[2], const void *data, uint64_t bytes) {
    sigset_t pipe_signal, pending, before;
    (void)sigemptyset(&pipe_signal);
    (void)sigaddset(&pipe_signal, SIGPIPE);
    (void)sigpending(&pending);
    int was_pending = sigismember(&pending, SIGPIPE) == 1;
    (void)pthread_sigmask(SIG_BLOCK, &pipe_signal, &before);
    blaspool_status status = lend_all(fd, lender, data, bytes);
    if (status == BLASPOOL_CLOSED && !was_pending) {
        const struct timespec at_once = {0, 0};
        while (sigtimedwait(&pipe_signal, NULL, &at_once) < 0 && errno == EINTR) {
        }
    }
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    return status;
}

/* The kernel counts the memory that queued bytes hold, which is at least the bytes themselves. */
blaspool_status blaspool_channel_untaken(int fd, uint64_t *bytes) {
    int queued = 0;
    if (ioctl(fd, SIOCOUTQ, &queued) != 0) {
        return blaspool_channel_fail("ioctl(SIOCOUTQ)", fd, errno);
    }
    *bytes = queued > 0 ? (uint64_t)queued : 0;
    return BLASPOOL_OK;
}
