/* A dataset of two dimensions whose elements become doubles. */
#ifndef BLASPOOL_HDF5_DATASET_H
#define BLASPOOL_HDF5_DATASET_H

#include "hdf5/fault.h"
#include "hdf5/library.h"

/* Sizes of chunks are 0 where there are none. */
typedef struct hdf5_dataset {
    hid_t id;
    uint64_t rows, columns;
    uint64_t element_bytes;
    uint64_t chunk_rows, chunk_columns;
    bool leaves_memory; /* what was never written is not even filled */
} hdf5_dataset;

/* Some rows and columns of it. */
typedef struct hdf5_piece {
    uint64_t row, column, rows, columns;
} hdf5_piece;

/*
 * Opens a dataset by its path, or the only one of the file where the path is empty. It is closed by
 * hdf5_dataset_close, also after a refusal. False where it is refused.
 */
bool hdf5_dataset_open(hid_t file, const char *path, hdf5_dataset *dataset, hdf5_fault *fault);

/* Has a chunk of this many bytes kept while pieces of it are read. */
bool hdf5_dataset_keep_chunk(hid_t file, const char *path, hdf5_dataset *dataset, hdf5_fault *fault);

/* Bytes of a chunk as stored before compression; 0 where there are none. */
uint64_t hdf5_dataset_chunk_bytes(const hdf5_dataset *dataset);

/* Reads a piece as doubles of this machine, row by row without gaps. */
bool hdf5_dataset_read(const hdf5_dataset *dataset, const hdf5_piece *piece, double *elements, hdf5_fault *fault);

void hdf5_dataset_close(hdf5_dataset *dataset);

#endif
