#include <blaspool/channel.h>

#include "channel/socket.h"
#include "status/status_internal.h"
#include "status/tracepoint.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <sys/socket.h>

/* The kernel moves at most 2 GiB less a page in one call. */
#define CALL_BYTES (UINT64_C(1) << 30)

static size_t call_bytes(uint64_t left) { return (size_t)(left < CALL_BYTES ? left : CALL_BYTES); }

blaspool_status blaspool_channel_send(int fd, const void *data, uint64_t bytes) {
    const char *next = data;
    uint64_t all = bytes;
    BLASPOOL_TRACEPOINT("send__start", fd, all, 0);
    while (bytes > 0) {
        ssize_t sent = send(fd, next, call_bytes(bytes), MSG_NOSIGNAL);
        if (sent >= 0) {
            next += sent;
            bytes -= (uint64_t)sent;
        } else if (errno != EINTR) {
            return blaspool_channel_fail("send", fd, errno);
        }
    }
    BLASPOOL_TRACEPOINT("send__done", fd, all, 0);
    return BLASPOOL_OK;
}

static blaspool_status fail_ended(int fd, uint64_t received, uint64_t expected) {
    return blaspool_fail(
        BLASPOOL_CLOSED, 0, "peer of the channel has gone: fd=%d received=%" PRIu64 ", expected %" PRIu64 " bytes", fd,
        received, expected);
}

blaspool_status blaspool_channel_receive(int fd, void *data, uint64_t bytes) {
    uint64_t done = 0;
    BLASPOOL_TRACEPOINT("receive__start", fd, bytes, 0);
    while (done < bytes) {
        ssize_t received = recv(fd, (char *)data + done, call_bytes(bytes - done), MSG_WAITALL);
        if (received > 0) {
            done += (uint64_t)received;
        } else if (received == 0) {
            return fail_ended(fd, done, bytes);
        } else if (errno != EINTR) {
            return blaspool_channel_fail("recv", fd, errno);
        }
    }
    BLASPOOL_TRACEPOINT("receive__done", fd, bytes, 0);
    return BLASPOOL_OK;
}

blaspool_status blaspool_channel_receive_some(int fd, void *data, uint64_t capacity, uint64_t *received) {
    if (capacity == 0) {
        return blaspool_fail(BLASPOOL_INVALID, 0, "buffer is empty: capacity=0, expected at least 1");
    }
    ssize_t got;
    BLASPOOL_TRACEPOINT("receive__start", fd, capacity, 0);
    do {
        got = recv(fd, data, call_bytes(capacity), 0);
    } while (got < 0 && errno == EINTR);
    BLASPOOL_TRACEPOINT("receive__done", fd, got, 0);
    if (got < 0) {
        return blaspool_channel_fail("recv", fd, errno);
    }
    if (got == 0) {
        return fail_ended(fd, 0, 1);
    }
    *received = (uint64_t)got;
    return BLASPOOL_OK;
}

blaspool_status blaspool_channel_wait(int fd, int timeout_millis) {
    int ready = blaspool_channel_poll(fd, timeout_millis);
    if (ready < 0) {
        return blaspool_channel_fail("poll", fd, errno);
    }
    if (ready == 0) {
        return blaspool_fail(BLASPOOL_TIMEOUT, 0, "nothing was received: fd=%d timeout_millis=%d", fd, timeout_millis);
    }
    /* The end of a stream is readable too; what was sent before it still is first. */
    char byte;
    ssize_t got;
    do {
        got = recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    } while (got < 0 && errno == EINTR);
    if (got < 0 && errno != EAGAIN) {
        return blaspool_channel_fail("recv", fd, errno);
    }
    return got == 0 ? fail_ended(fd, 0, 1) : BLASPOOL_OK;
}
