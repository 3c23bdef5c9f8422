/* Memory of each calling thread for packed operands: taken when first needed, given back when the thread ends. */
#ifndef BLASPOOL_BLAS_PACK_BUFFER_H
#define BLASPOOL_BLAS_PACK_BUFFER_H

#include <stddef.h>

/*
 * At least `count` doubles, aligned to a page, that are the calling thread's until it asks for more or ends; what is in
 * them is lost when it asks for more. NULL where there is no memory.
 */
double *blaspool_pack_buffer(size_t count);

#endif
