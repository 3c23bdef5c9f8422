#include <blaspool/probe.h>

#include "probe/sample.h"
#include "status/status_internal.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { WARM_UP_TRIPS = 20, TRIPS = 301 };

static int pass_byte(int fd) {
    char byte;
    ssize_t got;
    do {
        got = read(fd, &byte, 1);
    } while (got < 0 && errno == EINTR);
    return got == 1 && send(fd, &byte, 1, MSG_NOSIGNAL) == 1 ? 0 : -1;
}

static void *echo(void *argument) {
    int fd = *(int *)argument;
    while (pass_byte(fd) == 0) {
    }
    return NULL;
}

static int ascending(const void *left, const void *right) {
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static int measure(int fd, int64_t trips[TRIPS]) {
    char byte = 0;
    for (int i = -WARM_UP_TRIPS; i < TRIPS; i++) {
        int64_t start = blaspool_monotonic_nanos();
        if (send(fd, &byte, 1, MSG_NOSIGNAL) != 1) {
            return errno;
        }
        ssize_t got;
        do {
            got = read(fd, &byte, 1);
        } while (got < 0 && errno == EINTR);
        if (got != 1) {
            return got == 0 ? EPIPE : errno;
        }
        if (i >= 0) {
            trips[i] = blaspool_monotonic_nanos() - start;
        }
    }
    qsort(trips, TRIPS, sizeof trips[0], ascending);
    return 0;
}

blaspool_status blaspool_probe_wakeup(int64_t *nanos) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) {
        return blaspool_fail(
            BLASPOOL_SYSTEM, errno, "wake-up cannot be measured: call=socketpair errno=%d (%s)", errno,
            strerror(errno));
    }
    pthread_t thread;
    int64_t trips[TRIPS];
    int error = pthread_create(&thread, NULL, echo, &ends[1]);
    if (error == 0) {
        error = measure(ends[0], trips);
        (void)shutdown(ends[0], SHUT_RDWR); /* ends the echo */
        (void)pthread_join(thread, NULL);
    }
    (void)close(ends[0]);
    (void)close(ends[1]);
    if (error != 0) {
        return blaspool_fail(
            BLASPOOL_SYSTEM, error, "wake-up cannot be measured: errno=%d (%s)", error, strerror(error));
    }
    *nanos = trips[TRIPS / 2];
    return BLASPOOL_OK;
}
