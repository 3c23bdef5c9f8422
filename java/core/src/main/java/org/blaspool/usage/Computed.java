package org.blaspool.usage;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /** As shares of all; null where nobody counted. */
    public Shares shares() {
        double all = (double) small + split + plain;
        return all == 0 ? null : new Shares(small / all, split / all, plain / all);
    }

    /** By what products were computed, as shares of their operations. */
    public record Shares(double small, double split, double plain) {
        @Override
        public String toString() {
            return Stream.of(part("small kernels", small), part("split", split), part("BLAS alone", plain))
                    .filter(text -> !text.isEmpty())
                    .collect(Collectors.joining(", "));
        }

        /** What is there at all is not rounded to nothing. */
        private static String part(String who, double share) {
            if (share == 0) {
                return "";
            }
            return who + (share < 0.001 ? " <0.1 %" : String.format(Locale.ROOT, " %.1f %%", 100 * share));
        }
    }
}
