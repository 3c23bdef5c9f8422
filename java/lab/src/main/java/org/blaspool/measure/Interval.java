package org.blaspool.measure;

/** A confidence interval, both ends included. */
public record Interval(double low, double high) {
    public boolean contains(double value) {
        return low <= value && value <= high;
    }

    /** The smallest one that holds this and a value. */
    Interval with(double value) {
        return new Interval(Math.min(low, value), Math.max(high, value));
    }
}
