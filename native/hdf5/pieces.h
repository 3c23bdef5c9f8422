/* How a dataset is cut into pieces that fit a buffer, so that every chunk is read and decoded once. */
#ifndef BLASPOOL_HDF5_PIECES_H
#define BLASPOOL_HDF5_PIECES_H

#include "hdf5/dataset.h"

/* Blocks are taken row by row of blocks, each block in pieces that fit. */
typedef struct hdf5_pieces {
    uint64_t rows, columns;             /* of the dataset */
    uint64_t block_rows, block_columns; /* whole chunks */
    uint64_t piece_rows, piece_columns; /* smaller where a chunk alone does not fit */
    uint64_t block_row, block_column;   /* where the next piece is */
    uint64_t row, column;
} hdf5_pieces;

/* capacity: elements that a piece may have, at least 1 */
hdf5_pieces hdf5_pieces_of(const hdf5_dataset *dataset, uint64_t capacity);

/* Whether a chunk is read in several pieces. */
bool hdf5_pieces_cut_chunks(const hdf5_pieces *pieces);

/* The next piece; false after the last. */
bool hdf5_pieces_next(hdf5_pieces *pieces, hdf5_piece *piece);

#endif
