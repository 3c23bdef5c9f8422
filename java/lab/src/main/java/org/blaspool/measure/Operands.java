package org.blaspool.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.measure.Workload.Fill;
import org.blaspool.memory.PageKind;
import org.blaspool.task.ParallelLoop;

/**
 * A workload's matrices, all in one region that they own. What the operands hold depends on the workload alone: each
 * block of lines has a generator of its own, whatever thread fills it. For one thread at a time; it uses several itself.
 */
public final class Operands implements AutoCloseable {
    private static final int BLOCK_ELEMENTS = 1 << 16;

    private final Workload workload;
    private final MatrixStore store;
    private final ParallelLoop loop;
    private final Batch batch;

    private Operands(Workload workload, MatrixStore store, ParallelLoop loop, Batch batch) {
        this.workload = workload;
        this.store = store;
        this.loop = loop;
        this.batch = batch;
    }

    /**
     * Reserves the memory; the operands are zero until they are {@linkplain #fill() filled}.
     *
     * @throws org.blaspool.error.ResourceUnavailableException where the memory is not there
     */
    public static Operands reserve(Workload workload, boolean shared, int threads) {
        MatrixStore store = MatrixStore.reserve(footprint(workload), shared, threads);
        List<Dgemm> products = new ArrayList<>(workload.pairs());
        // Small ones stream faster so than product by product: each kind goes on where it ended.
        List<StoredMatrix> a = allocate(store, workload.pairs(), workload.shapeOfA());
        List<StoredMatrix> b = allocate(store, workload.pairs(), workload.shapeOfB());
        List<StoredMatrix> c = allocate(store, workload.pairs(), workload.shapeOfC());
        for (int i = 0; i < workload.pairs(); i++) {
            products.add(Dgemm.of(a.get(i), b.get(i), c.get(i)));
        }
        return new Operands(workload, store, new ParallelLoop(threads), new Batch(products));
    }

    private static List<StoredMatrix> allocate(MatrixStore store, int count, Shape shape) {
        return Stream.generate(() -> store.allocate(shape, Layout.COLUMN_MAJOR))
                .limit(count)
                .toList();
    }

    /** Bytes that the matrices of a workload take. */
    public static long footprint(Workload workload) {
        workload.bytes();
        return workload.pairs()
                * (MatrixStore.footprint(workload.shapeOfA())
                        + MatrixStore.footprint(workload.shapeOfB())
                        + MatrixStore.footprint(workload.shapeOfC()));
    }

    /** One product for each pair, in the region. */
    public Batch batch() {
        return batch;
    }

    /** Bytes of the region. */
    public long bytes() {
        return store.reservedBytes();
    }

    /** What pages the region got. */
    public PageKind pages() {
        return store.pages();
    }

    /** Writes both operands of every product. */
    public void fill() {
        forEachBlock(batch.products().stream().map(Dgemm::a).toList(), 0);
        forEachBlock(batch.products().stream().map(Dgemm::b).toList(), 1);
    }

    private void forEachBlock(List<StoredMatrix> matrices, int side) {
        StoredMatrix first = matrices.get(0);
        long blockLines = Math.max(1, BLOCK_ELEMENTS / first.lineLength());
        long blocks = (first.lines() + blockLines - 1) / blockLines;
        loop.forEach(blocks * matrices.size(), i -> {
            long index = i / blocks;
            long from = i % blocks * blockLines;
            long to = Math.min(from + blockLines, first.lines());
            SplittableRandom random = new SplittableRandom(seed(workload.seed(), 2 * index + side, from));
            fillLines(matrices.get((int) index), from, to, random);
        });
    }

    private void fillLines(StoredMatrix matrix, long from, long to, SplittableRandom random) {
        double[] line = new double[Math.toIntExact(matrix.lineLength())];
        Arrays.fill(line, 1);
        for (long j = from; j < to; j++) {
            if (workload.fill() == Fill.RANDOM) {
                for (int i = 0; i < line.length; i++) {
                    line[i] = (random.nextLong() >> 11) * 0x1p-52;
                }
            }
            matrix.putLine(j, line);
        }
    }

    /** Seeds that are near each other make generators that are not: each part is multiplied by an odd constant of its own. */
    private static long seed(long seed, long matrix, long line) {
        return seed ^ (matrix * 0x9e3779b97f4a7c15L) ^ (line * 0xbf58476d1ce4e5b9L);
    }

    /** Makes every result NaN, so that one which is not written cannot pass for the last round's. */
    public void poisonResults() {
        double[] line = new double[Math.toIntExact(workload.m())];
        Arrays.fill(line, Double.NaN);
        loop.forEach(batch.size(), i -> {
            StoredMatrix c = batch.get((int) i).c();
            for (long j = 0; j < c.lines(); j++) {
                c.putLine(j, line);
            }
        });
    }

    @Override
    public void close() {
        store.close();
    }
}
