/* The kernels that this CPU computes with. */
#ifndef BLASPOOL_KERNEL_CHOOSE_H
#define BLASPOOL_KERNEL_CHOOSE_H

#include "kernels/kernel_set.h"

#include <blaspool/status.h>

/*
 * The widest set that the CPU has, or the one that BLASPOOL_KERNELS names (avx512, avx2, neon, off), which is
 * UNAVAILABLE where the CPU has it not. NULL in `set` where there is none: without fused multiply-adds, or, as `is_off`
 * tells, off.
 */
blaspool_status blaspool_kernels_choose(const blaspool_kernel_set **set, int *is_off);

/* Whether the CPU computes vectors of eight doubles in two halves, so that shorter ones waste less. */
int blaspool_vectors_are_halved(void);

#endif
