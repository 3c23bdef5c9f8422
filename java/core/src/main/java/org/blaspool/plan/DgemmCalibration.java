package org.blaspool.plan;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.blaspool.Shape;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.ProductShape;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.task.Chunking;
import org.blaspool.task.RegionMap;
import org.blaspool.task.TaskTable;

/**
 * Measures dgemm rates by size the way the strategies run it: callers that claim chunks of a task table. Each caller has
 * operands of its own. A pass counts by the CPU time of its caller, which other processes do not lengthen; where the BLAS
 * has threads of its own it counts by the wall. The median pass is taken. Keeps the CPUs
 * busy for about six seconds in all.
 */
final class DgemmCalibration implements AutoCloseable {
    /** Sizes whose operands are kept in the cache, from which the rates of such as come from memory are derived. */
    private static final int[] HOT_SIZES = {4, 8, 16, 32, 64};

    /** Multiples of 8. They lie closer around n = 100, where BLAS libraries go over from small products to packed ones. */
    private static final int[] ALIGNED_SIZES = {16, 32, 48, 64, 112, 160, 256, 384, 512, 1024, 1448, 2048};

    /** No multiples of 8. Beyond them, on either side, it makes no difference. */
    private static final int[] UNALIGNED_SIZES = {36, 76, 150, 210, 270, 340, 420};

    /** With BLAS threads the rate rises in steps, as there is enough to share. */
    private static final int[] THREADED_SIZES = {64, 128, 192, 256, 384, 512, 768, 1024, 1448, 2048};

    private static final long HOT_BYTES = 512 << 10;
    /** Many times what the cores' own caches hold, as long as all callers' memory stays within {@link #MOST_BYTES}. */
    private static final long STREAMED_BYTES = 64L << 20;

    private static final long MOST_BYTES = 1L << 30;

    /** From this size on a single product lasts long enough. */
    private static final int LARGE_SIZE = 1024;

    /** Long enough for what disturbs a pass of 10 ms not to be the median, and for BLAS threads to find their CPUs. */
    private static final long MEASURED_NANOS = 40_000_000;

    private static final double SLOW_PASS_SECONDS = 1;
    private static final int FEWEST_PASSES = 3;
    private static final int MOST_PASSES = 2000;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final BlasLibrary blas;
    /** All operands in turn lie here: to have its pages prepared takes longer than most sizes take to measure. */
    private final MatrixStore store;

    /** @param mostCallers callers that will be measured together at most */
    DgemmCalibration(BlasLibrary blas, int mostCallers) {
        this.blas = blas;
        this.store = MatrixStore.reserve(largestBytes(mostCallers), false, mostCallers);
    }

    private static long largestBytes(int callers) {
        return Stream.of(ALIGNED_SIZES, UNALIGNED_SIZES, THREADED_SIZES)
                .flatMapToInt(Arrays::stream)
                .filter(size -> fits(size, callers))
                .mapToLong(size -> callers * products(size, STREAMED_BYTES, callers) * footprint(size))
                .max()
                .orElseThrow();
    }

    @Override
    public void close() {
        store.close();
    }

    private LongSupplier cpuTime() {
        return threads::getCurrentThreadCpuTime;
    }

    private static LongSupplier wall() {
        return System::nanoTime;
    }

    /** Rates of some callers together, with operands from memory. */
    DgemmRates measure(int callers) {
        TreeMap<Integer, Double> hot = new TreeMap<>();
        for (int size : HOT_SIZES) {
            hot.put(size, rate(size, callers, HOT_BYTES, cpuTime()));
        }
        TreeMap<Integer, Double> aligned = streamed(ALIGNED_SIZES, callers, cpuTime());
        double secondsPerByte = secondsPerByte(hot, aligned);
        aligned.putAll(smallFromMemory(hot, secondsPerByte));
        return rates(aligned, streamed(UNALIGNED_SIZES, callers, cpuTime()), secondsPerByte);
    }

    /** Rates of one caller with as many BLAS threads as are set now. */
    DgemmRates measureThreaded(DgemmRates oneThread) {
        TreeMap<Integer, Double> aligned = streamed(THREADED_SIZES, 1, wall());
        // Products this small run on one thread, whatever is asked.
        oneThread.aligned().flopPerSecond().headMap(THREADED_SIZES[0]).forEach(aligned::put);
        TreeMap<Integer, Double> unaligned = streamed(UNALIGNED_SIZES, 1, wall());
        return rates(aligned, unaligned, oneThread.secondsPerByte());
    }

    private TreeMap<Integer, Double> streamed(int[] sizes, int callers, LongSupplier clock) {
        TreeMap<Integer, Double> rates = new TreeMap<>();
        for (int size : sizes) {
            if (fits(size, callers) && isQuick(size, rates)) {
                rates.put(size, rate(size, callers, STREAMED_BYTES, clock));
            }
        }
        return rates;
    }

    private static DgemmRates rates(
            TreeMap<Integer, Double> aligned, TreeMap<Integer, Double> unaligned, double secondsPerByte) {
        TreeMap<Integer, Double> others = new TreeMap<>(aligned.headMap(unaligned.firstKey()));
        others.putAll(unaligned);
        others.putAll(aligned.tailMap(UNALIGNED_SIZES[UNALIGNED_SIZES.length - 1]));
        return new DgemmRates(new RateCurve(aligned), new RateCurve(others), secondsPerByte);
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

    /** What a byte takes longer from memory than from the cache, by the size that was measured both ways. */
    private static double secondsPerByte(TreeMap<Integer, Double> hot, TreeMap<Integer, Double> streamed) {
        int common = hot.lastKey();
        ProductShape shape = new ProductShape(common, common, common);
        double extra = shape.flop() / streamed.get(common) - shape.flop() / hot.get(common);
        return Math.max(0, extra) / DgemmRates.trafficBytes(shape);
    }

    /** Rates of the smallest, which are mostly calls: from memory they take their traffic's time longer than hot ones. */
    private static Map<Integer, Double> smallFromMemory(TreeMap<Integer, Double> hot, double secondsPerByte) {
        Map<Integer, Double> rates = new TreeMap<>();
        hot.headMap(ALIGNED_SIZES[0]).forEach((size, rate) -> {
            ProductShape small = new ProductShape(size, size, size);
            double seconds = small.flop() / rate + DgemmRates.trafficBytes(small) * secondsPerByte;
            rates.put(size, small.flop() / seconds);
        });
        return rates;
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
        List<Dgemm> list = new ArrayList<>(products);
        for (int i = 0; i < products; i++) {
            StoredMatrix a = store.allocate(size, size);
            StoredMatrix b = store.allocate(size, size);
            for (int j = 0; j < size; j++) {
                a.putLine(j, line);
                b.putLine(j, line);
            }
            list.add(Dgemm.of(a, b, store.allocate(size, size)));
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
            this.thread = new Thread(null, this, "blaspool-calibration", BlasLibrary.CALLER_STACK_BYTES);
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
            List<Long> passes = new ArrayList<>();
            long start = System.nanoTime();
            do {
                long from = clock.getAsLong();
                pass(table, map);
                passes.add(Math.max(1, clock.getAsLong() - from));
            } while (passes.size() < FEWEST_PASSES
                    || (System.nanoTime() - start < MEASURED_NANOS && passes.size() < MOST_PASSES && repeat));
            Collections.sort(passes);
            int middle = passes.size() / 2;
            return passes.size() % 2 == 1 ? passes.get(middle) : (passes.get(middle - 1) + passes.get(middle)) / 2;
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
