#include "elements/widen.h"

#include <stdint.h>
#include <string.h>

/*
 * Elements that are copied out at once, before their place is written: doubles grow from the front over the narrow
 * elements, and never reach one that was not copied, since an element begins at or behind the double that it becomes.
 * A loop of so many, a constant, is one that compilers vectorize.
 */
#define BLOCK 64

static inline uint8_t swap_1(uint8_t word) { return word; }
static inline uint16_t swap_2(uint16_t word) { return __builtin_bswap16(word); }
static inline uint32_t swap_4(uint32_t word) { return __builtin_bswap32(word); }
static inline uint64_t swap_8(uint64_t word) { return __builtin_bswap64(word); }

static inline double from_f8(uint64_t word) {
    double value;
    memcpy(&value, &word, sizeof value);
    return value;
}

static inline double from_f4(uint32_t word) {
    float value;
    memcpy(&value, &word, sizeof value);
    return value;
}

/* IEEE 754 binary16: 1 bit of sign, 5 of exponent (bias 15), 10 of fraction. */
static inline double from_f2(uint16_t word) {
    uint64_t sign = (uint64_t)(word >> 15) << 63;
    uint64_t exponent = word >> 10 & 0x1f;
    uint64_t fraction = word & 0x3ff;
    if (exponent == 0) {
        double magnitude = (double)fraction * 0x1p-24;
        return sign != 0 ? -magnitude : magnitude;
    }
    uint64_t wide_exponent = exponent == 0x1f ? 0x7ff : exponent - 15 + 1023;
    return from_f8(sign | wide_exponent << 52 | fraction << 42);
}

static inline double from_i1(uint8_t word) { return (int8_t)word; }
static inline double from_i2(uint16_t word) { return (int16_t)word; }
static inline double from_i4(uint32_t word) { return (int32_t)word; }
static inline double from_i8(uint64_t word) { return (double)(int64_t)word; }
static inline double from_u1(uint8_t word) { return word; }
static inline double from_u2(uint16_t word) { return word; }
static inline double from_u4(uint32_t word) { return word; }
static inline double from_u8(uint64_t word) { return (double)word; }
static inline double from_b1(uint8_t word) { return word != 0 ? 1 : 0; }

/* One block of `count` elements, at most BLOCK, from `source` to `target`, which may overlap. */
#define DEFINE_BLOCK(name, word, swap)                                                                                 \
    static inline void block_##name(const char *source, int swapped, double *target, size_t count) {                   \
        word words[BLOCK];                                                                                             \
        memcpy(words, source, count * sizeof(word));                                                                   \
        if (swapped) {                                                                                                 \
            for (size_t i = 0; i < count; i++) {                                                                       \
                words[i] = swap(words[i]);                                                                             \
            }                                                                                                          \
        }                                                                                                              \
        for (size_t i = 0; i < count; i++) {                                                                           \
            target[i] = from_##name(words[i]);                                                                         \
        }                                                                                                              \
    }                                                                                                                  \
    static void widen_##name(int swapped, double *doubles, size_t count) {                                             \
        const char *source = (const char *)doubles + count * (sizeof(double) - sizeof(word));                          \
        size_t done = 0;                                                                                               \
        for (; done + BLOCK <= count; done += BLOCK) {                                                                 \
            block_##name(source + done * sizeof(word), swapped, doubles + done, BLOCK);                                \
        }                                                                                                              \
        block_##name(source + done * sizeof(word), swapped, doubles + done, count - done);                             \
    }

DEFINE_BLOCK(f8, uint64_t, swap_8)
DEFINE_BLOCK(f4, uint32_t, swap_4)
DEFINE_BLOCK(f2, uint16_t, swap_2)
DEFINE_BLOCK(i1, uint8_t, swap_1)
DEFINE_BLOCK(i2, uint16_t, swap_2)
DEFINE_BLOCK(i4, uint32_t, swap_4)
DEFINE_BLOCK(i8, uint64_t, swap_8)
DEFINE_BLOCK(u1, uint8_t, swap_1)
DEFINE_BLOCK(u2, uint16_t, swap_2)
DEFINE_BLOCK(u4, uint32_t, swap_4)
DEFINE_BLOCK(u8, uint64_t, swap_8)
DEFINE_BLOCK(b1, uint8_t, swap_1)

void blaspool_widen(blaspool_element type, int swapped, double *doubles, size_t count) {
    static void (*const widen[])(int, double *, size_t) = {
        [BLASPOOL_ELEMENT_F8] = widen_f8, [BLASPOOL_ELEMENT_F4] = widen_f4, [BLASPOOL_ELEMENT_F2] = widen_f2,
        [BLASPOOL_ELEMENT_I1] = widen_i1, [BLASPOOL_ELEMENT_I2] = widen_i2, [BLASPOOL_ELEMENT_I4] = widen_i4,
        [BLASPOOL_ELEMENT_I8] = widen_i8, [BLASPOOL_ELEMENT_U1] = widen_u1, [BLASPOOL_ELEMENT_U2] = widen_u2,
        [BLASPOOL_ELEMENT_U4] = widen_u4, [BLASPOOL_ELEMENT_U8] = widen_u8, [BLASPOOL_ELEMENT_B1] = widen_b1,
    };
    widen[type](swapped, doubles, count);
}
