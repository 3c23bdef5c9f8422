package org.blaspool.measure;

import org.blaspool.strategy.Strategy;

/**
 * Has a short batch follow one of its own kind at once, as it does in the steady state: between the batches of a comparison
 * other strategies and the verification run, CPUs sleep, caches see other data and the threads of a BLAS have come to rest.
 * Waking all that again takes as long as a short batch itself: one product of n = 128 over two BLAS threads took 0.2 ms
 * after another and 0.7 to 1.2 ms after a pause.
 */
final class Priming {
    /** After 50 ms of rest a batch of 12 ms took 0.7 to 1 ms longer; of 50 ms that does not show. */
    private static final double SHORT_SECONDS = 0.050;

    private Priming() {}

    /** Runs a batch that does not count, where the one to be timed is short. */
    static void prime(Strategy strategy, double batchSeconds) {
        if (batchSeconds < SHORT_SECONDS) {
            strategy.run();
        }
    }
}
