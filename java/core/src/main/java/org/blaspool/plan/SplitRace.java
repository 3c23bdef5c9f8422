package org.blaspool.plan;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.blaspool.Shape;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasTurn;
import org.blaspool.blas.SplitRules;
import org.blaspool.blas.SplitRules.SplitRule;
import org.blaspool.blas.SplitRules.SplitRule.Packed;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.ProductShape;
import org.blaspool.matrix.StoredMatrix;

/**
 * Ways to split the products of one shape, in turns with the plain call, on operands in the cache; the best are confirmed
 * on operands out of 16 MiB. The shortest CPU time counts: noise only ever adds to it.
 */
final class SplitRace {
    private static final double STREAMED_BYTES = 16 << 20;
    /** A sample is at least about 0.1 ms, which the clock measures well. */
    private static final double SAMPLE_FLOP = 8e6;

    private static final int TRIALS = 3;
    private static final double LEAST_GAIN = 1.03;
    /** How much more a split that cuts k, and so the order of summation, must gain. */
    private static final double CUT_MARGIN = 1.05;
    /** Up to so many multiplications OpenBLAS multiplies without packing on x86. */
    private static final long UNPACKED_VOLUME = 1_000_000;

    private static final long LARGEST_VOLUME = 656L * 656 * 656;
    private static final int LINE = 8;
    /** Rows of a packed block: OpenBLAS's kernel for AVX-512 takes as many at a time. */
    private static final long PANEL = 32;

    /** Rows of a block that our own kernels multiply: whole tiles, and fewer, of which a first-level cache holds more of k. */
    private static final long[] OWN_PANELS = {24, 16};

    private static final long[] HEIGHTS = {48, 64, 96, 128, 192};

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final BlasLibrary blas;
    private final ProductShape shape;
    private final long endNanos;
    private List<Dgemm> sets;
    private int next;

    SplitRace(BlasLibrary blas, ProductShape shape, long endNanos) {
        this.blas = blas;
        this.shape = shape;
        this.endNanos = endNanos;
    }

    /** Whether products of that size are ever faster in pieces. */
    static boolean mayGain(ProductShape shape) {
        double volume = shape.flop() / 2;
        return volume > UNPACKED_VOLUME && volume < LARGEST_VOLUME;
    }

    /** Whether a call can have one thread, which splits are for. */
    boolean isPossible() {
        try (BlasTurn turn = turn(SplitRules.NONE)) {
            return turn.tryOut() == 1;
        }
    }

    /** The rule for products of this shape and little smaller or larger ones; empty where none gains, or time is over. */
    Optional<SplitRule> run() {
        double bytes = shape.operandBytes() + shape.resultBytes();
        int count = (int) Math.max(2, STREAMED_BYTES / bytes);
        try (MatrixStore store = MatrixStore.reserve(count * footprint(), false, 1)) {
            sets = IntStream.range(0, count).mapToObj(i -> product(store)).toList();
            List<SplitRule> candidates = candidates();
            double[] hot = gains(candidates, false, TRIALS);
            return IntStream.range(0, candidates.size())
                    .mapToObj(i -> candidates.get(i).withGains(hot[i], 0))
                    .filter(rule -> rule.hotGain() >= LEAST_GAIN)
                    .sorted(Comparator.comparingDouble(SplitRace::worth).reversed())
                    .limit(2)
                    .map(rule -> rule.withGains(rule.hotGain(), gains(List.of(rule), true, 2)[0]))
                    .filter(rule -> rule.streamedGain() >= LEAST_GAIN)
                    .findFirst();
        }
    }

    private static double worth(SplitRule rule) {
        return rule.blockK() > 0 ? rule.hotGain() / CUT_MARGIN : rule.hotGain();
    }

    private long footprint() {
        return MatrixStore.footprint(new Shape(shape.m(), shape.k()))
                + MatrixStore.footprint(new Shape(shape.k(), shape.n()))
                + MatrixStore.footprint(new Shape(shape.m(), shape.n()));
    }

    private Dgemm product(MatrixStore store) {
        StoredMatrix a = store.allocate(shape.m(), shape.k());
        StoredMatrix b = store.allocate(shape.k(), shape.n());
        for (StoredMatrix matrix : List.of(a, b)) {
            double[] line =
                    new SplittableRandom(1).doubles(matrix.lineLength(), -1, 1).toArray();
            for (long j = 0; j < matrix.lines(); j++) {
                matrix.putLine(j, line);
            }
        }
        return Dgemm.of(a, b, store.allocate(shape.m(), shape.n()));
    }

    /** Time of the plain call by that of each candidate; 0 where there was no time to tell. */
    private double[] gains(List<SplitRule> candidates, boolean streamed, int trials) {
        double plain = Double.MAX_VALUE;
        double[] best = new double[candidates.size()];
        Arrays.fill(best, Double.MAX_VALUE);
        blas.multiply(sets.get(0));
        for (int trial = 0; trial < trials; trial++) {
            plain = Math.min(plain, sample(SplitRules.NONE, streamed));
            for (int i = 0; i < best.length; i++) {
                if (System.nanoTime() > endNanos) {
                    return trial == 0 ? new double[best.length] : ratios(plain, best);
                }
                best[i] = Math.min(best[i], sample(new SplitRules(List.of(candidates.get(i))), streamed));
            }
        }
        return ratios(plain, best);
    }

    private static double[] ratios(double plain, double[] times) {
        return Arrays.stream(times).map(time -> plain / time).toArray();
    }

    /** CPU nanoseconds of a product, by these rules and one thread whatever others have set; batches go on in between. */
    private double sample(SplitRules rules, boolean streamed) {
        int calls = streamed ? Math.max(1, sets.size() / 2) : 1 + (int) (SAMPLE_FLOP / shape.flop());
        try (BlasTurn turn = turn(rules)) {
            turn.begin();
            long start = threads.getCurrentThreadCpuTime();
            for (int i = 0; i < calls; i++) {
                blas.multiply(sets.get(streamed ? next++ % sets.size() : 0));
            }
            return Math.max(1, threads.getCurrentThreadCpuTime() - start) / (double) calls;
        }
    }

    private BlasTurn turn(SplitRules rules) {
        return blas.turn("a race of splits", 1, rules);
    }

    /**
     * Blocks of which no call is packed by OpenBLAS: tall ones and flat ones, as kernels differ in what they like, and, of
     * larger products, packed ones; and packed ones that the BLAS has no part in. Where k is short nothing cuts it.
     */
    private List<SplitRule> candidates() {
        double side = Math.cbrt(shape.flop() / 2);
        List<SplitRule> candidates = new ArrayList<>();
        for (long panel : OWN_PANELS) {
            candidates.add(rule(panel, shape.n(), 0, Packed.A_OWN));
        }
        if (side <= 200) {
            for (long height : HEIGHTS) {
                if (height < shape.m() && widest(height, shape.k()) >= LINE) {
                    candidates.add(rule(height, widest(height, shape.k()), 0, Packed.NOTHING));
                }
            }
            candidates.add(rule(0, LINE, 0, Packed.NOTHING));
            candidates.add(rule(0, 64, 0, Packed.NOTHING));
        }
        if (side < 520) {
            candidates.add(rule(PANEL, widest(PANEL, shape.k()), 0, Packed.A));
        }
        if (shape.k() > 160) {
            if (side < 520) {
                candidates.add(rule(PANEL, widest(PANEL, 160), 160, Packed.A));
            }
            candidates.add(rule(PANEL, widest(PANEL, 128), 128, Packed.A_AND_B));
        }
        return candidates.stream().filter(rule -> rule.blockN() >= LINE).toList();
    }

    /** The widest block of so many rows and such a k that is not packed by OpenBLAS. */
    private static long widest(long height, long k) {
        return UNPACKED_VOLUME / (k * height) / LINE * LINE;
    }

    private SplitRule rule(long blockM, long blockN, long blockK, Packed packed) {
        long volume = shape.m() * shape.k() * shape.n();
        long least = Math.min(shape.m(), Math.min(shape.k(), shape.n()));
        long most = Math.max(shape.m(), Math.max(shape.k(), shape.n()));
        boolean lines = shape.m() % LINE == 0 && shape.k() % LINE == 0 && shape.n() % LINE == 0;
        return new SplitRule(
                false,
                false,
                Math.max(UNPACKED_VOLUME + 1, volume * 9 / 10),
                volume * 11 / 10 + 1,
                least * 9 / 10,
                most,
                lines ? LINE : 1,
                blockM,
                blockN,
                blockK,
                packed,
                1,
                1);
    }
}
