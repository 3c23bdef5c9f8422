#include "blas/gate.h"

void blaspool_gate_init(blaspool_gate *gate, int limit) {
    gate->limit = limit < BLASPOOL_GATE_MOST ? limit : BLASPOOL_GATE_MOST;
    atomic_init(&gate->inside, 0);
    atomic_init(&gate->waiting, 0);
    pthread_mutex_init(&gate->mutex, NULL);
    pthread_cond_init(&gate->moved, NULL);
}

void blaspool_gate_destroy(blaspool_gate *gate) {
    pthread_cond_destroy(&gate->moved);
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

/* Those who were inside when the gate was wanted shut have left. */
static int is_empty(blaspool_gate *gate) { return atomic_load(&gate->inside) == BLASPOOL_GATE_SHUT; }

/*
 * A waiter announces itself before its last look at `inside`, whoever moves looks at `waiting` after its step: with
 * sequentially consistent atomics one of them sees the other, so no wake-up is lost.
 */
static void wait_until(blaspool_gate *gate, int is_so(blaspool_gate *gate)) {
    pthread_mutex_lock(&gate->mutex);
    atomic_fetch_add(&gate->waiting, 1);
    while (!is_so(gate)) {
        pthread_cond_wait(&gate->moved, &gate->mutex);
    }
    atomic_fetch_sub(&gate->waiting, 1);
    pthread_mutex_unlock(&gate->mutex);
}

static void wake(blaspool_gate *gate) {
    if (atomic_load(&gate->waiting) > 0) {
        pthread_mutex_lock(&gate->mutex);
        pthread_cond_broadcast(&gate->moved);
        pthread_mutex_unlock(&gate->mutex);
    }
}

void blaspool_gate_enter(blaspool_gate *gate) {
    if (!try_enter(gate)) {
        wait_until(gate, try_enter);
    }
}

void blaspool_gate_leave(blaspool_gate *gate) {
    atomic_fetch_sub(&gate->inside, 1);
    wake(gate);
}

void blaspool_gate_shut(blaspool_gate *gate) {
    atomic_fetch_or(&gate->inside, BLASPOOL_GATE_SHUT);
    if (!is_empty(gate)) {
        wait_until(gate, is_empty);
    }
}

void blaspool_gate_open(blaspool_gate *gate) {
    atomic_fetch_and(&gate->inside, ~BLASPOOL_GATE_SHUT);
    wake(gate);
}
