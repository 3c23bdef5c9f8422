/* What the instruction sets' files share of words for vectors. */
#ifndef BLASPOOL_KERNEL_VECTORS_H
#define BLASPOOL_KERNEL_VECTORS_H

#if defined(__clang__)
#define UNROLL _Pragma("unroll")
#else
#define UNROLL _Pragma("GCC unroll 8")
#endif

/* A value that the compiler takes as it is, without computing its multiples ahead and keeping them in registers. */
#define HIDDEN(value) __asm__("" : "+r"(value))

#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)

#define SPLAT_1(x) (x)
#define SPLAT_2(x) ((vector_2){(x), (x)})
#define SPLAT_4(x) ((vector_4){(x), (x), (x), (x)})
#define SPLAT_8(x) ((vector_8){(x), (x), (x), (x), (x), (x), (x), (x)})

#define FMA_1(a, b, c) __builtin_fma(a, b, c) /* one instruction with the flags of these files */

#endif
