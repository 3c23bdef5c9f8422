package org.blaspool.usage;

/**
 * By what products were computed, in multiply-adds: m n k of each product.
 *
 * @param small by our own kernels for small products
 * @param split by the BLAS, as several smaller products
 * @param plain by the BLAS, as one
 */
public record Computed(long small, long split, long plain) {
    public static final Computed NOTHING = new Computed(0, 0, 0);

    /** {@code blaspool_computed}, in its order. */
    public static Computed of(long[] words) {
        return new Computed(words[0], words[1], words[2]);
    }

    public Computed plus(Computed more) {
        return new Computed(small + more.small, split + more.split, plain + more.plain);
    }

    public Computed minus(Computed before) {
        return new Computed(small - before.small, split - before.split, plain - before.plain);
    }

    /** All of it; 0 where nobody counted. */
    public double all() {
        return (double) small + split + plain;
    }
}
