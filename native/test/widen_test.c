#include "elements/widen.h"
#include "expect_value.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

/* An odd number above a block, so that the last one is a part. */
#define COUNT 1013

static double doubles[COUNT];
static unsigned char stored[COUNT * sizeof(double)];

static const int WIDTHS[] = {
    [BLASPOOL_ELEMENT_F8] = 8, [BLASPOOL_ELEMENT_F4] = 4, [BLASPOOL_ELEMENT_F2] = 2, [BLASPOOL_ELEMENT_I1] = 1,
    [BLASPOOL_ELEMENT_I2] = 2, [BLASPOOL_ELEMENT_I4] = 4, [BLASPOOL_ELEMENT_I8] = 8, [BLASPOOL_ELEMENT_U1] = 1,
    [BLASPOOL_ELEMENT_U2] = 2, [BLASPOOL_ELEMENT_U4] = 4, [BLASPOOL_ELEMENT_U8] = 8, [BLASPOOL_ELEMENT_B1] = 1,
};

static void widen(blaspool_element type, int swapped, size_t count) {
    size_t bytes = count * (size_t)WIDTHS[type];
    memcpy((char *)doubles + count * sizeof(double) - bytes, stored, bytes);
    blaspool_widen(type, swapped, doubles, count);
}

/* The bytes of element i as a number, the first one the lowest. */
static uint64_t word(size_t i, int width) {
    uint64_t value = 0;
    for (int byte = width - 1; byte >= 0; byte--) {
        value = value << 8 | stored[i * (size_t)width + (size_t)byte];
    }
    return value;
}

static double half(uint64_t bits) {
    int exponent = (int)(bits >> 10 & 0x1f);
    int fraction = (int)(bits & 0x3ff);
    double magnitude = exponent == 0   ? ldexp(fraction, -24)
                       : exponent < 31 ? ldexp(1024 + fraction, exponent - 25)
                       : fraction == 0 ? (double)INFINITY
                                       : (double)NAN;
    return bits >> 15 != 0 ? -magnitude : magnitude;
}

static double expected(blaspool_element type, uint64_t bits) {
    uint32_t low = (uint32_t)bits;
    float single;
    double real;
    switch (type) {
    case BLASPOOL_ELEMENT_F8:
        memcpy(&real, &bits, sizeof real);
        return real;
    case BLASPOOL_ELEMENT_F4:
        memcpy(&single, &low, sizeof single);
        return single;
    case BLASPOOL_ELEMENT_F2:
        return half(bits);
    case BLASPOOL_ELEMENT_I1:
        return (int8_t)bits;
    case BLASPOOL_ELEMENT_I2:
        return (int16_t)bits;
    case BLASPOOL_ELEMENT_I4:
        return (int32_t)bits;
    case BLASPOOL_ELEMENT_I8:
        return (double)(int64_t)bits;
    case BLASPOOL_ELEMENT_B1:
        return bits != 0;
    default:
        return (double)bits;
    }
}

static int same(double had, double wanted) {
    return had == wanted ? signbit(had) == signbit(wanted) : isnan(had) && isnan(wanted);
}

static void should_widen_every_type_in_place(void) {
    for (int type = 0; type <= BLASPOOL_ELEMENT_B1; type++) {
        uint32_t state = 1;
        for (size_t i = 0; i < sizeof stored; i++) {
            state = state * 1664525 + 1013904223;
            stored[i] = i % 7 == 0 ? 0 : (unsigned char)(state >> 24);
        }
        int width = WIDTHS[type];
        int little = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__;
        widen((blaspool_element)type, !little, COUNT);
        for (size_t i = 0; i < COUNT; i++) {
            EXPECT(same(doubles[i], expected((blaspool_element)type, word(i, width))));
        }
        widen((blaspool_element)type, little, COUNT);
        for (size_t i = 0; i < COUNT; i++) {
            uint64_t reversed = __builtin_bswap64(word(i, width)) >> (64 - 8 * width);
            EXPECT(same(doubles[i], expected((blaspool_element)type, reversed)));
        }
    }
}

static void should_keep_the_bits_of_float64(void) {
    const uint64_t quiet = 0x7ff8000000000123;
    const uint64_t signalling = 0xfff0000000000001;
    memcpy(stored, &quiet, sizeof quiet);
    memcpy(stored + 8, &signalling, sizeof signalling);
    widen(BLASPOOL_ELEMENT_F8, 0, 2);
    EXPECT(memcmp(doubles, stored, 16) == 0);
}

static void should_round_large_integers_once(void) {
    const uint64_t tie = (UINT64_C(1) << 63) + 1024;
    const uint64_t above = (UINT64_C(1) << 63) + 1025;
    const int64_t negative = -(INT64_C(1) << 53) - 1;
    memcpy(stored, &tie, 8);
    memcpy(stored + 8, &above, 8);
    memcpy(stored + 16, &negative, 8);
    widen(BLASPOOL_ELEMENT_U8, 0, 2);
    EXPECT(doubles[0] == 0x1p63);
    EXPECT(doubles[1] == 0x1p63 + 2048);
    widen(BLASPOOL_ELEMENT_I8, 0, 3);
    EXPECT(doubles[2] == -0x1p53);
}

int main(void) {
    should_widen_every_type_in_place();
    should_keep_the_bits_of_float64();
    should_round_large_integers_once();
    return expect_exit_code();
}
