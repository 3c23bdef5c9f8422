package org.blaspool.bench.jmh;

import dev.ludovic.netlib.blas.BLAS;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.function.LongSupplier;
import org.blaspool.netlib.LudovicBLAS;
import org.blaspool.netlib.NetlibProducts;

/**
 * dgemm of dev.ludovic.netlib over the system's BLAS against ours in its place: both in one process, in turns (A B B A),
 * on the same arrays, so that what disturbs the machine disturbs both; with one BLAS thread
 * (OPENBLAS_NUM_THREADS=1) it is the CPU time of the calling thread, which others hardly change. Prints for each size the median time of a call
 * and the median ratio of ours to theirs. Arguments: the sizes; else 4 16 64 256 1000 2000.
 */
public final class NetlibRatios {
    private static final int[] SIZES = {4, 16, 64, 256, 1000, 2000};
    private static final int ROUNDS = 11;
    private static final double ROUND_NANOS = 4e7;

    private static final boolean ONE_THREAD = "1".equals(System.getenv("OPENBLAS_NUM_THREADS"));
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private NetlibRatios() {}

    public static void main(String[] arguments) {
        LudovicBLAS ours = new Peers().blaspoolNetlib();
        BLAS theirs = ours.delegate();
        System.out.printf(
                "theirs %s, ours over %s %s, %d threads%n",
                theirs.getClass().getName(),
                NetlibProducts.info().kind(),
                NetlibProducts.info().version(),
                NetlibProducts.threads());
        System.out.printf("%6s %14s %14s %8s%n", "n", "theirs, us", "ours, us", "ratio");
        int[] sizes = arguments.length == 0
                ? SIZES
                : Arrays.stream(arguments).mapToInt(Integer::parseInt).toArray();
        for (int n : sizes) {
            compare(n, theirs, ours);
        }
    }

    private static void compare(int n, BLAS theirs, BLAS ours) {
        Random random = new Random(n);
        double[] a = random.doubles((long) n * n).toArray();
        double[] b = random.doubles((long) n * n).toArray();
        double[] c = new double[n * n];
        int count = Math.min(calls(theirs, n, a, b, c), calls(ours, n, a, b, c));
        LongSupplier one = timed(theirs, n, a, b, c, count);
        LongSupplier other = timed(ours, n, a, b, c, count);
        double[] first = new double[ROUNDS];
        double[] second = new double[ROUNDS];
        double[] ratios = new double[ROUNDS];
        for (int round = -3; round < ROUNDS; round++) {
            double x = one.getAsLong();
            double y = other.getAsLong() + other.getAsLong();
            x += one.getAsLong();
            if (round >= 0) {
                first[round] = x / 2 / count;
                second[round] = y / 2 / count;
                ratios[round] = y / x;
            }
        }
        System.out.printf(
                Locale.ROOT, "%6d %14.3f %14.3f %8.3f%n", n, median(first) / 1e3, median(second) / 1e3, median(ratios));
    }

    /** As many calls as fill a round, from a warm start. */
    private static int calls(BLAS blas, int n, double[] a, double[] b, double[] c) {
        int count = 1;
        while (true) {
            long nanos = timed(blas, n, a, b, c, count).getAsLong();
            if (nanos > ROUND_NANOS / 2 || count > 1 << 24) {
                return Math.max(1, (int) (count * ROUND_NANOS / nanos));
            }
            count *= 2;
        }
    }

    private static LongSupplier timed(BLAS blas, int n, double[] a, double[] b, double[] c, int count) {
        return () -> {
            long start = clock();
            for (int i = 0; i < count; i++) {
                blas.dgemm("N", "N", n, n, n, 1, a, 0, n, b, 0, n, 0, c, 0, n);
            }
            return clock() - start;
        };
    }

    private static long clock() {
        return ONE_THREAD ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
