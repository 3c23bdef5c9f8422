package org.blaspool.task;

import static org.blaspool.task.TaskTableDescriptor.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.jni.NativeTable;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.memory.Region;
import org.blaspool.operation.Application;
import org.blaspool.usage.Computed;

/**
 * The tasks of one batch, cut into chunks, in memory that the threads of this process or several processes share. A
 * worker claims a chunk by compare-and-set on the chunk's own word, so no message is needed for a task and exactly a
 * dead worker's chunks can be given to others. {@link TaskTableDescriptor} has the layout.
 *
 * <p>Claiming and finishing are thread-safe; laying out, {@link #reset()} and {@link #close()} are for the owner while
 * nobody works. The matrices that it refers to are not its own.
 */
public final class TaskTable implements AutoCloseable {
    private final Region region;
    private final long address;
    private final TaskJournal journal;

    private TaskTable(Region region, TaskJournal journal) {
        this.region = region;
        this.address = region.address();
        this.journal = journal;
    }

    /**
     * Lays out the products of a batch.
     *
     * @param chunking where chunks begin
     * @param slots how many workers may work on it
     * @param map numbers of the batch's regions
     * @param shared whether other processes will attach it
     */
    public static TaskTable ofProducts(Batch batch, Chunking chunking, int slots, RegionMap map, boolean shared) {
        return ofProducts(batch, chunking, slots, map, shared, false);
    }

    /** The same, with a {@link TaskJournal} where that is asked for. */
    public static TaskTable ofProducts(
            Batch batch, Chunking chunking, int slots, RegionMap map, boolean shared, boolean journal) {
        Optional<TableStrides> strides = TableStrides.of(batch.products(), map);
        int content = strides.isPresent() ? CONTENT_STRIDED : CONTENT_PRODUCTS;
        TaskTable table = create(content, chunking, slots, shared, 0, journal);
        long record = table.recordsOffset();
        if (strides.isPresent()) {
            table.writeProduct(record, batch.get(0), map);
            strides.get().write(table.region, record);
            return table;
        }
        for (Dgemm product : batch.products()) {
            table.writeProduct(record, product, map);
            record += PRODUCT_BYTES;
        }
        return table;
    }

    /** Lays out calls of a user's operation; otherwise as {@link #ofProducts}. */
    public static TaskTable ofApplications(
            List<Application> applications, Chunking chunking, int slots, RegionMap map, boolean shared) {
        long operands =
                applications.stream().mapToLong(call -> call.operands().size()).sum();
        TaskTable table = create(CONTENT_OPERANDS, chunking, slots, shared, operands * OPERAND_BYTES, false);
        long record = table.recordsOffset();
        long at = table.region.getLong(HEADER_BYTES);
        for (Application application : applications) {
            table.writeOperand(record, application.result(), map);
            table.region.putLong(record + OPERANDS_OFFSET, at);
            table.region.putLong(record + OPERANDS_COUNT, application.operands().size());
            for (StoredMatrix operand : application.operands()) {
                table.writeOperand(at, operand, map);
                at += OPERAND_BYTES;
            }
            record += PRODUCT_BYTES;
        }
        return table;
    }

    /** A table of tasks of which only the claims matter: their operands are known by index elsewhere. Shared. */
    public static TaskTable ofClaims(Chunking chunking, int slots, boolean journal) {
        return create(CONTENT_OPERANDS, chunking, slots, true, 0, journal);
    }

    /** @param operandBytes of operands behind the table, in the same region, where there is no journal */
    private static TaskTable create(
            int content, Chunking chunking, int slots, boolean shared, long operandBytes, boolean journal) {
        long tasks = chunking.tasks();
        long tableBytes = NativeTable.bytes(content, tasks, chunking.chunks(), slots);
        boolean journalled = journal && tasks <= TaskJournal.MOST_TASKS;
        long bytes = journalled ? TaskJournal.bytesBehind(tableBytes, tasks) : tableBytes + operandBytes;
        Region region = shared ? Region.createShared(bytes, 1) : Region.createPrivate(bytes, 1);
        NativeTable.init(region.address(), tableBytes, content, tasks, slots, chunking.firsts());
        return new TaskTable(region, journalled ? TaskJournal.create(region, tableBytes, tasks) : TaskJournal.NONE);
    }

    /** The table in a region that another process laid out; magic, version and bounds are checked. Takes the region over. */
    public static TaskTable attach(Region region) {
        NativeTable.check(region.address(), region.bytes());
        long tasks = region.getLong(HEADER_PRODUCTS);
        return new TaskTable(region, TaskJournal.find(region, region.getLong(HEADER_BYTES), tasks));
    }

    private void writeProduct(long record, Dgemm product, RegionMap map) {
        Dgemm call = product.columnMajor();
        region.putLong(record + PRODUCT_M, call.m());
        region.putLong(record + PRODUCT_N, call.n());
        region.putLong(record + PRODUCT_K, call.k());
        region.putLong(record + PRODUCT_LDA, call.a().leadingDimension());
        region.putLong(record + PRODUCT_LDB, call.b().leadingDimension());
        region.putLong(record + PRODUCT_LDC, call.c().leadingDimension());
        region.putDouble(record + PRODUCT_ALPHA, call.alpha());
        region.putDouble(record + PRODUCT_BETA, call.beta());
        region.putLong(record + PRODUCT_A, map.reference(call.a()));
        region.putLong(record + PRODUCT_B, map.reference(call.b()));
        region.putLong(record + PRODUCT_C, map.reference(call.c()));
        region.putInt(record + PRODUCT_TRANSPOSE_A, call.transposeA() ? 1 : 0);
        region.putInt(record + PRODUCT_TRANSPOSE_B, call.transposeB() ? 1 : 0);
    }

    private void writeOperand(long record, StoredMatrix matrix, RegionMap map) {
        long leadingDimension = matrix.leadingDimension();
        region.putLong(record + OPERAND_REFERENCE, map.reference(matrix));
        region.putLong(record + OPERAND_ROWS, matrix.rows());
        region.putLong(record + OPERAND_COLUMNS, matrix.columns());
        region.putLong(
                record + OPERAND_LEADING_DIMENSION,
                matrix.layout() == Layout.ROW_MAJOR ? -leadingDimension : leadingDimension);
    }

    /** Product {@code index} as this process sees it: column-major matrices over its mapped regions. */
    public Dgemm product(long index, RegionMap map) {
        boolean strided = region.getInt(HEADER_CONTENT) == CONTENT_STRIDED;
        long record = recordsOffset() + (strided ? 0 : index * PRODUCT_BYTES);
        TableStrides strides = strided ? TableStrides.read(region, record) : TableStrides.NONE;
        long m = region.getLong(record + PRODUCT_M);
        long n = region.getLong(record + PRODUCT_N);
        long k = region.getLong(record + PRODUCT_K);
        boolean transposeA = region.getInt(record + PRODUCT_TRANSPOSE_A) != 0;
        boolean transposeB = region.getInt(record + PRODUCT_TRANSPOSE_B) != 0;
        return new Dgemm(
                region.getDouble(record + PRODUCT_ALPHA),
                operand(
                        strides.a() * index,
                        record,
                        PRODUCT_A,
                        PRODUCT_LDA,
                        transposeA ? new Shape(k, m) : new Shape(m, k),
                        map),
                transposeA,
                operand(
                        strides.b() * index,
                        record,
                        PRODUCT_B,
                        PRODUCT_LDB,
                        transposeB ? new Shape(n, k) : new Shape(k, n),
                        map),
                transposeB,
                region.getDouble(record + PRODUCT_BETA),
                operand(strides.c() * index, record, PRODUCT_C, PRODUCT_LDC, new Shape(m, n), map));
    }

    private StoredMatrix operand(
            long elements, long record, long reference, long leadingDimension, Shape shape, RegionMap map) {
        return map.matrix(
                region.getLong(record + reference) + elements * Double.BYTES,
                shape,
                region.getLong(record + leadingDimension),
                Layout.COLUMN_MAJOR);
    }

    /** Call {@code index} of a user's operation as this process sees it. */
    public Application application(long index, RegionMap map) {
        long record = recordsOffset() + index * PRODUCT_BYTES;
        long at = region.getLong(record + OPERANDS_OFFSET);
        long count = region.getLong(record + OPERANDS_COUNT);
        List<StoredMatrix> operands = new ArrayList<>(Math.toIntExact(count));
        for (long i = 0; i < count; i++) {
            operands.add(operand(at + i * OPERAND_BYTES, map));
        }
        return new Application(operands, operand(record, map));
    }

    private StoredMatrix operand(long record, RegionMap map) {
        long leadingDimension = region.getLong(record + OPERAND_LEADING_DIMENSION);
        Shape shape = new Shape(region.getLong(record + OPERAND_ROWS), region.getLong(record + OPERAND_COLUMNS));
        return map.matrix(
                region.getLong(record + OPERAND_REFERENCE),
                shape,
                Math.abs(leadingDimension),
                leadingDimension < 0 ? Layout.ROW_MAJOR : Layout.COLUMN_MAJOR);
    }

    private long recordsOffset() {
        return region.getLong(HEADER_PRODUCTS_OFFSET);
    }

    private long slotOffset(int slot) {
        return region.getLong(HEADER_SLOTS_OFFSET) + slot * SLOT_BYTES;
    }

    /** The region that it lies in, to be passed to workers. */
    public Region region() {
        return region;
    }

    /** Address of the table in this process. */
    public long address() {
        return address;
    }

    public long tasks() {
        return region.getLong(HEADER_PRODUCTS);
    }

    public long chunks() {
        return region.getLong(HEADER_CHUNKS);
    }

    public int slots() {
        return region.getInt(HEADER_SLOTS);
    }

    /** Index of a chunk's first task. */
    public long first(long chunk) {
        return region.getLong(region.getLong(HEADER_CHUNKS_OFFSET) + chunk * CHUNK_BYTES + CHUNK_FIRST);
    }

    /** Index behind a chunk's last task. */
    public long end(long chunk) {
        return chunk + 1 == chunks() ? tasks() : first(chunk + 1);
    }

    /** The chunk that a task belongs to. */
    public long chunkOf(long task) {
        long low = 0;
        long high = chunks() - 1;
        while (low < high) {
            long middle = low + high + 1 >>> 1;
            if (first(middle) <= task) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** How often a chunk has been claimed since the last reset. */
    public int attempt(long chunk) {
        long claim = region.getLong(region.getLong(HEADER_CHUNKS_OFFSET) + chunk * CHUNK_BYTES);
        return (int) (claim >>> CLAIM_ATTEMPT_SHIFT);
    }

    /** Where slots note when they did what; off unless it was asked for. */
    public TaskJournal journal() {
        return journal;
    }

    /** Has a task passed over from now on, by whoever comes to it; its chunk counts as done all the same. */
    public void skip(long task) {
        NativeTable.skip(address, task);
    }

    /** Whether a task is to be passed over. */
    public boolean isSkipped(long task) {
        return region.getByte(region.getLong(HEADER_MARKS_OFFSET) + task) != 0;
    }

    /** The chunks that a slot has claimed and not finished. */
    public List<Long> claimedBy(int slot) {
        List<Long> claimed = new ArrayList<>();
        long claim = region.getLong(HEADER_CHUNKS_OFFSET);
        for (long chunk = 0; chunk < chunks(); chunk++, claim += CHUNK_BYTES) {
            long word = region.getLong(claim);
            if ((word & CLAIM_STATE_MASK) == NativeTable.CLAIMED
                    && (word >>> CLAIM_OWNER_SHIFT & CLAIM_OWNER_MASK) == slot) {
                claimed.add(chunk);
            }
        }
        return claimed;
    }

    /** Claims a free chunk for a slot; -1 where none is left or the table was stopped. */
    public long claim(int slot) {
        return NativeTable.claim(address, slot);
    }

    /** Ends a chunk that the slot had claimed. */
    public void finish(long chunk, int slot, boolean done) {
        NativeTable.finish(address, chunk, slot, done ? NativeTable.DONE : NativeTable.FAILED);
    }

    /** Frees what a dead worker had claimed; call it when the worker is reaped. How many chunks that were. */
    public long release(int slot) {
        return NativeTable.release(address, slot);
    }

    /** Everything free again, for another round over the same products. */
    public void reset() {
        NativeTable.reset(address);
    }

    /** No further task is started. */
    public void stop() {
        NativeTable.stop(address);
    }

    /** Whether {@link #stop()} was called since the last reset. */
    public boolean isStopped() {
        return region.getInt(HEADER_STOP) != 0;
    }

    /** How many chunks are done. */
    public long chunksDone() {
        return NativeTable.count(address)[NativeTable.DONE];
    }

    /** What a slot did since the last reset. */
    public SlotActivity activity(int slot) {
        long at = slotOffset(slot);
        return new SlotActivity(
                region.getLong(at + SLOT_ENTER_NANOS),
                region.getLong(at + SLOT_EXIT_NANOS),
                region.getLong(at + SLOT_PRODUCTS),
                region.getLong(at + SLOT_CHUNKS),
                region.getLong(at + SLOT_CURRENT_CHUNK) - 1,
                region.getLong(at + SLOT_CURRENT_PRODUCT) - 1);
    }

    /** Notes what a slot's process has computed since it last did. */
    public void addComputed(int slot, Computed more) {
        Computed all = computed(slot).plus(more);
        long at = slotOffset(slot) + SLOT_COMPUTED;
        region.putLong(at, all.small());
        region.putLong(at + Long.BYTES, all.split());
        region.putLong(at + 2 * Long.BYTES, all.plain());
    }

    /** What the processes of all slots have computed since the last reset. */
    public Computed computed() {
        return IntStream.range(0, slots()).mapToObj(this::computed).reduce(Computed.NOTHING, Computed::plus);
    }

    private Computed computed(int slot) {
        long at = slotOffset(slot) + SLOT_COMPUTED;
        return new Computed(region.getLong(at), region.getLong(at + Long.BYTES), region.getLong(at + 2 * Long.BYTES));
    }

    /** Notes that a slot works in Java code, as the native loop does by itself. */
    public void enter(int slot, long nanos) {
        region.putLong(slotOffset(slot) + SLOT_EXIT_NANOS, 0);
        region.putLong(slotOffset(slot) + SLOT_ENTER_NANOS, nanos);
    }

    /** Notes the task in hand of a slot that works in Java code. */
    public void current(int slot, long chunk, long task) {
        region.putLong(slotOffset(slot) + SLOT_CURRENT_CHUNK, chunk + 1);
        region.putLong(slotOffset(slot) + SLOT_CURRENT_PRODUCT, task + 1);
    }

    /** Notes what a slot that works in Java code has finished so far. */
    public void progress(int slot, long tasks, long chunks) {
        region.putLong(slotOffset(slot) + SLOT_PRODUCTS, tasks);
        region.putLong(slotOffset(slot) + SLOT_CHUNKS, chunks);
    }

    /** Notes the end of a slot's work in Java code. */
    public void exit(int slot, long nanos, long tasks, long chunks) {
        long at = slotOffset(slot);
        progress(slot, tasks, chunks);
        region.putLong(at + SLOT_CURRENT_CHUNK, 0);
        region.putLong(at + SLOT_CURRENT_PRODUCT, 0);
        region.putLong(at + SLOT_EXIT_NANOS, nanos);
    }

    /** Unmaps the table. */
    @Override
    public void close() {
        region.close();
    }

    /**
     * What one slot of a task table did, on the machine's monotonic clock, which all processes share.
     *
     * @param enterNanos when it began to work; 0 where it never did
     * @param exitNanos when it found no more to do; 0 while it works
     * @param tasks how many it finished
     * @param chunks how many chunks it finished
     * @param currentChunk the chunk in hand, -1 for none
     * @param currentTask the task in hand, -1 for none
     */
    public record SlotActivity(
            long enterNanos, long exitNanos, long tasks, long chunks, long currentChunk, long currentTask) {
        /** Nanoseconds between entering and leaving the work loop. */
        public long workNanos() {
            return Math.max(0, exitNanos - enterNanos);
        }
    }
}
