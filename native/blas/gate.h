/*
 * Counts the threads that are inside a BLAS, holds back those that are too many, and shuts while what holds for all of
 * them (threads, split rules) changes.
 */
#ifndef BLASPOOL_BLAS_GATE_H
#define BLASPOOL_BLAS_GATE_H

#include <pthread.h>
#include <stdatomic.h>

typedef struct blaspool_gate {
    int limit; /* callers at once, BLASPOOL_GATE_MOST where there is no limit */
    atomic_int inside;
    atomic_int waiting;
    pthread_mutex_t mutex;
    pthread_cond_t moved; /* somebody left, or the gate was opened */
} blaspool_gate;

/*
 * In `inside` from when somebody wants the gate shut until it is open again. No limit reaches it, so nobody enters
 * meanwhile, and whoever wants it shut waits for those who are inside alone.
 */
#define BLASPOOL_GATE_SHUT (1 << 30)
#define BLASPOOL_GATE_MOST (BLASPOOL_GATE_SHUT - 1)

void blaspool_gate_init(blaspool_gate *gate, int limit);
void blaspool_gate_destroy(blaspool_gate *gate);

/* Waits while `limit` callers are inside, or while the gate is shut or wanted shut. */
void blaspool_gate_enter(blaspool_gate *gate);
void blaspool_gate_leave(blaspool_gate *gate);

/* Whether somebody waits for those inside to leave: who has more to do leaves after this product and enters again. */
static inline int blaspool_gate_is_wanted(const blaspool_gate *gate) {
    return atomic_load_explicit(&gate->inside, memory_order_relaxed) >= BLASPOOL_GATE_SHUT;
}

/* Waits until nobody is inside, and lets nobody in until it is open again. For one thread at a time. */
void blaspool_gate_shut(blaspool_gate *gate);
void blaspool_gate_open(blaspool_gate *gate);

#endif
