/* A new file of one contiguous dataset of doubles, without its elements. */
#ifndef BLASPOOL_HDF5_SKELETON_H
#define BLASPOOL_HDF5_SKELETON_H

#include "hdf5/fault.h"

#include <stdint.h>

/* What lies before and behind the elements of the file, one after the other. */
typedef struct hdf5_skeleton {
    char bytes[64 << 10];
    uint64_t head_bytes, tail_bytes;
} hdf5_skeleton;

/*
 * Has the library make the file that holds a dataset of this path and shape, and takes what is not elements from it.
 *
 * directory: where the file is made, in which it has no name by then; its blocks of elements are never written
 */
bool hdf5_skeleton_make(
    const char *directory, const char *path, uint64_t rows, uint64_t columns, hdf5_skeleton *skeleton,
    hdf5_fault *fault);

#endif
