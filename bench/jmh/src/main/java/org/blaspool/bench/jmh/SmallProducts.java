package org.blaspool.bench.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.ThreadLimit;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasSpec;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.matrix.StridedMatrices;
import org.blaspool.matrix.StridedProducts;
import org.blaspool.task.Chunking;
import org.blaspool.task.RegionMap;
import org.blaspool.task.TaskTable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Batches of n x n products by strides on one thread, by the product: hot, of one pair of operands, or streamed
 * out of 256 MiB. The same in C, beside other libraries, is {@code bench/reference/small.c}.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Benchmark)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xss16m", "--enable-native-access=ALL-UNNAMED"})
@Warmup(iterations = 2, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 250, timeUnit = TimeUnit.MILLISECONDS)
public class SmallProducts {
    private static final int BATCH = 512;
    private static final int HOT = 64;
    private static final long STREAMED_BYTES = 256L << 20;
    private static final int SLOT = 0;

    @Param({"2", "4", "6", "8", "10", "12", "16", "20", "24", "28", "32", "48", "64", "96", "128"})
    private int n;

    @Param({"NN", "NT", "TN", "TT"})
    private String transposes;

    @Param({"hot", "streamed"})
    private String operands;

    private final BlasLibrary blas = BlasSpec.BUNDLED.open();
    private final ThreadLimit limit = blas.limitThreads(1);
    private final MatrixStore store = MatrixStore.privateMemory();
    private final List<TaskTable> tables = new ArrayList<>();
    private RegionMap map;
    private int next;

    @Setup(Level.Trial)
    public void prepare() {
        boolean hot = operands.equals("hot");
        int count = hot ? HOT : BATCH;
        long setBytes = 3L * n * n * Double.BYTES * BATCH;
        List<Batch> batches = new ArrayList<>();
        for (long i = 0; i < (hot ? 1 : STREAMED_BYTES / setBytes + 1); i++) {
            batches.add(new Batch(new StridedProducts(1, operand(0, count), operand(1, count), 0, matrices(count))));
        }
        map = new RegionMap(store.regions());
        for (Batch batch : batches) {
            tables.add(TaskTable.ofProducts(batch, Chunking.uniform(count, count), 1, map, false));
        }
    }

    private StridedMatrices operand(int which, int count) {
        StridedMatrices matrices = count == HOT ? StridedMatrices.repeated(filled(n, n), count) : matrices(count);
        return transposes.charAt(which) == 'T' ? matrices.transposed() : matrices;
    }

    private StridedMatrices matrices(int count) {
        return StridedMatrices.filling(
                filled((long) n * n * count, 1), new Shape(n, n), Layout.COLUMN_MAJOR, count);
    }

    private StoredMatrix filled(long rows, long columns) {
        StoredMatrix matrix = store.allocate(rows, columns);
        matrix.fill(0.5);
        return matrix;
    }

    /** Batches, each in one call; their time by the product. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public void strided() {
        for (long done = 0; done < BATCH; ) {
            TaskTable table = tables.get(next);
            next = next + 1 < tables.size() ? next + 1 : 0;
            table.reset();
            blas.work(table, SLOT, map);
            done += table.tasks();
        }
    }

    @TearDown(Level.Trial)
    public void close() {
        tables.forEach(TaskTable::close);
        store.close();
        limit.close();
        blas.close();
    }
}
