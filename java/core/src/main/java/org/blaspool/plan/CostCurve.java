package org.blaspool.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
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
     * @param points at least one point; neighbours that fall as the amount grows, which only noise makes them do, are put
     *     at their mean
     */
    public CostCurve(Map<Long, Double> points) {
        if (points.isEmpty()) {
            throw new IllegalArgumentException("curve has no points, expected at least 1");
        }
        Deque<Level> levels = new ArrayDeque<>();
        new TreeMap<>(points).forEach((amount, seconds) -> {
            Level level = new Level(Math.max(0, seconds), List.of(amount));
            while (!levels.isEmpty() && levels.getLast().seconds() > level.seconds()) {
                level = levels.removeLast().with(level);
            }
            levels.add(level);
        });
        levels.forEach(level -> level.amounts().forEach(amount -> this.points.put(amount, level.seconds())));
    }

    /** Neighbours at one height: the pool of adjacent violators (Ayer et al. 1955), the least squares that do not fall. */
    private record Level(double seconds, List<Long> amounts) {
        Level with(Level next) {
            List<Long> both = new ArrayList<>(amounts);
            both.addAll(next.amounts);
            double sum = seconds * amounts.size() + next.seconds * next.amounts.size();
            return new Level(sum / both.size(), both);
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
