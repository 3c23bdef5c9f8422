#include <blaspool/probe.h>

#include <blaspool/affinity.h>

#include "probe/sample.h"
#include "status/status_internal.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { WARM_UP_TRIPS = 20, TRIPS = 301 };

typedef struct end {
    int fd;
    int cpu;
    int error;
    int64_t *trips; /* NULL: this one only answers */
    pthread_t thread;
} end;

/* Both ends are threads of our own, so that the caller's mask stays as it is. */
static int pin(const end *self) {
    blaspool_cpu_set cpu = {{0}};
    blaspool_cpu_set_add(&cpu, self->cpu);
    return blaspool_affinity_set(0, &cpu) == BLASPOOL_OK ? 0 : blaspool_last_errno();
}

static int send_byte(int fd) {
    const char byte = 0;
    return send(fd, &byte, 1, MSG_NOSIGNAL) == 1 ? 0 : errno;
}

static int receive_byte(int fd) {
    char byte;
    ssize_t got;
    do {
        got = recv(fd, &byte, 1, 0);
    } while (got < 0 && errno == EINTR);
    return got == 1 ? 0 : got == 0 ? EPIPE : errno;
}

static int ascending(const void *left, const void *right) {
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static void measure(end *self) {
    for (int i = -WARM_UP_TRIPS; i < TRIPS && self->error == 0; i++) {
        int64_t start = blaspool_monotonic_nanos();
        self->error = send_byte(self->fd);
        if (self->error == 0) {
            self->error = receive_byte(self->fd);
        }
        if (i >= 0) {
            self->trips[i] = blaspool_monotonic_nanos() - start;
        }
    }
}

static void answer(end *self) {
    while (receive_byte(self->fd) == 0 && send_byte(self->fd) == 0) {
    }
}

static void *run(void *argument) {
    end *self = argument;
    self->error = pin(self);
    if (self->error == 0) {
        if (self->trips != NULL) {
            measure(self);
        } else {
            answer(self);
        }
    }
    (void)shutdown(self->fd, SHUT_RDWR); /* lets the other one end, whatever happened here */
    return NULL;
}

static int run_both(end ends[2]) {
    int error = pthread_create(&ends[0].thread, NULL, run, &ends[0]);
    if (error != 0) {
        return error;
    }
    error = pthread_create(&ends[1].thread, NULL, run, &ends[1]);
    if (error == 0) {
        (void)pthread_join(ends[1].thread, NULL);
    } else {
        (void)shutdown(ends[1].fd, SHUT_RDWR);
    }
    (void)pthread_join(ends[0].thread, NULL);
    return error != 0 ? error : ends[1].error != 0 ? ends[1].error : ends[0].error;
}

static void first_and_last(const blaspool_cpu_set *mask, int *first, int *last) {
    *first = -1;
    for (int cpu = 0; cpu < BLASPOOL_MAX_CPUS; cpu++) {
        if (blaspool_cpu_set_contains(mask, cpu)) {
            *first = *first < 0 ? cpu : *first;
            *last = cpu;
        }
    }
}

blaspool_status blaspool_probe_wakeup(int64_t *nanos) {
    blaspool_cpu_set mask;
    blaspool_status status = blaspool_affinity_get(0, &mask);
    if (status != BLASPOOL_OK) {
        return status;
    }
    int fds[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0) {
        return blaspool_fail(
            BLASPOOL_SYSTEM, errno, "wake-up cannot be measured: call=socketpair errno=%d (%s)", errno,
            strerror(errno));
    }
    int64_t trips[TRIPS];
    end ends[2] = {{.fd = fds[0], .trips = trips}, {.fd = fds[1]}};
    first_and_last(&mask, &ends[0].cpu, &ends[1].cpu);
    int error = run_both(ends);
    (void)close(fds[0]);
    (void)close(fds[1]);
    if (error != 0) {
        return blaspool_fail(
            BLASPOOL_SYSTEM, error, "wake-up cannot be measured: errno=%d (%s)", error, strerror(error));
    }
    qsort(trips, TRIPS, sizeof trips[0], ascending);
    *nanos = trips[TRIPS / 2];
    return BLASPOOL_OK;
}
