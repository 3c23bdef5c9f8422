package org.blaspool.cli.option;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.blaspool.error.InvalidInputException;

/**
 * The batch that compare and plan are about, as far as it was said.
 *
 * @param size of each product
 * @param pairs how many
 * @param fill random or ones; empty for the default
 * @param seed of the random operands
 */
public record WorkloadOptions(Optional<ProductSize> size, OptionalInt pairs, Optional<String> fill, long seed) {
    private static final long DEFAULT_SEED = 42;

    /** The options, the defaults of size and pairs in the words of the command. */
    public static OptionGroup group(String defaultSize, String defaultPairs) {
        return OptionGroup.of("Batch")
                .with("size", "N|MxKxN", "products of an MxK by a KxN matrix, N for square ones [" + defaultSize + "]")
                .with("pairs", "P", "how many products [" + defaultPairs + "]")
                .with("fill", "random|ones", "what the operands hold [random]")
                .with("seed", "S", "of the random operands [" + DEFAULT_SEED + "]");
    }

    public static WorkloadOptions read(Arguments arguments) {
        WorkloadOptions options = new WorkloadOptions(
                arguments.text("size").map(ProductSize::parse),
                arguments.positive("pairs"),
                arguments.word("fill", "random", "ones"),
                arguments.number("seed", Long.MIN_VALUE, Long.MAX_VALUE).orElse(DEFAULT_SEED));
        if (options.size.isPresent()) {
            options.checkBytes(options.size.get());
        }
        return options;
    }

    /** The same with size and pairs said. */
    public WorkloadOptions at(ProductSize newSize, int newPairs) {
        WorkloadOptions options = new WorkloadOptions(Optional.of(newSize), OptionalInt.of(newPairs), fill, seed);
        options.checkBytes(newSize);
        return options;
    }

    private void checkBytes(ProductSize each) {
        try {
            Math.multiplyExact(each.bytes(), (long) pairs.orElse(1));
        } catch (ArithmeticException e) {
            throw new InvalidInputException(
                    "batch overflows: size=" + each + " pairs=" + pairs.orElse(1)
                            + ", expected less than 2^63 bytes in all (--size, --pairs)",
                    e);
        }
    }

    /**
     * The shape of a product: A is m x k, B is k x n, C is m x n.
     *
     * @param m rows of A and C
     * @param k columns of A, rows of B
     * @param n columns of B and C
     */
    public record ProductSize(int m, int k, int n) {
        private static final Pattern FORM = Pattern.compile("-?\\d+(x-?\\d+x-?\\d+)?");

        private static final double WORTHWHILE_FLOP = 20e9;
        private static final long WORTHWHILE_BYTES = 1L << 30;
        private static final int MOST_PAIRS = 10_000;

        /** Reads {@code N} or {@code MxKxN}. */
        public static ProductSize parse(String text) {
            if (!FORM.matcher(text.strip()).matches()) {
                throw new InvalidInputException(
                        "size is not valid: size=" + text + ", expected --size N or --size MxKxN");
            }
            String[] parts = text.strip().split("x");
            int m = dimension(parts[0], text);
            return parts.length == 1
                    ? new ProductSize(m, m, m)
                    : new ProductSize(m, dimension(parts[1], text), dimension(parts[2], text));
        }

        private static int dimension(String part, String text) {
            try {
                int value = Integer.parseInt(part);
                if (value > 0) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // Beyond the integers of a BLAS: said below.
            }
            throw new InvalidInputException(
                    "size is out of range: size=" + text + ", allowed 1 to 2147483647 for each of --size MxKxN");
        }

        /** Floating-point operations: 2 m n k. */
        public double flop() {
            return 2.0 * m * n * k;
        }

        /**
         * Bytes of A, B and C.
         *
         * @throws ArithmeticException where they do not fit a long
         */
        public long bytes() {
            long elements = Math.addExact(Math.addExact((long) m * k, (long) k * n), (long) m * n);
            return Math.multiplyExact(elements, (long) Double.BYTES);
        }

        /**
         * How many products make a batch that can be timed: about 20 GFLOP, but at least two for each CPU, at most 10000,
         * and no more than a GiB.
         */
        public int worthwhilePairs(int cpus) {
            return pairsOf(WORTHWHILE_FLOP, 2 * cpus);
        }

        /** As many products as make about {@code flop}, at least so many, at most 10000 and no more than a GiB. */
        public int pairsOf(double flop, int least) {
            double byMemory = (double) WORTHWHILE_BYTES / bytes();
            double pairs = Math.min(MOST_PAIRS, Math.min(byMemory, Math.max(least, flop / flop())));
            return (int) Math.max(1, Math.round(pairs));
        }

        @Override
        public String toString() {
            return m == k && k == n ? Integer.toString(n) : m + "x" + k + "x" + n;
        }
    }
}
