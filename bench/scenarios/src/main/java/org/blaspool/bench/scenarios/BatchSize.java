package org.blaspool.bench.scenarios;

import java.util.List;

/**
 * A batch that a strategy and its reference are both timed on.
 *
 * @param n size of the square matrices
 * @param pairs how many products; both contenders' matrices are in memory at once
 * @param rounds of each
 */
record BatchSize(int n, int pairs, int rounds) {
    /** Small, middle and large ones; few in a quick run. */
    static List<BatchSize> of(Bench bench) {
        return bench.quick()
                ? List.of(new BatchSize(256, 64, 4), new BatchSize(1000, 4, 2))
                : List.of(
                        new BatchSize(256, 400, 16),
                        new BatchSize(1000, 32, 10),
                        new BatchSize(2000, 24, 4),
                        new BatchSize(4000, 4, 2));
    }

    @Override
    public String toString() {
        return "n=" + n + ", " + pairs + " pairs";
    }
}
