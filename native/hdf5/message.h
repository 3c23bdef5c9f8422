/*
 * What the parent and this process say to each other, over standard input and output, in this machine's byte order.
 *
 *   parent: request, path, name                           this process: a greeting (LOADED or NO_LIBRARY), then for
 * each DESCRIBE                                              DESCRIBED, or REFUSED READ, and after DESCRIBED a byte: 1
 * go on, 0 no       DESCRIBED, PIECE..., or REFUSED in place of any of them and after each piece a byte at most one
 * piece more than bytes came back MAKE                                                  MADE, or REFUSED
 */
#ifndef BLASPOOL_HDF5_MESSAGE_H
#define BLASPOOL_HDF5_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum hdf5_operation { HDF5_DESCRIBE = 1, HDF5_READ = 2, HDF5_MAKE = 3 } hdf5_operation;

typedef enum hdf5_kind {
    HDF5_LOADED = 1, /* text: version and path of the library */
    HDF5_NO_LIBRARY, /* text: why */
    HDF5_DESCRIBED,  /* values: rows, columns, bytes of an element, bytes of a chunk */
    HDF5_PIECE,      /* values: first row and column, rows, columns; elements are in the halves of the memory in turn */
    HDF5_MADE,       /* values: bytes before and behind the elements; text: these bytes */
    HDF5_REFUSED     /* text: what is wrong, a zero, what follows the file's name */
} hdf5_kind;

typedef struct hdf5_request {
    uint64_t operation;
    uint64_t cpu_millis; /* the process ends when it takes more before it replies, big chunks apart */
    uint64_t rows, columns;
    uint64_t path_bytes, name_bytes;
} hdf5_request;

typedef struct hdf5_reply {
    uint64_t kind;
    uint64_t values[4];
    uint64_t text_bytes;
} hdf5_reply;

/* False at the end of the input, or where the parent has gone. */
bool hdf5_receive(void *data, size_t bytes);

bool hdf5_send(hdf5_kind kind, const uint64_t *values, const char *text, size_t text_bytes);

#endif
