/* Elements of files as doubles: floats and integers of 1 to 8 bytes, in either byte order. */
#ifndef BLASPOOL_WIDEN_H
#define BLASPOOL_WIDEN_H

#include <stddef.h>

/* By numpy's names. */
typedef enum blaspool_element {
    BLASPOOL_ELEMENT_F8,
    BLASPOOL_ELEMENT_F4,
    BLASPOOL_ELEMENT_F2,
    BLASPOOL_ELEMENT_I1,
    BLASPOOL_ELEMENT_I2,
    BLASPOOL_ELEMENT_I4,
    BLASPOOL_ELEMENT_I8,
    BLASPOOL_ELEMENT_U1,
    BLASPOOL_ELEMENT_U2,
    BLASPOOL_ELEMENT_U4,
    BLASPOOL_ELEMENT_U8,
    BLASPOOL_ELEMENT_B1,
} blaspool_element;

/*
 * Widens, in place, `count` elements that lie in the last bytes of `doubles`. Integers beyond 2^53 become the nearest
 * double, ties to even; float64 keeps its bits, NaN's included.
 *
 * swapped: whether the elements are in the other byte order than this machine's.
 */
void blaspool_widen(blaspool_element type, int swapped, double *doubles, size_t count);

#endif
