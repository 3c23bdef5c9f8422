#include "blas/blas_internal.h"

const char *blaspool_blas_get_kernels(const blaspool_blas *blas) {
    if (blas->kernels != NULL) {
        return blas->kernels->name;
    }
    return blas->cpu_kernels != NULL || blas->kernels_are_off ? "off" : "none";
}

void blaspool_blas_get_computed(const blaspool_blas *blas, blaspool_computed *computed) {
    *computed = (blaspool_computed){
        atomic_load_explicit(&blas->computed.small, memory_order_relaxed),
        atomic_load_explicit(&blas->computed.split, memory_order_relaxed),
        atomic_load_explicit(&blas->computed.plain, memory_order_relaxed)};
}

void blaspool_blas_set_kernels(blaspool_blas *blas, int on) {
    const blaspool_kernel_set *kernels = on ? blas->cpu_kernels : NULL;
    pthread_mutex_lock(&blas->setting);
    if (kernels != blas->kernels) {
        blaspool_gate_shut(&blas->gate);
        blas->kernels = kernels;
        blaspool_gate_open(&blas->gate);
    }
    pthread_mutex_unlock(&blas->setting);
}
