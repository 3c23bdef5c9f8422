package org.blaspool.blas;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.blaspool.error.InvalidInputException;

/**
 * What is not left to the BLAS as it is: the rules by which products of middle size are split, of which the first that
 * fits a product holds, and whether small products are computed by kernels of our own.
 *
 * @param rules at most 64
 * @param smallKernels whether kernels of our own compute small products, where the CPU has them
 */
public record SplitRules(List<SplitRule> rules, boolean smallKernels) {
    /** Nothing is split. */
    public static final SplitRules NONE = new SplitRules(List.of());

    /** Everything is left to the BLAS. */
    public static final SplitRules OFF = new SplitRules(List.of(), false);

    public SplitRules {
        rules = List.copyOf(rules);
    }

    /** Rules beside kernels of our own for small products. */
    public SplitRules(List<SplitRule> rules) {
        this(rules, true);
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws org.blaspool.error.InvalidInputException for anything else
     */
    public static SplitRules parse(String text) {
        if (text.equals("off")) {
            return OFF;
        }
        return text.isEmpty()
                ? NONE
                : new SplitRules(
                        Arrays.stream(text.split(",", -1)).map(SplitRule::parse).toList());
    }

    static SplitRules ofNumbers(double[] numbers, boolean smallKernels) {
        return new SplitRules(
                IntStream.range(0, numbers.length / SplitRule.NUMBERS)
                        .mapToObj(i -> SplitRule.ofNumbers(numbers, i * SplitRule.NUMBERS))
                        .toList(),
                smallKernels);
    }

    double[] numbers() {
        return rules.stream()
                .flatMapToDouble(rule -> Arrays.stream(rule.numbers()))
                .toArray();
    }

    /** The rules separated by commas, empty where there are none; "off" for {@link #OFF}. */
    @Override
    public String toString() {
        if (equals(OFF)) {
            return "off";
        }
        return rules.stream().map(SplitRule::toString).collect(Collectors.joining(","));
    }

    /**
     * Which column-major products a BLAS computes as several smaller ones, of operands as they lie or packed: {@code
     * blaspool_split_rule} of the C library.
     *
     * @param transposeA whether A is transposed
     * @param transposeB whether B is transposed
     * @param volumeFrom the smallest m n k
     * @param volumeTo the first m n k that is too large
     * @param sideFrom the smallest of m, n and k
     * @param sideTo the largest of m, n and k
     * @param multiple 1, or 8: sizes, leading dimensions and addresses in doubles are multiples of it
     * @param blockM the largest piece of m, 0: not cut
     * @param blockN the largest piece of n, 0: not cut
     * @param blockK the largest piece of k, 0: not cut, so that the sum of each element stays one sum
     * @param packed which operands are packed
     * @param hotGain measured time of the plain call by that of the split one, operands in the cache
     * @param streamedGain the same, operands out of 16 MiB
     */
    public record SplitRule(
            boolean transposeA,
            boolean transposeB,
            long volumeFrom,
            long volumeTo,
            long sideFrom,
            long sideTo,
            long multiple,
            long blockM,
            long blockN,
            long blockK,
            Packed packed,
            double hotGain,
            double streamedGain) {
        /** What is copied, block by block, into memory of the calling thread before it is multiplied. */
        public enum Packed {
            // In the order of blaspool_packed.
            NOTHING(""),
            A("+A"),
            A_AND_B("+AB"),
            /** A, which our own kernels multiply by B. */
            A_OWN("+own");

            private final String text;

            Packed(String text) {
                this.text = text;
            }

            private static Packed parse(String text) {
                return Arrays.stream(values())
                        .filter(packed -> packed.text.equals(text))
                        .findFirst()
                        .orElseThrow();
            }
        }

        static final int NUMBERS = 13;

        private static final Pattern TEXT = Pattern.compile("([NT])([NT]):(\\d+)-(\\d+):(\\d+)-(\\d+)/(\\d+)"
                + ":(\\d+)x(\\d+)x(\\d+)(|\\+A|\\+AB|\\+own):([0-9.]+):([0-9.]+)");

        /** Reads what {@link #toString} wrote. */
        static SplitRule parse(String text) {
            Matcher parts = TEXT.matcher(text);
            if (!parts.matches()) {
                throw unreadable(text, null);
            }
            try {
                double[] numbers = new double[NUMBERS];
                for (int i = 2; i < 10; i++) {
                    numbers[i] = Long.parseLong(parts.group(i + 1));
                }
                numbers[10] = Packed.parse(parts.group(11)).ordinal();
                numbers[11] = Double.parseDouble(parts.group(12));
                numbers[12] = Double.parseDouble(parts.group(13));
                numbers[0] = parts.group(1).equals("T") ? 1 : 0;
                numbers[1] = parts.group(2).equals("T") ? 1 : 0;
                return ofNumbers(numbers, 0);
            } catch (NumberFormatException e) {
                throw unreadable(text, e);
            }
        }

        private static InvalidInputException unreadable(String text, Exception cause) {
            return new InvalidInputException(
                    "split rule cannot be read: rule=" + text
                            + ", expected TRANSPOSES:VOLUMES:SIDES/MULTIPLE:MxNxK[+A|+AB|+own]:GAIN:GAIN",
                    cause);
        }

        static SplitRule ofNumbers(double[] numbers, int at) {
            return new SplitRule(
                    numbers[at] != 0,
                    numbers[at + 1] != 0,
                    (long) numbers[at + 2],
                    (long) numbers[at + 3],
                    (long) numbers[at + 4],
                    (long) numbers[at + 5],
                    (long) numbers[at + 6],
                    (long) numbers[at + 7],
                    (long) numbers[at + 8],
                    (long) numbers[at + 9],
                    Packed.values()[(int) numbers[at + 10]],
                    numbers[at + 11],
                    numbers[at + 12]);
        }

        /** The same rule with other gains. */
        public SplitRule withGains(double hot, double streamed) {
            double[] numbers = numbers();
            numbers[11] = hot;
            numbers[12] = streamed;
            return ofNumbers(numbers, 0);
        }

        double[] numbers() {
            return new double[] {
                transposeA ? 1 : 0,
                transposeB ? 1 : 0,
                volumeFrom,
                volumeTo,
                sideFrom,
                sideTo,
                multiple,
                blockM,
                blockN,
                blockK,
                packed.ordinal(),
                hotGain,
                streamedGain
            };
        }

        /** In one word without commas: {@code NT:1000001-1560897:65-156/8:64x80x0:1.530:1.180}, {@code …:32x192x160+A:…}. */
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s%s:%d-%d:%d-%d/%d:%dx%dx%d%s:%.3f:%.3f",
                    transposeA ? "T" : "N",
                    transposeB ? "T" : "N",
                    volumeFrom,
                    volumeTo,
                    sideFrom,
                    sideTo,
                    multiple,
                    blockM,
                    blockN,
                    blockK,
                    packed.text,
                    hotGain,
                    streamedGain);
        }
    }
}
