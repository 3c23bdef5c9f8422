/* Why a file is refused, in words. */
#ifndef BLASPOOL_HDF5_FAULT_H
#define BLASPOOL_HDF5_FAULT_H

#include <stdbool.h>
#include <stddef.h>

/* What is wrong, up to where the file is named, and what follows the name. */
typedef struct hdf5_fault {
    char what[128];
    char rest[1600];
} hdf5_fault;

/* Sets both; `format` is printf's, for the rest. Characters that do not print become '?'. Returns false. */
bool hdf5_refuse(hdf5_fault *fault, const char *what, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Refuses with the first and most specific of the library's own errors. Returns false. */
bool hdf5_refuse_as_library(hdf5_fault *fault);

/* Whether the library's first error says that an object is not there. */
bool hdf5_is_not_found(void);

#endif
