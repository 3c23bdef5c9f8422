/*
 * The tiles for vectors of WIDTH doubles, included once a width by each instruction set's file, which defines
 * FMA_WIDTH(a, b, c) for it, and FETCHING where tiles that fetch the next product's operands are wanted. The FMA is
 * spelled out, because no compiler promises to make one of a product and a sum. Loops over rows and columns are
 * unrolled whole, so that all sums stay in registers.
 */
#ifndef NAMED
#define MOVED(pointer, bytes) ((__typeof__(pointer))(uintptr_t)((uintptr_t)(pointer) + (uintptr_t)(bytes)))
#define ROW(i) ((i) == rows - 1 ? last : (int64_t)(i)*WIDTH * (int64_t)sizeof(double))
#define NAMED(name) JOIN(name, WIDTH)
#define FMA JOIN(FMA_, WIDTH)
#define SPLAT JOIN(SPLAT_, WIDTH)
#define VECTOR NAMED(vector_)
#define STORED NAMED(stored_)
#endif

#if WIDTH == 1
typedef double VECTOR;
typedef double STORED;
#else
typedef double VECTOR __attribute__((vector_size(WIDTH * sizeof(double))));
typedef double STORED __attribute__((vector_size(WIDTH * sizeof(double)), aligned(8), may_alias));
#endif

static inline __attribute__((always_inline)) void NAMED(compute_)(
    const int rows, const int columns, const int fetching, const blaspool_panel *panel, const double *a,
    const double *b, double *c, int64_t groups, blaspool_ahead *ahead) {
    const int64_t a_column = panel->a_column, b_row = panel->b_row;
    const int64_t last = rows == 1 ? 0 : panel->last; /* a single vector is as long as there are rows */
    /* Column j of B is reached from one of two addresses by 0 to 3 strides, which addressing has room for. */
    int64_t b_column = panel->b_column, b_columns_3 = 3 * b_column;
    HIDDEN(b_column);
    HIDDEN(b_columns_3);
    do {
        VECTOR sums[BLASPOOL_TILE_VECTORS][BLASPOOL_TILE_COLUMNS];
        UNROLL for (int i = 0; i < rows; i++) {
            UNROLL for (int j = 0; j < columns; j++) { sums[i][j] = SPLAT(0.0); }
        }
        const double *a_now = a, *b_now = b, *b_later = MOVED(b, 4 * b_column);
        int64_t left = panel->k;
        do {
            VECTOR of_a[BLASPOOL_TILE_VECTORS];
            UNROLL for (int i = 0; i < rows; i++) { of_a[i] = *(const STORED *)MOVED(a_now, ROW(i)); }
            UNROLL for (int j = 0; j < columns; j++) {
                const double *from = j < 4 ? b_now : b_later;
                const double of_b = *MOVED(from, j % 4 == 3 ? b_columns_3 : j % 4 * b_column);
                UNROLL for (int i = 0; i < rows; i++) { sums[i][j] = FMA(of_a[i], SPLAT(of_b), sums[i][j]); }
            }
            if (fetching) {
                __builtin_prefetch(ahead->a, 0, 3);
                __builtin_prefetch(ahead->b, 0, 3);
                __builtin_prefetch(ahead->c, 1, 3);
                ahead->a += panel->a_step;
                ahead->b += panel->b_step;
                ahead->c += panel->c_step;
            }
            a_now = MOVED(a_now, a_column);
            b_now = MOVED(b_now, b_row);
            b_later = MOVED(b_later, b_row);
        } while (--left != 0);
        const int64_t c_column = panel->c_column;
        const double alpha = panel->alpha, beta = panel->beta;
        double *at = c;
        if (beta == 0) {
            /* A product with one has the same bits, and takes as long as a fused multiply-add. */
            if (alpha != 1) {
                UNROLL for (int j = 0; j < columns; j++) {
                    UNROLL for (int i = 0; i < rows; i++) { sums[i][j] *= SPLAT(alpha); }
                }
            }
            UNROLL for (int j = 0; j < columns; j++) {
                UNROLL for (int i = 0; i < rows; i++) { *(STORED *)MOVED(at, ROW(i)) = sums[i][j]; }
                at = MOVED(at, c_column);
                HIDDEN(at);
            }
        } else {
            /* All of a column is read before any of it is written: its last vector may overlap the others. */
            UNROLL for (int j = 0; j < columns; j++) {
                UNROLL for (int i = 0; i < rows; i++) {
                    const VECTOR before = *(STORED *)MOVED(at, ROW(i));
                    sums[i][j] = FMA(SPLAT(alpha), sums[i][j], SPLAT(beta) * before);
                }
                UNROLL for (int i = 0; i < rows; i++) { *(STORED *)MOVED(at, ROW(i)) = sums[i][j]; }
                at = MOVED(at, c_column);
                HIDDEN(at);
            }
        }
        b = MOVED(b, columns * b_column);
        c = at;
    } while (--groups != 0);
}

#ifndef ARGUMENTS
#define ARGUMENTS                                                                                                      \
    const blaspool_panel *panel, const double *a, const double *b, double *c, int64_t groups, blaspool_ahead *ahead
#define PLAIN(rows, columns) NAMED(plain_##rows##_##columns##_)
#define AHEAD(rows, columns) NAMED(ahead_##rows##_##columns##_)
#define DEFINE_PLAIN(rows, columns)                                                                                    \
    static void PLAIN(rows, columns)(ARGUMENTS) { NAMED(compute_)(rows, columns, 0, panel, a, b, c, groups, ahead); }
#define DEFINE_AHEAD(rows, columns)                                                                                    \
    static void AHEAD(rows, columns)(ARGUMENTS) { NAMED(compute_)(rows, columns, 1, panel, a, b, c, groups, ahead); }
#define ITEM_PLAIN(rows, columns) PLAIN(rows, columns),
#define ITEM_AHEAD(rows, columns) AHEAD(rows, columns),
#define UP_TO_4(apply, rows) apply(rows, 1) apply(rows, 2) apply(rows, 3) apply(rows, 4)
#define UP_TO_6(apply, rows) UP_TO_4(apply, rows) apply(rows, 5) apply(rows, 6)
#define UP_TO_8(apply, rows) UP_TO_6(apply, rows) apply(rows, 7) apply(rows, 8)
#define ROWS_1(apply) UP_TO_8(apply, 1)
#define ROWS_2(apply) JOIN(UP_TO_, COLUMNS_2)(apply, 2)
#define ROWS_3(apply) JOIN(UP_TO_, COLUMNS_3)(apply, 3)
#endif

ROWS_1(DEFINE_PLAIN)
#if VECTORS >= 2
ROWS_2(DEFINE_PLAIN)
#endif
#if VECTORS >= 3
ROWS_3(DEFINE_PLAIN)
#endif
#if FETCHING
ROWS_1(DEFINE_AHEAD)
ROWS_2(DEFINE_AHEAD)
ROWS_3(DEFINE_AHEAD)
#endif

static const blaspool_panel_set NAMED(panels_) = {
    .vectors = VECTORS,
    .columns = {8, COLUMNS_2, COLUMNS_3},
    .plain =
        {
            {ROWS_1(ITEM_PLAIN)},
#if VECTORS >= 2
            {ROWS_2(ITEM_PLAIN)},
#endif
#if VECTORS >= 3
            {ROWS_3(ITEM_PLAIN)},
#endif
        },
#if FETCHING
    .ahead = {{ROWS_1(ITEM_AHEAD)}, {ROWS_2(ITEM_AHEAD)}, {ROWS_3(ITEM_AHEAD)}},
#endif
};

#undef WIDTH
#undef VECTORS
#undef FETCHING
