package org.blaspool.plan;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Seconds by an amount, of bytes or of products: straight lines between what was measured, on from the last two above it,
 * and the smallest below it. Immutable.
 */
public final class CostCurve {
    /** What costs nothing, however much of it there is. */
    public static final CostCurve FREE = new CostCurve(Map.of(0L, 0.0));

    private final TreeMap<Long, Double> points = new TreeMap<>();

    /**
     * @param points at least one point; what would fall with the amount is raised to what less of it takes, as
     *     only noise makes it fall
     */
    public CostCurve(Map<Long, Double> points) {
        if (points.isEmpty()) {
            throw new IllegalArgumentException("curve has no points, expected at least 1");
        }
        double least = 0;
        for (Map.Entry<Long, Double> point : new TreeMap<>(points).entrySet()) {
            least = Math.max(least, point.getValue());
            this.points.put(point.getKey(), least);
        }
    }

    /** What was measured. */
    public SortedMap<Long, Double> points() {
        return new TreeMap<>(points);
    }

    /** Seconds of so much. */
    public double seconds(double amount) {
        Map.Entry<Long, Double> below = points.floorEntry((long) amount);
        Map.Entry<Long, Double> above = points.higherEntry((long) amount);
        if (below == null) {
            return above.getValue();
        }
        if (above == null) {
            above = below;
            below = points.lowerEntry(above.getKey());
            if (below == null) {
                return above.getValue();
            }
        }
        double slope = (above.getValue() - below.getValue()) / (above.getKey() - below.getKey());
        return below.getValue() + slope * (amount - below.getKey());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CostCurve curve && points.equals(curve.points);
    }

    @Override
    public int hashCode() {
        return points.hashCode();
    }

    @Override
    public String toString() {
        return points.toString();
    }
}
