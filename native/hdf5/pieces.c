#include "hdf5/pieces.h"

/* The library takes half a kilobyte and more for each chunk that one call reads of. */
#define MOST_CHUNKS UINT64_C(4096)

static uint64_t least(uint64_t a, uint64_t b) { return a < b ? a : b; }

hdf5_pieces hdf5_pieces_of(const hdf5_dataset *dataset, uint64_t capacity) {
    uint64_t rows = dataset->rows, columns = dataset->columns;
    uint64_t unit_rows = dataset->chunk_rows == 0 ? 1 : least(dataset->chunk_rows, rows);
    uint64_t unit_columns = dataset->chunk_rows == 0 ? 1 : least(dataset->chunk_columns, columns);
    hdf5_pieces pieces = {.rows = rows, .columns = columns};
    if (rows == 0 || columns == 0) {
        return pieces;
    }
    if (dataset->chunk_rows != 0) {
        capacity = least(capacity, MOST_CHUNKS * unit_rows * unit_columns);
    }
    if (unit_rows <= capacity / columns) {
        pieces.block_rows = capacity / columns / unit_rows * unit_rows;
        pieces.block_columns = columns;
    } else if (unit_rows <= capacity / unit_columns) {
        pieces.block_rows = unit_rows;
        pieces.block_columns = capacity / unit_rows / unit_columns * unit_columns;
    } else {
        pieces.block_rows = unit_rows;
        pieces.block_columns = unit_columns;
    }
    pieces.piece_columns = least(pieces.block_columns, capacity);
    pieces.piece_rows = least(pieces.block_rows, capacity / pieces.piece_columns);
    return pieces;
}

bool hdf5_pieces_cut_chunks(const hdf5_pieces *pieces) {
    return pieces->piece_rows < pieces->block_rows || pieces->piece_columns < pieces->block_columns;
}

/* Goes to where the block after this one begins. */
static void next_block(hdf5_pieces *pieces) {
    pieces->block_column += pieces->block_columns;
    if (pieces->block_column >= pieces->columns) {
        pieces->block_column = 0;
        pieces->block_row += pieces->block_rows;
    }
    pieces->row = pieces->block_row;
    pieces->column = pieces->block_column;
}

bool hdf5_pieces_next(hdf5_pieces *pieces, hdf5_piece *piece) {
    if (pieces->columns == 0 || pieces->block_row >= pieces->rows) {
        return false;
    }
    uint64_t end_row = least(pieces->rows, pieces->block_row + pieces->block_rows);
    uint64_t end_column = least(pieces->columns, pieces->block_column + pieces->block_columns);
    piece->row = pieces->row;
    piece->column = pieces->column;
    piece->rows = least(pieces->piece_rows, end_row - pieces->row);
    piece->columns = least(pieces->piece_columns, end_column - pieces->column);
    pieces->column += piece->columns;
    if (pieces->column >= end_column) {
        pieces->column = pieces->block_column;
        pieces->row += piece->rows;
    }
    if (pieces->row >= end_row) {
        next_block(pieces);
    }
    return true;
}
