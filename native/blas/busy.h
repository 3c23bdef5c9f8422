/* How many tasks of this process compute in a call of a BLAS: what runs, whatever the library says of itself. */
#ifndef BLASPOOL_BLAS_BUSY_H
#define BLASPOOL_BLAS_BUSY_H

#include "blas/blas_internal.h"

/*
 * The name of each task that a BLAS starts while it is loaded or told a number of threads: tasks inherit the name of
 * whoever starts them, and these are told by it from the rest of the process. The calling thread has it in between.
 */
typedef struct blaspool_task_name {
    char before[16];
} blaspool_task_name;

blaspool_task_name blaspool_task_name_take(void);
void blaspool_task_name_give_back(const blaspool_task_name *name);

/*
 * Both while nobody is inside. Each computes products in a thread of its own for about 50 ms, for at most half a second
 * where threads of earlier calls still spin. Whether the BLAS computes with `threads` tasks; `computing` says how many
 * were seen where that is not so. What cannot be seen is believed.
 */
int blaspool_busy_is(const blaspool_blas *blas, int threads, int *computing);

/* The tasks that compute; 0 where that cannot be seen. */
int blaspool_busy_count(const blaspool_blas *blas);

#endif
