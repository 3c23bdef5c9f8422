package org.blaspool.measure;

import java.util.Locale;
import org.blaspool.Shape;
import org.blaspool.error.InvalidInputException;

/**
 * A batch of equal products to compare strategies by: C (m x n) of A (m x k) and B (k x n).
 *
 * @param pairs how many products, at least 1
 * @param fill what the operands hold
 * @param seed of the operands and of everything else that is random in a comparison
 */
public record Workload(long m, long k, long n, int pairs, Fill fill, long seed) {
    public Workload {
        if (m < 1 || k < 1 || n < 1) {
            throw new InvalidInputException(
                    "matrix size is not positive: size=" + m + "x" + k + "x" + n + ", expected at least 1 (--size)");
        }
        if (pairs < 1) {
            throw new InvalidInputException(
                    "number of pairs is not positive: pairs=" + pairs + ", expected at least 1 (--pairs)");
        }
    }

    public Shape shapeOfA() {
        return new Shape(m, k);
    }

    public Shape shapeOfB() {
        return new Shape(k, n);
    }

    public Shape shapeOfC() {
        return new Shape(m, n);
    }

    /** Floating-point operations of all products: 2 m n k each. */
    public double flop() {
        return 2.0 * m * n * k * pairs;
    }

    /** Bytes of all operands and results. */
    public long bytes() {
        try {
            long each = Math.addExact(
                    Math.addExact(shapeOfA().bytes(), shapeOfB().bytes()),
                    shapeOfC().bytes());
            return Math.multiplyExact(each, (long) pairs);
        } catch (ArithmeticException e) {
            throw new InvalidInputException("workload overflows: size=" + m + "x" + k + "x" + n + " pairs=" + pairs
                    + ", expected less than 2^63 bytes (--size, --pairs)");
        }
    }

    /** What operands are filled with. */
    public enum Fill {
        /** Uniform in [-1, 1), by the seed. */
        RANDOM,
        /** Ones, as in the tutorial's programs. */
        ONES;

        public static Fill of(String name) {
            for (Fill fill : values()) {
                if (fill.toString().equals(name)) {
                    return fill;
                }
            }
            throw new InvalidInputException("unknown fill: fill=" + name + ", allowed random, ones (--fill)");
        }

        /** Its name on the command line and in reports. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
