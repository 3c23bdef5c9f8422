package org.blaspool.sample;

import org.blaspool.matrix.ProductShape;

/**
 * What a batch will take, from what others like it took.
 *
 * @param seconds by the warm clock
 * @param startSeconds of them that come once a batch, however many products it has
 * @param basis how far that is from what was measured
 * @param shape of the products that were measured
 * @param ageSeconds since the newest of the samples
 * @param busy share of the CPUs that others took while they were
 */
public record Estimate(
        double seconds, double startSeconds, Basis basis, ProductShape shape, long ageSeconds, double busy) {
    /** How a batch relates to those that were measured. */
    public enum Basis {
        /** Such batches were. */
        MEASURED,
        /** Batches of fewer or more such products were. */
        OTHER_COUNT,
        /** Products of another size were. */
        OTHER_SHAPE
    }

    /** Above this share others had so much of the CPUs that what was measured tells little of a quiet machine. */
    public static final double BUSY_SHARE = 0.1;

    public boolean isBusy() {
        return busy > BUSY_SHARE;
    }

    /**
     * The same batch of products of another size.
     *
     * @param computing the seconds of it that go by the products' operations; the others go by their bytes
     */
    public Estimate scaled(double computing, ProductShape wanted, ProductShape measured) {
        double operations = wanted.flop() / measured.flop();
        double bytes =
                (wanted.operandBytes() + wanted.resultBytes()) / (measured.operandBytes() + measured.resultBytes());
        double total = computing * operations + (seconds - computing) * bytes;
        return new Estimate(total, Math.min(startSeconds, total), Basis.OTHER_SHAPE, measured, ageSeconds, busy);
    }

    /** What rests on both: the farther basis, the older, the busier. */
    public Estimate with(Estimate other) {
        Basis farther = basis.compareTo(other.basis) >= 0 ? basis : other.basis;
        return new Estimate(
                seconds,
                startSeconds,
                farther,
                shape,
                Math.max(ageSeconds, other.ageSeconds),
                Math.max(busy, other.busy));
    }

    /** Other seconds on the same basis. */
    public Estimate of(double otherSeconds, double otherStart) {
        return new Estimate(otherSeconds, otherStart, basis, shape, ageSeconds, busy);
    }
}
