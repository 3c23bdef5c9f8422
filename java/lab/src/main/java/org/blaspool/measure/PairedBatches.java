package org.blaspool.measure;

import java.util.ArrayList;
import java.util.List;

/**
 * The ratio of two strategies in each round, from batches that ran next to each other: what others do to a machine comes
 * in bursts and changes within a round, and the medians of both strategies' batches may be of different moments of it.
 */
final class PairedBatches {
    private PairedBatches() {}

    /**
     * The median of the pairs' ratios, one a round.
     *
     * @param batches seconds of the batches of each round, spread over it
     * @param reference the same of the strategy that they are held against
     */
    static double[] ratios(List<List<Double>> batches, List<List<Double>> reference) {
        if (batches.size() != reference.size()) {
            throw new IllegalArgumentException(
                    "rounds do not pair: batches=" + batches.size() + " reference=" + reference.size());
        }
        double[] ratios = new double[batches.size()];
        for (int round = 0; round < ratios.length; round++) {
            ratios[round] = ratio(batches.get(round), reference.get(round));
        }
        return ratios;
    }

    /**
     * One ratio for each batch of whichever ran fewer in a round, over all rounds that both were in: none of them twice, so
     * that of two equals each ratio is above or below 1 by a drawing of its own.
     */
    static double[] single(List<List<Double>> batches, List<List<Double>> reference) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < Math.min(batches.size(), reference.size()); round++) {
            int pairs = Math.min(batches.get(round).size(), reference.get(round).size());
            for (int pair = 0; pair < pairs; pair++) {
                ratios.add(nearest(batches.get(round), pair, pairs) / nearest(reference.get(round), pair, pairs));
            }
        }
        return ratios.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** By logarithms: exchanging the two gives the inverse. */
    private static double ratio(List<Double> batches, List<Double> reference) {
        int pairs = Math.max(batches.size(), reference.size());
        double[] logs = new double[pairs];
        for (int pair = 0; pair < pairs; pair++) {
            logs[pair] = Math.log(nearest(batches, pair, pairs) / nearest(reference, pair, pairs));
        }
        return Math.exp(Statistics.median(logs));
    }

    /** Of those that are fewer, the one at the same place of the round. */
    private static double nearest(List<Double> batches, int pair, int pairs) {
        return batches.get((int) ((2L * pair + 1) * batches.size() / (2L * pairs)));
    }
}
