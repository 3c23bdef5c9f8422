#ifndef BLASPOOL_HDF5_SERVE_H
#define BLASPOOL_HDF5_SERVE_H

#include "hdf5/message.h"

/* The memory that pieces go through, shared with the parent, in two halves: one is copied while the other is read into.
 */
typedef struct hdf5_memory {
    double *elements;
    uint64_t bytes;
} hdf5_memory;

/* Does what a request asks for and replies; false where the parent has gone. */
bool hdf5_serve(const hdf5_request *request, const char *path, const char *name, const hdf5_memory *memory);

#endif
