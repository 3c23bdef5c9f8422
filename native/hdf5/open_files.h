/* HDF5 files that are open, the last few of them: many datasets of one file are read one after another. */
#ifndef BLASPOOL_HDF5_OPEN_FILES_H
#define BLASPOOL_HDF5_OPEN_FILES_H

#include "hdf5/fault.h"
#include "hdf5/library.h"

/* Opens a file for reading, or gives the one that is open and still the same; it is not closed by the caller. */
bool hdf5_open_file(const char *path, hid_t *file, hdf5_fault *fault);

void hdf5_close_files(void);

#endif
