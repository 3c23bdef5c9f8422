/*
 * Matrices that are stored transposed as columns, four by four numbers at a time, or eight by eight where a vector
 * holds them: a column is then read as it was written, whole. The last ones may overlap others.
 */
#if defined(__clang__)
#define SHUFFLE_4(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
#define SHUFFLE_8(a, b, ...) __builtin_shufflevector(a, b, __VA_ARGS__)
#else
typedef int64_t mask_4 __attribute__((vector_size(32)));
typedef int64_t mask_8 __attribute__((vector_size(64)));
#define SHUFFLE_4(a, b, ...) __builtin_shuffle(a, b, (mask_4){__VA_ARGS__})
#define SHUFFLE_8(a, b, ...) __builtin_shuffle(a, b, (mask_8){__VA_ARGS__})
#endif

static inline void transpose_4x4(const double *from, int64_t from_column, double *to, int64_t to_column) {
    const vector_4 a = *(const stored_4 *)from, b = *(const stored_4 *)(from + from_column);
    const vector_4 c = *(const stored_4 *)(from + 2 * from_column), d = *(const stored_4 *)(from + 3 * from_column);
    const vector_4 ab_even = SHUFFLE_4(a, b, 0, 4, 2, 6), ab_odd = SHUFFLE_4(a, b, 1, 5, 3, 7);
    const vector_4 cd_even = SHUFFLE_4(c, d, 0, 4, 2, 6), cd_odd = SHUFFLE_4(c, d, 1, 5, 3, 7);
    *(stored_4 *)to = SHUFFLE_4(ab_even, cd_even, 0, 1, 4, 5);
    *(stored_4 *)(to + to_column) = SHUFFLE_4(ab_odd, cd_odd, 0, 1, 4, 5);
    *(stored_4 *)(to + 2 * to_column) = SHUFFLE_4(ab_even, cd_even, 2, 3, 6, 7);
    *(stored_4 *)(to + 3 * to_column) = SHUFFLE_4(ab_odd, cd_odd, 2, 3, 6, 7);
}

#if TRANSPOSED_SIDE == 8
static inline void transpose_8x8(const double *from, int64_t from_column, double *to, int64_t to_column) {
    vector_8 pairs[8], fours[8];
    UNROLL for (int i = 0; i < 8; i += 2) {
        const vector_8 a = *(const stored_8 *)(from + i * from_column);
        const vector_8 b = *(const stored_8 *)(from + (i + 1) * from_column);
        pairs[i] = SHUFFLE_8(a, b, 0, 8, 2, 10, 4, 12, 6, 14);
        pairs[i + 1] = SHUFFLE_8(a, b, 1, 9, 3, 11, 5, 13, 7, 15);
    }
    UNROLL for (int i = 0; i < 8; i++) {
        const int first = i / 4 * 4 + i % 2; /* 0 1 0 1 4 5 4 5 */
        fours[i] = i % 4 < 2 ? SHUFFLE_8(pairs[first], pairs[first + 2], 0, 1, 8, 9, 4, 5, 12, 13)
                             : SHUFFLE_8(pairs[first], pairs[first + 2], 2, 3, 10, 11, 6, 7, 14, 15);
    }
    UNROLL for (int i = 0; i < 4; i++) {
        *(stored_8 *)(to + i * to_column) = SHUFFLE_8(fours[i], fours[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
        *(stored_8 *)(to + (i + 4) * to_column) = SHUFFLE_8(fours[i], fours[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
    }
}
#endif

static void transpose(int64_t rows, int64_t k, const double *a, int64_t lda, double *to, int64_t height) {
#if TRANSPOSED_SIDE == 8
    const int64_t side = rows < 8 || k < 8 ? 4 : 8;
#else
    const int64_t side = 4;
#endif
    if (rows < side || k < side) {
        for (int64_t i = 0; i < rows; i++) {
            for (int64_t l = 0; l < k; l++) {
                to[i + l * height] = a[l + i * lda];
            }
        }
        return;
    }
    for (int64_t i = 0; i < rows; i += side) {
        const int64_t row = i + side <= rows ? i : rows - side;
        for (int64_t l = 0; l < k; l += side) {
            const int64_t depth = l + side <= k ? l : k - side;
            const double *from = a + depth + row * lda;
#if TRANSPOSED_SIDE == 8
            if (side == 8) {
                transpose_8x8(from, lda, to + row + depth * height, height);
                continue;
            }
#endif
            transpose_4x4(from, lda, to + row + depth * height, height);
        }
    }
}
