package org.blaspool.netlib;

import java.util.Random;

/** One dgemm with its arguments, made from a seed; some of them are wrong. */
record DgemmCall(
        String transa,
        String transb,
        int m,
        int n,
        int k,
        double alpha,
        double[] a,
        int offsetA,
        int lda,
        double[] b,
        int offsetB,
        int ldb,
        double beta,
        double[] c,
        int offsetC,
        int ldc) {
    private static final String[] FLAGS = {"N", "n", "T", "t", "C", "c", "Transposed", "No"};
    private static final double[] FACTORS = {0, 1, -1, 2.5, -0.0, Double.NaN};
    private static final double[] SPECIAL = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};

    /** Everything that netlib's interface allows: empty sizes, gaps, offsets, special values in operands and factors. */
    static DgemmCall legal(Random random) {
        String transa = FLAGS[random.nextInt(FLAGS.length)];
        String transb = FLAGS[random.nextInt(FLAGS.length)];
        int m = size(random);
        int n = size(random);
        int k = size(random);
        boolean ta = isTransposed(transa);
        boolean tb = isTransposed(transb);
        int lda = Math.max(1, ta ? k : m) + gap(random);
        int ldb = Math.max(1, tb ? n : k) + gap(random);
        int ldc = Math.max(1, m) + gap(random);
        // With k = 0 dev.ludovic.netlib looks for the element before the first; a large offset is what it lets pass.
        int offsetA = gap(random) + (k == 0 ? lda : 0);
        int offsetB = gap(random) + (k == 0 ? ldb : 0);
        int offsetC = gap(random);
        double[] a = values(random, offsetA + lda * Math.max(1, ta ? m : k) + gap(random));
        double[] b = values(random, offsetB + ldb * Math.max(1, tb ? k : n) + gap(random));
        double[] c = values(random, offsetC + ldc * Math.max(1, n) + gap(random));
        if (random.nextInt(4) == 0) {
            sprinkle(random, a);
            sprinkle(random, b);
            sprinkle(random, c);
        }
        // With k = 0 the reference multiplies a NaN alpha by an empty sum, but only where A is transposed.
        double alpha = FACTORS[random.nextInt(FACTORS.length - (k == 0 ? 1 : 0))];
        double beta = FACTORS[random.nextInt(FACTORS.length)];
        return new DgemmCall(transa, transb, m, n, k, alpha, a, offsetA, lda, b, offsetB, ldb, beta, c, offsetC, ldc);
    }

    /** A legal one with one argument spoilt. */
    static DgemmCall wrong(Random random) {
        DgemmCall r = legal(random);
        boolean ta = isTransposed(r.transa);
        boolean tb = isTransposed(r.transb);
        return switch (random.nextInt(15)) {
            case 0 -> r.with("x", r.transb, r.m, r.n, r.k, r.lda, r.ldb, r.ldc);
            case 1 -> r.with(r.transa, "", r.m, r.n, r.k, r.lda, r.ldb, r.ldc);
            case 2 -> r.with(r.transa, r.transb, -1, r.n, r.k, r.lda, r.ldb, r.ldc);
            case 3 -> r.with(r.transa, r.transb, r.m, -1, r.k, r.lda, r.ldb, r.ldc);
            case 4 -> r.with(r.transa, r.transb, r.m, r.n, -1, r.lda, r.ldb, r.ldc);
            case 5 -> r.with(r.transa, r.transb, r.m, r.n, r.k, Math.max(1, ta ? r.k : r.m) - 1, r.ldb, r.ldc);
            case 6 -> r.with(r.transa, r.transb, r.m, r.n, r.k, r.lda, Math.max(1, tb ? r.n : r.k) - 1, r.ldc);
            case 7 -> r.with(r.transa, r.transb, r.m, r.n, r.k, r.lda, r.ldb, Math.max(1, r.m) - 1);
            case 8 -> r.over(new double[r.a.length / 8], r.b, r.c);
            case 9 -> r.over(r.a, new double[r.b.length / 8], r.c);
            case 10 -> r.over(r.a, r.b, new double[r.c.length / 8]);
            case 11 -> r.over(null, r.b, r.c);
            case 12 -> r.over(r.a, r.b, null);
            case 13 -> r.at(-1 - random.nextInt(3), r.offsetB, r.offsetC);
            default -> r.with(null, r.transb, r.m, r.n, r.k, r.lda, r.ldb, r.ldc);
        };
    }

    static boolean isTransposed(String trans) {
        return "TtCc".indexOf(trans.charAt(0)) >= 0;
    }

    private static int size(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> random.nextInt(2);
            case 1 -> 20 + random.nextInt(60);
            default -> 1 + random.nextInt(12);
        };
    }

    private static int gap(Random random) {
        return random.nextInt(3) == 0 ? random.nextInt(7) : 0;
    }

    /** Never 0: the reference leaves out what is multiplied by a zero of B, even a NaN, and fast libraries do not. */
    private static double[] values(Random random, int length) {
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = (random.nextBoolean() ? 1 : -1) * (0.1 + random.nextDouble());
        }
        return values;
    }

    private static void sprinkle(Random random, double[] values) {
        for (int i = random.nextInt(3); i > 0 && values.length > 0; i--) {
            values[random.nextInt(values.length)] = SPECIAL[random.nextInt(SPECIAL.length)];
        }
    }

    private DgemmCall with(String ta, String tb, int m2, int n2, int k2, int lda2, int ldb2, int ldc2) {
        return new DgemmCall(ta, tb, m2, n2, k2, alpha, a, offsetA, lda2, b, offsetB, ldb2, beta, c, offsetC, ldc2);
    }

    private DgemmCall over(double[] a2, double[] b2, double[] c2) {
        return new DgemmCall(
                transa, transb, m, n, k, alpha, a2, offsetA, lda, b2, offsetB, ldb, beta, c2, offsetC, ldc);
    }

    private DgemmCall at(int offsetA2, int offsetB2, int offsetC2) {
        return new DgemmCall(
                transa, transb, m, n, k, alpha, a, offsetA2, lda, b, offsetB2, ldb, beta, c, offsetC2, ldc);
    }

    /** Both interfaces have this one method. */
    interface Dgemm {
        void dgemm(
                String transa,
                String transb,
                int m,
                int n,
                int k,
                double alpha,
                double[] a,
                int offsetA,
                int lda,
                double[] b,
                int offsetB,
                int ldb,
                double beta,
                double[] c,
                int offsetC,
                int ldc);
    }

    /** What an implementation makes of it: C, or the class of its exception. */
    record Outcome(double[] c, Class<?> thrown) {}

    Outcome by(Dgemm implementation) {
        double[] result = c == null ? null : c.clone();
        try {
            implementation.dgemm(
                    transa, transb, m, n, k, alpha, a, offsetA, lda, b, offsetB, ldb, beta, result, offsetC, ldc);
            return new Outcome(result, null);
        } catch (RuntimeException refused) {
            return new Outcome(result, refused.getClass());
        }
    }

    @Override
    public String toString() {
        return "transa=" + transa + " transb=" + transb + " m=" + m + " n=" + n + " k=" + k + " alpha=" + alpha
                + " offsetA=" + offsetA + " lda=" + lda + " offsetB=" + offsetB + " ldb=" + ldb + " beta=" + beta
                + " offsetC=" + offsetC + " ldc=" + ldc;
    }
}
