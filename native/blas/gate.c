#include "blas/gate.h"

#include <limits.h>

/* In `inside` while the gate is shut: no limit reaches it, so nobody enters. */
#define SHUT INT_MAX

void blaspool_gate_init(blaspool_gate *gate, int limit) {
    gate->limit = limit;
    atomic_init(&gate->inside, 0);
    atomic_init(&gate->waiting, 0);
    pthread_mutex_init(&gate->mutex, NULL);
    pthread_cond_init(&gate->left, NULL);
}

void blaspool_gate_destroy(blaspool_gate *gate) {
    pthread_cond_destroy(&gate->left);
    pthread_mutex_destroy(&gate->mutex);
}

static int try_enter(blaspool_gate *gate) {
    int inside = atomic_load(&gate->inside);
    while (inside < gate->limit) {
        if (atomic_compare_exchange_weak(&gate->inside, &inside, inside + 1)) {
            return 1;
        }
    }
    return 0;
}

void blaspool_gate_enter(blaspool_gate *gate) {
    if (try_enter(gate)) {
        return;
    }
    /*
     * A waiter announces itself before its last look at `inside`, whoever leaves looks at `waiting` after its step
     * out: with sequentially consistent atomics one of them sees the other, so no wake-up is lost.
     */
    pthread_mutex_lock(&gate->mutex);
    atomic_fetch_add(&gate->waiting, 1);
    while (!try_enter(gate)) {
        pthread_cond_wait(&gate->left, &gate->mutex);
    }
    atomic_fetch_sub(&gate->waiting, 1);
    pthread_mutex_unlock(&gate->mutex);
}

static void wake(blaspool_gate *gate) {
    if (atomic_load(&gate->waiting) > 0) {
        pthread_mutex_lock(&gate->mutex);
        pthread_cond_broadcast(&gate->left);
        pthread_mutex_unlock(&gate->mutex);
    }
}

void blaspool_gate_leave(blaspool_gate *gate) {
    atomic_fetch_sub(&gate->inside, 1);
    wake(gate);
}

int blaspool_gate_shut(blaspool_gate *gate) {
    int inside = 0;
    atomic_compare_exchange_strong(&gate->inside, &inside, SHUT);
    return inside;
}

void blaspool_gate_open(blaspool_gate *gate) {
    atomic_store(&gate->inside, 0);
    wake(gate);
}
