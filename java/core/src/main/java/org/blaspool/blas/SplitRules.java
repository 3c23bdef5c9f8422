package org.blaspool.blas;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
}
