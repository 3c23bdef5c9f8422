package org.blaspool.plan;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.blaspool.matrix.ProductShape;

/**
 * Seconds of a dgemm by its size, from a few that were measured. Between two sizes the rate follows a power of the size;
 * above the largest it stays; below the smallest a product takes as long as that one, as what it costs there is the call.
 * Immutable.
 */
public final class RateCurve {
    private final TreeMap<Integer, Double> flopPerSecond;

    /** @param flopPerSecond rates of square products by n; at least one, all positive */
    public RateCurve(Map<Integer, Double> flopPerSecond) {
        this.flopPerSecond = new TreeMap<>(flopPerSecond);
        if (flopPerSecond.isEmpty() || flopPerSecond.values().stream().anyMatch(rate -> !(rate > 0))) {
            throw new IllegalArgumentException("rates are not positive: " + flopPerSecond);
        }
    }

    public SortedMap<Integer, Double> flopPerSecond() {
        return new TreeMap<>(flopPerSecond);
    }

    /** FLOP/s of a product of that size. */
    public double rate(double size) {
        Map.Entry<Integer, Double> below = flopPerSecond.floorEntry((int) size);
        Map.Entry<Integer, Double> above = flopPerSecond.ceilingEntry((int) Math.ceil(size));
        if (above == null) {
            return flopPerSecond.lastEntry().getValue();
        }
        if (below == null) {
            return above.getValue() * Math.pow(size / above.getKey(), 3);
        }
        if (below.getKey().equals(above.getKey())) {
            return below.getValue();
        }
        double share = Math.log(size / below.getKey()) / Math.log((double) above.getKey() / below.getKey());
        return below.getValue() * Math.pow(above.getValue() / below.getValue(), share);
    }

    /** Seconds of a product; rectangular ones are taken for the cube of as many operations. */
    public double seconds(ProductShape shape) {
        return shape.flop() == 0 ? 0 : shape.flop() / rate(Math.cbrt(shape.flop() / 2));
    }

    /** The curve with every rate multiplied. */
    RateCurve times(double factor) {
        TreeMap<Integer, Double> scaled = new TreeMap<>();
        flopPerSecond.forEach((size, rate) -> scaled.put(size, rate * factor));
        return new RateCurve(scaled);
    }
}
