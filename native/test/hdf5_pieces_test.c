/* How datasets of HDF5 are cut into pieces. */
#include "expect.h"

#include "hdf5/pieces.h"

enum { SIDE = 40 };

typedef struct shape {
    uint64_t rows, columns, chunk_rows, chunk_columns;
} shape;

static hdf5_dataset of(shape is) {
    return (hdf5_dataset){
        .id = 1,
        .rows = is.rows,
        .columns = is.columns,
        .element_bytes = 8,
        .chunk_rows = is.chunk_rows,
        .chunk_columns = is.chunk_columns};
}

/* Every element in one piece, no piece above the capacity, no chunk begun before the last one is done. */
static void check(shape is, uint64_t capacity) {
    static int seen[SIDE][SIDE];
    memset(seen, 0, sizeof seen);
    hdf5_dataset dataset = of(is);
    hdf5_pieces pieces = hdf5_pieces_of(&dataset, capacity);
    bool cut = hdf5_pieces_cut_chunks(&pieces);
    hdf5_piece piece;
    uint64_t elements = 0;
    while (hdf5_pieces_next(&pieces, &piece)) {
        EXPECT(piece.rows * piece.columns <= capacity && piece.rows > 0 && piece.columns > 0);
        REQUIRE(piece.row + piece.rows <= is.rows && piece.column + piece.columns <= is.columns);
        for (uint64_t i = piece.row; i < piece.row + piece.rows; i++) {
            for (uint64_t j = piece.column; j < piece.column + piece.columns; j++) {
                seen[i][j]++;
                elements++;
            }
        }
        if (is.chunk_rows > 0 && !cut) {
            EXPECT(piece.row % is.chunk_rows == 0 && piece.column % is.chunk_columns == 0);
            EXPECT((piece.row + piece.rows) % is.chunk_rows == 0 || piece.row + piece.rows == is.rows);
            EXPECT(
                (piece.column + piece.columns) % is.chunk_columns == 0 || piece.column + piece.columns == is.columns);
        }
        if (cut) {
            EXPECT(piece.row / is.chunk_rows == (piece.row + piece.rows - 1) / is.chunk_rows);
            EXPECT(piece.column / is.chunk_columns == (piece.column + piece.columns - 1) / is.chunk_columns);
        }
    }
    EXPECT(elements == is.rows * is.columns);
    for (uint64_t i = 0; i < is.rows; i++) {
        for (uint64_t j = 0; j < is.columns; j++) {
            EXPECT(seen[i][j] == 1);
        }
    }
}

static void should_have_every_element_in_one_piece(void) {
    srand(7);
    for (int i = 0; i < 2000; i++) {
        shape is = {(uint64_t)rand() % SIDE + 1, (uint64_t)rand() % SIDE + 1, 0, 0};
        if (i % 3 > 0) {
            is.chunk_rows = (uint64_t)rand() % SIDE + 1;
            is.chunk_columns = (uint64_t)rand() % SIDE + 1;
        }
        check(is, (uint64_t)rand() % 300 + 1);
    }
}

static void should_have_no_piece_of_nothing(void) {
    hdf5_dataset dataset = of((shape){0, 5, 0, 0});
    hdf5_pieces pieces = hdf5_pieces_of(&dataset, 10);
    hdf5_piece piece;
    EXPECT(!hdf5_pieces_next(&pieces, &piece));
}

static void should_not_overflow_with_the_largest_sizes(void) {
    hdf5_dataset dataset = of((shape){1, UINT64_C(1) << 59, UINT64_C(1) << 30, 1});
    hdf5_pieces pieces = hdf5_pieces_of(&dataset, UINT64_C(1) << 18);
    hdf5_piece piece;
    EXPECT(hdf5_pieces_next(&pieces, &piece) && piece.rows == 1 && piece.columns <= UINT64_C(1) << 18);
}

static void should_read_of_few_chunks_at_once(void) {
    hdf5_dataset dataset = of((shape){1000000, 1, 1, 1});
    hdf5_pieces pieces = hdf5_pieces_of(&dataset, UINT64_C(1) << 18);
    hdf5_piece piece;
    EXPECT(hdf5_pieces_next(&pieces, &piece) && piece.rows == 4096);
}

int main(void) {
    should_have_every_element_in_one_piece();
    should_have_no_piece_of_nothing();
    should_not_overflow_with_the_largest_sizes();
    should_read_of_few_chunks_at_once();
    return expect_exit_code();
}
