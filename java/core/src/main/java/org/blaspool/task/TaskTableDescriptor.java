package org.blaspool.task;

/**
 * Layout of a task table, twin of {@code blaspool/table.h}. All words are native-endian and naturally aligned.
 *
 * <pre>
 *   0    +------------------------------------------------------------------+
 *        | header, 128 bytes                                                |
 *        |   0 magic u64 "BLSPTAB1"    8 version u32      12 slots u32      |
 *        |  16 products i64           24 chunks i64       32 bytes u64      |
 *        |  40 slots offset u64       48 chunks offset u64                  |
 *        |  56 products offset u64    64 cursor u64 (atomic, a hint only)   |
 *        |  72 stop u32 (atomic)      76 content u32                        |
 *        |  80 marks offset u64                                             |
 *   128  +------------------------------------------------------------------+
 *        | slots x 128 bytes: what each worker (or thread) is doing         |
 *        |   0 enter_nanos i64   8 exit_nanos i64   16 products i64         |
 *        |  24 chunks i64       32 current chunk + 1 u64 (0: none)          |
 *        |  40 current product + 1 u64                                      |
 *        |  48 run: next chunk u64     56 its end u64 (a hint only)         |
 *        |  64 multiply-adds by small kernels u64, split u64, plain u64 of  |
 *        |     workers in other processes                                   |
 *        +------------------------------------------------------------------+
 *        | chunks x 16 bytes                                                |
 *        |   0 claim u64 (atomic)                     8 first product i64   |
 *        +------------------------------------------------------------------+
 *        | products x 96 bytes: a dgemm product, or three operands of       |
 *        |   32 bytes each (of a user's operation); or one dgemm product    |
 *        |   for all, and from each to the next, in doubles                 |
 *        |  96 stride a i64    104 stride b i64   112 stride c i64          |
 *        +------------------------------------------------------------------+
 *        | products x 1 byte: 0 to be done, 1 to be passed over             |
 *        +------------------------------------------------------------------+
 *
 *   dgemm product                            operand
 *   0 m i64       8 n i64      16 k i64      0 reference u64   8 rows i64
 *  24 lda i64    32 ldb i64    40 ldc i64   16 columns i64    24 leading dimension i64,
 *  48 alpha f64  56 beta f64   64 a u64                          negative: row-major, 0: no operand
 *  72 b u64      80 c u64
 *  88 transpose a u32          92 transpose b u32
 * </pre>
 *
 * A reference is the number of a region in the upper 16 bits and the byte offset in it in the lower 48; region 0 is the
 * process itself.
 */
final class TaskTableDescriptor {
    static final int CONTENT_PRODUCTS = 0;
    static final int CONTENT_OPERANDS = 1;
    static final int CONTENT_STRIDED = 2;

    static final long HEADER_SLOTS = 12;
    static final long HEADER_PRODUCTS = 16;
    static final long HEADER_CHUNKS = 24;
    static final long HEADER_BYTES = 32;
    static final long HEADER_SLOTS_OFFSET = 40;
    static final long HEADER_CHUNKS_OFFSET = 48;
    static final long HEADER_PRODUCTS_OFFSET = 56;
    static final long HEADER_STOP = 72;
    static final long HEADER_CONTENT = 76;
    static final long HEADER_MARKS_OFFSET = 80;

    static final long SLOT_BYTES = 128;
    static final long SLOT_ENTER_NANOS = 0;
    static final long SLOT_EXIT_NANOS = 8;
    static final long SLOT_PRODUCTS = 16;
    static final long SLOT_CHUNKS = 24;
    static final long SLOT_CURRENT_CHUNK = 32;
    static final long SLOT_CURRENT_PRODUCT = 40;

    static final long SLOT_COMPUTED = 64;

    static final long CHUNK_BYTES = 16;
    static final long CHUNK_FIRST = 8;

    /** A claim word: bits 0-7 state, 8-31 owner (slot), 32-63 attempt. */
    static final long CLAIM_STATE_MASK = 0xff;

    static final int CLAIM_OWNER_SHIFT = 8;
    static final long CLAIM_OWNER_MASK = 0xffffff;
    static final int CLAIM_ATTEMPT_SHIFT = 32;

    static final long PRODUCT_BYTES = 96;
    static final long PRODUCT_M = 0;
    static final long PRODUCT_N = 8;
    static final long PRODUCT_K = 16;
    static final long PRODUCT_LDA = 24;
    static final long PRODUCT_LDB = 32;
    static final long PRODUCT_LDC = 40;
    static final long PRODUCT_ALPHA = 48;
    static final long PRODUCT_BETA = 56;
    static final long PRODUCT_A = 64;
    static final long PRODUCT_B = 72;
    static final long PRODUCT_C = 80;
    static final long PRODUCT_TRANSPOSE_A = 88;
    static final long PRODUCT_TRANSPOSE_B = 92;

    static final long STRIDE_A = 96;
    static final long STRIDE_B = 104;
    static final long STRIDE_C = 112;

    static final long OPERAND_BYTES = 32;
    static final long OPERAND_REFERENCE = 0;
    static final long OPERAND_ROWS = 8;
    static final long OPERAND_COLUMNS = 16;
    static final long OPERAND_LEADING_DIMENSION = 24;
    static final long OPERANDS_OFFSET = 32;
    static final long OPERANDS_COUNT = 40;

    static final int REFERENCE_REGION_SHIFT = 48;
    static final long REFERENCE_OFFSET_MASK = (1L << REFERENCE_REGION_SHIFT) - 1;

    private TaskTableDescriptor() {}
}
