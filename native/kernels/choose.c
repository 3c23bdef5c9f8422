#include "kernels/choose.h"

#include "status/status_internal.h"

#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__)
#include <cpuid.h>

static int has_avx2(void) { return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"); }

static int has_avx512(void) {
    return has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512dq");
}

/* AMD's family 19h (Zen 4) has pipes of 256 bits; 1Ah (Zen 5), where they may be of 512, is taken for such. */
static int is_zen4(void) {
    unsigned eax, ebx, ecx, edx;
    if (!__get_cpuid(0, &eax, &ebx, &ecx, &edx) || ebx != signature_AMD_ebx ||
        !__get_cpuid(1, &eax, &ebx, &ecx, &edx)) {
        return 0;
    }
    return (eax >> 8 & 0xf) + (eax >> 20 & 0xff) == 0x19;
}

#else

static int always(void) { return 1; }

#endif

/* The widest first. */
static const struct {
    const blaspool_kernel_set *set;
    int (*is_there)(void);
} sets[] = {
#if defined(__x86_64__)
    {&blaspool_kernels_avx512, has_avx512},
    {&blaspool_kernels_avx2, has_avx2},
#elif defined(__aarch64__)
    {&blaspool_kernels_neon, always},
#else
    {NULL, always},
#endif
};

blaspool_status blaspool_kernels_choose(const blaspool_kernel_set **set, int *is_off) {
    const char *asked = getenv("BLASPOOL_KERNELS");
    const int is_asked = asked != NULL && asked[0] != '\0';
    *set = NULL;
    *is_off = is_asked && strcmp(asked, "off") == 0;
    if (*is_off) {
        return BLASPOOL_OK;
    }
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        if (sets[i].set != NULL && sets[i].is_there() && (!is_asked || strcmp(asked, sets[i].set->name) == 0)) {
            *set = sets[i].set;
            return BLASPOOL_OK;
        }
    }
    if (!is_asked) {
        return BLASPOOL_OK;
    }
    return blaspool_fail(
        BLASPOOL_UNAVAILABLE, 0,
        "kernels are not there on this CPU: BLASPOOL_KERNELS=%s, allowed avx512, avx2 and neon where the CPU has them, "
        "and "
        "off",
        asked);
}

int blaspool_vectors_are_halved(void) {
#if defined(__x86_64__)
    static int known; /* 1: no, 2: yes; whoever comes first, they all write the same */
    int value = __atomic_load_n(&known, __ATOMIC_RELAXED);
    if (value == 0) {
        value = is_zen4() ? 2 : 1;
        __atomic_store_n(&known, value, __ATOMIC_RELAXED);
    }
    return value == 2;
#else
    return 0;
#endif
}
