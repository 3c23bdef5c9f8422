#include <blaspool/probe.h>

#include <blaspool/affinity.h>

#include "probe/fma_kernel.h"
#include "probe/sample.h"
#include "status/status_internal.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* Long enough for the clock's own cost to vanish, short enough to lie between two interruptions. */
#define SLICE_NANOS INT64_C(1000000)
#define MIN_NANOS INT64_C(1000000)

/* Ends a measurement: more slices than this tell nothing new. */
enum { MAX_SLICES = 65536 };

typedef struct fma_slice {
    int64_t start, end;
} fma_slice;

typedef struct fma_run {
    int64_t rounds; /* of a slice */
    int64_t flop;   /* of a slice */
    size_t count;
    fma_slice *slices;
} fma_run;

static double run_checked(const blaspool_fma_kernel *kernel, int64_t rounds) {
    static volatile double sink;
    return sink = kernel->run(rounds);
}

/* The shortest of a few tries: a try that was interrupted would make the slices too short. */
static int64_t calibrate(const blaspool_fma_kernel *kernel) {
    const int64_t rounds = 2000;
    int64_t shortest = INT64_MAX;
    for (int i = 0; i < 20; i++) {
        int64_t start = blaspool_monotonic_nanos();
        (void)run_checked(kernel, rounds);
        int64_t nanos = blaspool_monotonic_nanos() - start;
        shortest = nanos < shortest ? nanos : shortest;
    }
    return rounds * SLICE_NANOS / (shortest > 0 ? shortest : 1) + 1;
}

static size_t capacity_for(int64_t nanos) {
    int64_t slices = nanos / SLICE_NANOS * 2 + 4; /* twice as many, should the clock speed up after calibration */
    return slices < MAX_SLICES ? (size_t)slices : MAX_SLICES;
}

static int start_run(fma_run *run, int64_t nanos) {
    *run = (fma_run){.slices = calloc(capacity_for(nanos), sizeof(fma_slice))};
    return run->slices == NULL ? -1 : 0;
}

static void measure(const blaspool_fma_kernel *kernel, int64_t nanos, fma_run *run) {
    run->rounds = calibrate(kernel);
    run->flop = run->rounds * kernel->flop_per_round;
    size_t capacity = capacity_for(nanos);
    int64_t end = blaspool_monotonic_nanos() + nanos;
    do {
        fma_slice *slice = &run->slices[run->count++];
        slice->start = blaspool_monotonic_nanos();
        (void)run_checked(kernel, run->rounds);
        slice->end = blaspool_monotonic_nanos();
    } while (run->count < capacity && run->slices[run->count - 1].end < end);
}

/* FLOP/s of the slices that lie within [from, to]; 0 where there is none, or no memory to sort them in. */
static double rate_within(const fma_run *run, int64_t from, int64_t to) {
    double *rates = malloc(run->count * sizeof *rates);
    if (rates == NULL) {
        return 0.0;
    }
    size_t count = 0;
    for (size_t i = 0; i < run->count; i++) {
        const fma_slice *slice = &run->slices[i];
        if (slice->start >= from && slice->end <= to && slice->end > slice->start) {
            rates[count++] = (double)run->flop * 1e9 / (double)(slice->end - slice->start);
        }
    }
    double rate = count == 0 ? 0.0 : blaspool_upper_median(rates, count);
    free(rates);
    return rate;
}

double blaspool_probe_fma_rate(int64_t nanos, int *vector_bits) {
    blaspool_fma_kernel kernel = blaspool_fma_kernel_widest();
    if (vector_bits != NULL) {
        *vector_bits = kernel.vector_bits;
    }
    nanos = nanos > MIN_NANOS ? nanos : MIN_NANOS;
    fma_run run;
    if (start_run(&run, nanos) != 0) {
        return 0.0;
    }
    measure(&kernel, nanos, &run);
    double rate = rate_within(&run, INT64_MIN, INT64_MAX);
    free(run.slices);
    return rate;
}

/* Holds every thread back until all are pinned, so that they run at the same time, or lets them go home. */
typedef struct start_gate {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    int arrived;
    enum { GATE_CLOSED, GATE_OPEN, GATE_CANCELLED } state;
} start_gate;

typedef struct fma_thread {
    start_gate *gate;
    const blaspool_fma_kernel *kernel;
    int cpu; /* -1: not pinned */
    int64_t nanos;
    fma_run run;
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
    if (self->cpu >= 0) {
        blaspool_cpu_set cpus = {{0}};
        blaspool_cpu_set_add(&cpus, self->cpu);
        self->status = blaspool_affinity_set(0, &cpus);
        if (self->status != BLASPOOL_OK) {
            self->error = blaspool_last_errno();
            strncpy(self->message, blaspool_last_error(), sizeof self->message - 1);
        }
    }
    if (pass(self->gate) && self->status == BLASPOOL_OK) {
        measure(self->kernel, self->nanos, &self->run);
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
 * How many threads share the CPU of thread i, on average where they are not pinned. A slice is short enough to run
 * undisturbed even then, so that its rate is the whole CPU's, of which each of them is due its part.
 */
static double sharers(const fma_thread *all, int threads, int i) {
    if (all[i].cpu >= 0) {
        int count = 0;
        for (int j = 0; j < threads; j++) {
            count += all[j].cpu == all[i].cpu;
        }
        return count;
    }
    blaspool_cpu_set mask;
    int cpus = blaspool_affinity_get(0, &mask) == BLASPOOL_OK ? blaspool_cpu_set_count(&mask) : threads;
    return threads > cpus ? (double)threads / cpus : 1.0;
}

/* Each thread's rate while all were running. Where they never were, the machine has not that many CPUs for us. */
static blaspool_status add_up(const fma_thread *all, int threads, double *flop_per_second) {
    int64_t from = INT64_MIN, to = INT64_MAX;
    for (int i = 0; i < threads; i++) {
        const fma_run *run = &all[i].run;
        int64_t start = run->slices[0].start, end = run->slices[run->count - 1].end;
        from = start > from ? start : from;
        to = end < to ? end : to;
    }
    double sum = 0.0;
    for (int i = 0; i < threads; i++) {
        double rate = rate_within(&all[i].run, from, to);
        if (rate == 0.0) {
            return blaspool_fail(
                BLASPOOL_UNAVAILABLE, 0, "threads did not run at the same time: threads=%d, expected a cpu for each",
                threads);
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
    start_gate gate = {.mutex = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};
    fma_thread *all = calloc((size_t)threads, sizeof *all);
    blaspool_status status = BLASPOOL_OK;
    for (int i = 0; all != NULL && i < threads && status == BLASPOOL_OK; i++) {
        all[i].gate = &gate;
        all[i].kernel = &kernel;
        all[i].cpu = cpus == NULL ? -1 : cpus[i];
        all[i].nanos = nanos;
        status = start_run(&all[i].run, nanos) == 0 ? BLASPOOL_OK : BLASPOOL_NO_MEMORY;
    }
    if (all == NULL || status != BLASPOOL_OK) {
        status = blaspool_fail(BLASPOOL_NO_MEMORY, ENOMEM, "not enough memory: threads=%d", threads);
    } else {
        status = run_all(all, threads, &gate, flop_per_second);
    }
    for (int i = 0; all != NULL && i < threads; i++) {
        free(all[i].run.slices);
    }
    free(all);
    return status;
}
