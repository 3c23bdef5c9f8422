/* The loops of fused multiply-adds behind the FMA peak, and which of them this CPU can run. */
#ifndef BLASPOOL_FMA_KERNEL_H
#define BLASPOOL_FMA_KERNEL_H

#include <stdint.h>

typedef struct blaspool_fma_kernel {
    /* Runs `rounds` rounds and returns a value that depends on all of them, so that none can be left out. */
    double (*run)(int64_t rounds);
    int64_t flop_per_round;
    int vector_bits; /* 0: scalar, without FMA instructions */
} blaspool_fma_kernel;

/* The one of the widest vectors that CPU and operating system both have. */
blaspool_fma_kernel blaspool_fma_kernel_widest(void);

#endif
