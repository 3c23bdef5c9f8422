package org.blaspool.plan;

import java.util.Locale;

/**
 * Which strategy to take where nothing was measured: by the number of products, their sizes and the cores alone. Among
 * callers and threads in one process; workers that are processes compute no faster than threads, whatever reaches them.
 *
 * @param spec the strategy
 * @param reason in a few words
 * @param sure whether the other one, threads or BLAS threads, cannot be much faster
 */
public record Rule(StrategySpec spec, String reason, boolean sure) {
    /** Up to m n k of 64^3 a BLAS takes one thread, whatever it is told. */
    private static final double LEAST_SHARED_FLOP = 2 * 64 * 64 * 64;
    /** What sharing a product among threads costs, in operations of one of them: those of n = 160, measured. */
    private static final double SHARING_FLOP = 8e6;

    /** So many products a core keep all of them busy to the end. */
    private static final int MANY = 4;

    private static final double CLEAR = 1.25;

    /**
     * The rule for a batch.
     *
     * @param threadControl whether the BLAS can be given several threads
     */
    public static Rule of(BatchShape batch, int cores, boolean threadControl) {
        long pairs = batch.pairs();
        double largest = batch.groups().stream()
                .mapToDouble(group -> group.shape().flop())
                .max()
                .orElseThrow();
        if (cores == 1 || (pairs == 1 && (largest <= LEAST_SHARED_FLOP || !threadControl))) {
            return new Rule(
                    StrategySpec.of(StrategyKind.SEQUENTIAL),
                    cores == 1 ? "there is one core" : "it is one product",
                    true);
        }
        StrategySpec threads = StrategySpec.of(StrategyKind.THREADS);
        if (!threadControl) {
            return new Rule(threads, "this BLAS has one thread", true);
        }
        // A last incomplete turn takes as long as a whole one.
        double withThreads = batch.groups().size() == 1
                ? largest * Math.ceil((double) pairs / cores)
                : batch.flop() / cores + largest * (1 - 1.0 / cores);
        double withBlasThreads = batch.groups().stream()
                .mapToDouble(group -> group.count() * shared(group.shape().flop(), cores))
                .sum();
        if (pairs >= (long) MANY * cores) {
            String reason = pairs + " products keep " + cores + " cores busy, one each";
            // Each with a large working set of its own, callers may be in each other's way.
            return new Rule(threads, reason, largest < 2e9 || withThreads * CLEAR < withBlasThreads);
        }
        boolean callers = withThreads <= withBlasThreads;
        double lead = callers ? withBlasThreads / withThreads : withThreads / withBlasThreads;
        String reason = String.format(
                Locale.ROOT,
                "%d %s on %d cores: %s should take %.2f times as long",
                pairs,
                pairs == 1 ? "product" : "products",
                cores,
                callers ? "BLAS threads" : "one product a core",
                lead);
        return new Rule(callers ? threads : StrategySpec.of(StrategyKind.BLAS_THREADS), reason, lead >= CLEAR);
    }

    private static double shared(double flop, int cores) {
        return flop <= LEAST_SHARED_FLOP ? flop : flop / cores + SHARING_FLOP * (cores - 1) / cores;
    }
}
