#include <blaspool/probe.h>

#include <blaspool/affinity.h>

#include "probe/fma_kernel.h"
#include "probe/fma_run.h"
#include "status/status_internal.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define MIN_NANOS INT64_C(1000000)

double blaspool_probe_fma_rate(int64_t nanos, int *vector_bits) {
    blaspool_fma_kernel kernel = blaspool_fma_kernel_widest();
    if (vector_bits != NULL) {
        *vector_bits = kernel.vector_bits;
    }
    nanos = nanos > MIN_NANOS ? nanos : MIN_NANOS;
    blaspool_fma_run run;
    if (blaspool_fma_prepare(&run, &kernel, blaspool_fma_calibrate(&kernel), nanos) != 0) {
        return 0.0;
    }
    atomic_int unfinished = 1;
    blaspool_fma_measure(&run, nanos, &unfinished);
    double rate = blaspool_fma_rate_within(&run, INT64_MIN, INT64_MAX);
    free(run.slices);
    return rate;
}

/* Holds every thread back until all are pinned, so that they run at the same time, or lets them go home. */
typedef struct start_gate {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    atomic_int unfinished;
    int arrived;
    enum { GATE_CLOSED, GATE_OPEN, GATE_CANCELLED } state;
} start_gate;

typedef struct fma_thread {
    start_gate *gate;
    int cpu;
    int64_t nanos;
    blaspool_fma_run run;
    blaspool_status status;
    int error;
    char message[512];
    pthread_t thread;
} fma_thread;

static int pass(start_gate *gate) {
    (void)pthread_mutex_lock(&gate->mutex);
    gate->arrived++;
    (void)pthread_cond_broadcast(&gate->changed);
    while (gate->state == GATE_CLOSED) {
        (void)pthread_cond_wait(&gate->changed, &gate->mutex);
    }
    int open = gate->state == GATE_OPEN;
    (void)pthread_mutex_unlock(&gate->mutex);
    return open;
}

static void open_gate(start_gate *gate, int expected, int started) {
    (void)pthread_mutex_lock(&gate->mutex);
    while (gate->arrived < started) {
        (void)pthread_cond_wait(&gate->changed, &gate->mutex);
    }
    gate->state = started == expected ? GATE_OPEN : GATE_CANCELLED;
    (void)pthread_cond_broadcast(&gate->changed);
    (void)pthread_mutex_unlock(&gate->mutex);
}

static void *run_thread(void *argument) {
    fma_thread *self = argument;
    blaspool_cpu_set cpus = {{0}};
    blaspool_cpu_set_add(&cpus, self->cpu);
    self->status = blaspool_affinity_set(0, &cpus);
    if (self->status != BLASPOOL_OK) {
        self->error = blaspool_last_errno();
        strncpy(self->message, blaspool_last_error(), sizeof self->message - 1);
    }
    if (self->status != BLASPOOL_OK) {
        (void)atomic_fetch_sub(&self->gate->unfinished, 1);
        (void)pass(self->gate);
    } else if (pass(self->gate)) {
        blaspool_fma_measure(&self->run, self->nanos, &self->gate->unfinished);
    }
    return NULL;
}

/* The first failure of any thread, kept for the caller's. */
static blaspool_status first_failure(const fma_thread *all, int threads) {
    for (int i = 0; i < threads; i++) {
        if (all[i].status != BLASPOOL_OK) {
            return blaspool_fail(all[i].status, all[i].error, "%s", all[i].message);
        }
    }
    return BLASPOOL_OK;
}

/*
 * How many threads share the CPU of thread i. A slice is short enough to run undisturbed even then, so that its rate is
 * the whole CPU's, of which each of them is due its part.
 */
static int sharers(const fma_thread *all, int threads, int i) {
    int count = 0;
    for (int j = 0; j < threads; j++) {
        count += all[j].cpu == all[i].cpu;
    }
    return count;
}

/* Each thread's rate while all were running. */
static blaspool_status add_up(const fma_thread *all, int threads, double *flop_per_second) {
    int64_t from = INT64_MIN, to = INT64_MAX;
    for (int i = 0; i < threads; i++) {
        from = all[i].run.start > from ? all[i].run.start : from;
        to = all[i].run.end < to ? all[i].run.end : to;
    }
    double sum = 0.0;
    for (int i = 0; i < threads; i++) {
        double rate = blaspool_fma_rate_within(&all[i].run, from, to);
        if (rate == 0.0) {
            return blaspool_fail(BLASPOOL_NO_MEMORY, ENOMEM, "not enough memory: threads=%d", threads);
        }
        sum += rate / sharers(all, threads, i);
    }
    *flop_per_second = sum;
    return BLASPOOL_OK;
}

static blaspool_status run_all(fma_thread *all, int threads, start_gate *gate, double *flop_per_second) {
    int started = 0, error = 0;
    while (started < threads && error == 0) {
        error = pthread_create(&all[started].thread, NULL, run_thread, &all[started]);
        started += error == 0;
    }
    open_gate(gate, threads, started);
    for (int i = 0; i < started; i++) {
        (void)pthread_join(all[i].thread, NULL);
    }
    if (error != 0) {
        return blaspool_fail(
            BLASPOOL_UNAVAILABLE, error, "threads cannot be started: threads=%d started=%d errno=%d (%s)", threads,
            started, error, strerror(error));
    }
    blaspool_status status = first_failure(all, threads);
    return status != BLASPOOL_OK ? status : add_up(all, threads, flop_per_second);
}

int blaspool_fma_next_cpu(const blaspool_cpu_set *mask, int before) {
    for (int i = 1; i <= BLASPOOL_MAX_CPUS; i++) {
        const int cpu = (before + i) % BLASPOOL_MAX_CPUS;
        if (blaspool_cpu_set_contains(mask, cpu)) {
            return cpu;
        }
    }
    return 0;
}

/* Left to the scheduler, two threads may be put on one CPU, and the peak would come out as half. */
static blaspool_status place(fma_thread *all, int threads, const int *cpus) {
    blaspool_cpu_set mask;
    blaspool_status status = cpus == NULL ? blaspool_affinity_get(0, &mask) : BLASPOOL_OK;
    for (int i = 0; i < threads && status == BLASPOOL_OK; i++) {
        all[i].cpu = cpus != NULL ? cpus[i] : blaspool_fma_next_cpu(&mask, i == 0 ? -1 : all[i - 1].cpu);
    }
    return status;
}

blaspool_status blaspool_probe_fma_rate_all(int threads, const int *cpus, int64_t nanos, double *flop_per_second) {
    if (threads < 1) {
        return blaspool_fail(BLASPOOL_INVALID, 0, "thread count is wrong: threads=%d, expected at least 1", threads);
    }
    for (int i = 0; cpus != NULL && i < threads; i++) {
        if (cpus[i] < 0 || cpus[i] >= BLASPOOL_MAX_CPUS) {
            return blaspool_fail(
                BLASPOOL_INVALID, 0, "cpu number is wrong: cpu=%d, expected 0 to %d", cpus[i], BLASPOOL_MAX_CPUS - 1);
        }
    }
    nanos = nanos > MIN_NANOS ? nanos : MIN_NANOS;
    blaspool_fma_kernel kernel = blaspool_fma_kernel_widest();
    const int64_t rounds = blaspool_fma_calibrate(&kernel);
    start_gate gate = {.mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER, .unfinished = threads};
    fma_thread *all = calloc((size_t)threads, sizeof *all);
    blaspool_status status = BLASPOOL_OK;
    for (int i = 0; all != NULL && i < threads && status == BLASPOOL_OK; i++) {
        all[i].gate = &gate;
        all[i].nanos = nanos;
        status = blaspool_fma_prepare(&all[i].run, &kernel, rounds, nanos) == 0 ? BLASPOOL_OK : BLASPOOL_NO_MEMORY;
    }
    if (all == NULL || status != BLASPOOL_OK) {
        status = blaspool_fail(BLASPOOL_NO_MEMORY, ENOMEM, "not enough memory: threads=%d", threads);
    } else {
        status = place(all, threads, cpus);
        status = status == BLASPOOL_OK ? run_all(all, threads, &gate, flop_per_second) : status;
    }
    for (int i = 0; all != NULL && i < threads; i++) {
        free(all[i].run.slices);
    }
    free(all);
    return status;
}
