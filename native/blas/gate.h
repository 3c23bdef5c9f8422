/* Counts the threads that are inside a BLAS, holds back those that are too many, and shuts for thread changes. */
#ifndef BLASPOOL_BLAS_GATE_H
#define BLASPOOL_BLAS_GATE_H

#include <pthread.h>
#include <stdatomic.h>

typedef struct blaspool_gate {
    int limit; /* callers at once, INT_MAX - 1 where there is no limit */
    atomic_int inside;
    atomic_int waiting;
    pthread_mutex_t mutex;
    pthread_cond_t left;
} blaspool_gate;

void blaspool_gate_init(blaspool_gate *gate, int limit);
void blaspool_gate_destroy(blaspool_gate *gate);

/* Waits while `limit` callers are inside, or while the gate is shut. */
void blaspool_gate_enter(blaspool_gate *gate);
void blaspool_gate_leave(blaspool_gate *gate);

/* Shuts the gate if nobody is inside (0), or says how many are. */
int blaspool_gate_shut(blaspool_gate *gate);
void blaspool_gate_open(blaspool_gate *gate);

#endif
