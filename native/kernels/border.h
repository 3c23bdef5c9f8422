/* Which products are small: those that kernels of our own compute always, on every machine. */
#ifndef BLASPOOL_KERNEL_BORDER_H
#define BLASPOOL_KERNEL_BORDER_H

#include <blaspool/blas.h>

/* The largest k of a product whose A is transposed: what is copied of A lies on the stack. */
enum { BLASPOOL_BORDER_DEPTH = 128 };

/* Whether the product is small; one with a size of 0 or with alpha = 0 is not. */
int blaspool_border_holds(const blaspool_product *product);

#endif
