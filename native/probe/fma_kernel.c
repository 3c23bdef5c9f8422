/*
 * Each kernel keeps more independent chains in registers than units x latency: two units of four or five cycles
 * need ten at the most, cores with four 128-bit units sixteen. x <- x + factor * addend, as dgemm has it, grows by a
 * small step each time, so the operands stay normal numbers however long it runs.
 */
#include "probe/fma_kernel.h"

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

/* Read at run time, so that nothing can be computed by the compiler. */
static volatile double factor_source = 0.75, addend_source = 0.5;

#define TWELVE(apply)                                                                                                  \
    apply(0) apply(1) apply(2) apply(3) apply(4) apply(5) apply(6) apply(7) apply(8) apply(9) apply(10) apply(11)

#define TWENTY_FOUR(apply)                                                                                             \
    TWELVE(apply)                                                                                                      \
    apply(12) apply(13) apply(14) apply(15) apply(16) apply(17) apply(18) apply(19) apply(20) apply(21) apply(22)      \
        apply(23)

#if defined(__x86_64__)

#define START(i) __m512d x##i = _mm512_set1_pd((double)i);
#define STEP(i) x##i = _mm512_fmadd_pd(factor, addend, x##i);
#define ADD(i) sum = _mm512_add_pd(sum, x##i);

__attribute__((target("avx512f"))) static double run_avx512(int64_t rounds) {
    const __m512d factor = _mm512_set1_pd(factor_source), addend = _mm512_set1_pd(addend_source);
    TWENTY_FOUR(START)
    for (int64_t round = 0; round < rounds; round++) {
        TWENTY_FOUR(STEP)
    }
    __m512d sum = _mm512_setzero_pd();
    TWENTY_FOUR(ADD)
    return _mm512_reduce_add_pd(sum);
}

#undef START
#undef STEP
#undef ADD
#define START(i) __m256d x##i = _mm256_set1_pd((double)i);
#define STEP(i) x##i = _mm256_fmadd_pd(factor, addend, x##i);
#define ADD(i) sum = _mm256_add_pd(sum, x##i);

/* Twelve chains and two constants fill 14 of the 16 registers. */
__attribute__((target("avx2,fma"))) static double run_avx2(int64_t rounds) {
    const __m256d factor = _mm256_set1_pd(factor_source), addend = _mm256_set1_pd(addend_source);
    TWELVE(START)
    for (int64_t round = 0; round < rounds; round++) {
        TWELVE(STEP)
    }
    __m256d sum = _mm256_setzero_pd();
    TWELVE(ADD)
    double lanes[4];
    _mm256_storeu_pd(lanes, sum);
    return lanes[0] + lanes[1] + lanes[2] + lanes[3];
}

#undef START
#undef STEP
#undef ADD

#elif defined(__aarch64__)

#define START(i) float64x2_t x##i = vdupq_n_f64((double)i);
#define STEP(i) x##i = vfmaq_f64(x##i, factor, addend);
#define ADD(i) sum = vaddq_f64(sum, x##i);

static double run_neon(int64_t rounds) {
    const float64x2_t factor = vdupq_n_f64(factor_source), addend = vdupq_n_f64(addend_source);
    TWENTY_FOUR(START)
    for (int64_t round = 0; round < rounds; round++) {
        TWENTY_FOUR(STEP)
    }
    float64x2_t sum = vdupq_n_f64(0.0);
    TWENTY_FOUR(ADD)
    return vgetq_lane_f64(sum, 0) + vgetq_lane_f64(sum, 1);
}

#undef START
#undef STEP
#undef ADD

#endif

#define START(i) double x##i = (double)i;
#define STEP(i) x##i = x##i * factor + addend;
#define ADD(i) sum += x##i;

/* The product must not be loop-invariant here, or it would be computed once. */
static double run_scalar(int64_t rounds) {
    const double factor = factor_source, addend = addend_source;
    TWELVE(START)
    for (int64_t round = 0; round < rounds; round++) {
        TWELVE(STEP)
    }
    double sum = 0.0;
    TWELVE(ADD)
    return sum;
}

blaspool_fma_kernel blaspool_fma_kernel_widest(void) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f")) {
        return (blaspool_fma_kernel){run_avx512, INT64_C(24) * 8 * 2, 512};
    }
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
        return (blaspool_fma_kernel){run_avx2, INT64_C(12) * 4 * 2, 256};
    }
#elif defined(__aarch64__)
    return (blaspool_fma_kernel){run_neon, INT64_C(24) * 2 * 2, 128};
#endif
    return (blaspool_fma_kernel){run_scalar, INT64_C(12) * 2, 0};
}
