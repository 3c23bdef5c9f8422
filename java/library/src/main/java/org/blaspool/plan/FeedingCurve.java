package org.blaspool.plan;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * CPU seconds that it takes to feed a product to a worker and to take its result back, of all processes together, by the
 * bytes of its operands and result: straight lines between what was measured, on from the last two above it, and the
 * smallest below it, where a product costs its messages. Immutable.
 */
public final class FeedingCurve {
    private final TreeMap<Long, Double> secondsByBytes = new TreeMap<>();

    /**
     * @param secondsByBytes at least one point; what would fall with the bytes is raised to what fewer bytes take, as
     *     only noise makes it fall
     */
    public FeedingCurve(Map<Long, Double> secondsByBytes) {
        if (secondsByBytes.isEmpty()) {
            throw new IllegalArgumentException("curve has no points, expected at least 1");
        }
        double least = 0;
        for (Map.Entry<Long, Double> point : new TreeMap<>(secondsByBytes).entrySet()) {
            least = Math.max(least, point.getValue());
            this.secondsByBytes.put(point.getKey(), least);
        }
    }

    public SortedMap<Long, Double> secondsByBytes() {
        return new TreeMap<>(secondsByBytes);
    }

    /** CPU seconds of a product with so many bytes. */
    public double seconds(double bytes) {
        Map.Entry<Long, Double> below = secondsByBytes.floorEntry((long) bytes);
        Map.Entry<Long, Double> above = secondsByBytes.higherEntry((long) bytes);
        if (below == null) {
            return above.getValue();
        }
        if (above == null) {
            above = below;
            below = secondsByBytes.lowerEntry(above.getKey());
            if (below == null) {
                return above.getValue();
            }
        }
        double slope = (above.getValue() - below.getValue()) / (above.getKey() - below.getKey());
        return below.getValue() + slope * (bytes - below.getKey());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FeedingCurve curve && secondsByBytes.equals(curve.secondsByBytes);
    }

    @Override
    public int hashCode() {
        return secondsByBytes.hashCode();
    }

    @Override
    public String toString() {
        return secondsByBytes.toString();
    }
}
