/* The dataset that a path of a file leads to, without leaving the file. */
#ifndef BLASPOOL_HDF5_FIND_H
#define BLASPOOL_HDF5_FIND_H

#include "hdf5/fault.h"
#include "hdf5/library.h"

enum { HDF5_LONGEST_PATH = 4096 };

/*
 * Finds the dataset of this path; where the path is empty, the one that is reached where every group on the way holds
 * one object.
 *
 * found: its path, of HDF5_LONGEST_PATH bytes
 */
bool hdf5_find(hid_t file, const char *path, char *found, hdf5_fault *fault);

/* A new property list by which a dataset is opened that no link may lead to in another file. */
hid_t hdf5_access(void);

#endif
