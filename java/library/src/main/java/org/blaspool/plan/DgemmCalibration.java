package org.blaspool.plan;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.blaspool.blas.Blas;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.Matrix;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.Product;
import org.blaspool.matrix.ProductShape;
import org.blaspool.matrix.Shape;
import org.blaspool.task.Chunking;
import org.blaspool.task.RegionMap;
import org.blaspool.task.TaskTable;

/**
 * Measures dgemm rates by size the way the strategies run it: callers that claim chunks of a task table. Each caller has
 * operands of its own. A pass counts by the CPU time of its caller, which other processes do not lengthen; where the BLAS
 * has threads of its own it counts by the wall. The median pass is taken. Keeps the
 * CPUs busy for one to two seconds in all.
 */
final class DgemmCalibration implements AutoCloseable {
    /**
     * Sizes whose operands are kept in the cache, and such as come from memory; the ranges overlap. They lie closer
     * around n = 100, where BLAS libraries go over from small products to packed ones.
     */
    private static final int[] HOT_SIZES = {4, 8, 16, 32, 64, 96, 112, 160, 256};

    private static final int[] STREAMED_SIZES = {64, 112, 160, 256, 384, 512, 1024, 2048};

    private static final long HOT_BYTES = 512 << 10;
    /** More than last-level caches hold, as long as all callers' memory stays within {@link #MOST_BYTES}. */
    private static final long STREAMED_BYTES = 64L << 20;

    private static final long MOST_BYTES = 1L << 30;

    /** From this size on a single product lasts long enough. */
    private static final int LARGE_SIZE = 1024;

    private static final long MEASURED_NANOS = 10_000_000;
    private static final double SLOW_PASS_SECONDS = 1;
    private static final int FEWEST_PASSES = 2;
    private static final int MOST_PASSES = 2000;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Blas blas;
    /** All operands in turn lie here: to have its pages prepared takes longer than most sizes take to measure. */
    private final MatrixStore store;

    /** @param mostCallers callers that will be measured together at most */
    DgemmCalibration(Blas blas, int mostCallers) {
        this.blas = blas;
        this.store = MatrixStore.reserve(largestBytes(mostCallers), false, mostCallers);
    }

    private static long largestBytes(int callers) {
        return Arrays.stream(STREAMED_SIZES)
                .filter(size -> fits(size, callers))
                .mapToLong(size -> callers * products(size, STREAMED_BYTES, callers) * footprint(size))
                .max()
                .orElseThrow();
    }

    @Override
    public void close() {
        store.close();
    }

    /** Hot and streamed rates of some callers together, sizes above and below what was measured filled in. */
    record Curves(RateCurve hot, RateCurve streamed) {}

    Curves measure(int callers) {
        TreeMap<Integer, Double> hot = new TreeMap<>();
        TreeMap<Integer, Double> streamed = new TreeMap<>();
        for (int size : HOT_SIZES) {
            hot.put(size, rate(size, callers, HOT_BYTES, threads::getCurrentThreadCpuTime));
        }
        for (int size : STREAMED_SIZES) {
            if (fits(size, callers) && isQuick(size, streamed)) {
                streamed.put(size, rate(size, callers, STREAMED_BYTES, threads::getCurrentThreadCpuTime));
            }
        }
        complete(hot, streamed);
        return new Curves(new RateCurve(hot), new RateCurve(streamed));
    }

    /** Streamed rates of one caller with as many BLAS threads as are set now. */
    RateCurve measureThreaded(RateCurve oneThread) {
        TreeMap<Integer, Double> rates = new TreeMap<>();
        for (int size : STREAMED_SIZES) {
            if (!isQuick(size, rates)) {
                break;
            }
            rates.put(size, rate(size, 1, STREAMED_BYTES, System::nanoTime));
        }
        // Products this small run on one thread, whatever is asked.
        int smallest = STREAMED_SIZES[0];
        oneThread.flopPerSecond().headMap(smallest).forEach(rates::put);
        return new RateCurve(rates);
    }

    /**
     * Whether a size is worth its time, going by the one before: a BLAS in plain Java takes half a minute for products
     * whose rate is that of smaller ones.
     */
    private static boolean isQuick(int size, TreeMap<Integer, Double> measured) {
        if (measured.isEmpty()) {
            return true;
        }
        double flop = 2.0 * size * size * size * products(size, STREAMED_BYTES, 1);
        return flop / measured.lastEntry().getValue() < SLOW_PASS_SECONDS;
    }

    private static int products(int size, long bytesPerCaller, int callers) {
        long most = Math.min(bytesPerCaller, MOST_BYTES / callers);
        return size >= LARGE_SIZE ? 1 : (int) Math.max(1, most / footprint(size));
    }

    /** Bytes of a product's operands and result. */
    private static long footprint(int size) {
        return 3 * MatrixStore.footprint(new Shape(size, size));
    }

    private static boolean fits(int size, int callers) {
        return size <= 256 || 24L * size * size * callers <= MOST_BYTES;
    }

    /** Large products do not stay in the cache; small ones from memory take their traffic's time longer than hot ones. */
    private static void complete(TreeMap<Integer, Double> hot, TreeMap<Integer, Double> streamed) {
        int common = STREAMED_SIZES[0];
        ProductShape shape = new ProductShape(common, common, common);
        double extra = shape.flop() / streamed.get(common) - shape.flop() / hot.get(common);
        double secondsPerByte = Math.max(0, extra) / trafficBytes(shape);
        hot.headMap(common).forEach((size, rate) -> {
            ProductShape small = new ProductShape(size, size, size);
            double seconds = small.flop() / rate + trafficBytes(small) * secondsPerByte;
            streamed.put(size, small.flop() / seconds);
        });
        streamed.tailMap(hot.lastKey(), false).forEach(hot::put);
    }

    /** What a product moves when its operands come from memory: the result is read, too, before it is written. */
    private static double trafficBytes(ProductShape shape) {
        return shape.operandBytes() + 2 * shape.resultBytes();
    }

    /** FLOP/s of all callers together. */
    private double rate(int size, int callers, long mostBytesPerCaller, LongSupplier clock) {
        int products = products(size, mostBytesPerCaller, callers);
        store.rewind();
        List<Caller> all = new ArrayList<>();
        CyclicBarrier barrier = new CyclicBarrier(callers);
        for (int i = 0; i < callers; i++) {
            all.add(new Caller(batch(size, products), barrier, clock, size < LARGE_SIZE));
        }
        all.forEach(caller -> caller.thread.start());
        return all.stream().mapToDouble(Caller::rate).sum();
    }

    private Batch batch(int size, int products) {
        double[] line = new SplittableRandom(size).doubles(size, -1, 1).toArray();
        List<Product> list = new ArrayList<>(products);
        for (int i = 0; i < products; i++) {
            Matrix a = store.allocate(size, size);
            Matrix b = store.allocate(size, size);
            for (int j = 0; j < size; j++) {
                a.putLine(j, line);
                b.putLine(j, line);
            }
            list.add(Product.of(a, b, store.allocate(size, size)));
        }
        return new Batch(list);
    }

    /** One caller with products of its own; all start their timed passes together. */
    private final class Caller implements Runnable {
        private final Batch batch;
        private final CyclicBarrier barrier;
        private final LongSupplier clock;
        private final boolean repeat;
        private final Thread thread;
        private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
        private double flopPerSecond;

        Caller(Batch batch, CyclicBarrier barrier, LongSupplier clock, boolean repeat) {
            this.batch = batch;
            this.barrier = barrier;
            this.clock = clock;
            this.repeat = repeat;
            this.thread = new Thread(null, this, "blaspool-calibration", Blas.CALLER_STACK_BYTES);
        }

        @Override
        public void run() {
            RegionMap map = new RegionMap(batch.regions());
            Chunking chunking = Chunking.byDefault(batch.size(), 1);
            try (TaskTable table = TaskTable.ofProducts(batch, chunking, 1, map, false)) {
                if (repeat) {
                    pass(table, map);
                }
                await();
                flopPerSecond = batch.flop() / (medianNanos(table, map) / 1e9);
            } catch (RuntimeException e) {
                failure.set(e);
                barrier.reset();
            }
        }

        private double medianNanos(TaskTable table, RegionMap map) {
            int fewest = repeat ? FEWEST_PASSES : 1;
            List<Long> passes = new ArrayList<>();
            long start = System.nanoTime();
            do {
                long from = clock.getAsLong();
                pass(table, map);
                passes.add(Math.max(1, clock.getAsLong() - from));
            } while (passes.size() < fewest
                    || (System.nanoTime() - start < MEASURED_NANOS && passes.size() < MOST_PASSES && repeat));
            Collections.sort(passes);
            return passes.get(passes.size() / 2);
        }

        private void pass(TaskTable table, RegionMap map) {
            table.reset();
            blas.work(table, 0, map);
        }

        private void await() {
            try {
                barrier.await();
            } catch (InterruptedException | BrokenBarrierException e) {
                throw new IllegalStateException("calibration was ended by another caller", e);
            }
        }

        double rate() {
            boolean interrupted = false;
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            if (failure.get() != null) {
                throw failure.get();
            }
            return flopPerSecond;
        }
    }
}
