package org.blaspool.blas;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The rules by which a BLAS splits products; the first that fits a product holds.
 *
 * @param rules at most 64
 */
public record SplitRules(List<SplitRule> rules) {
    /** Nothing is split. */
    public static final SplitRules NONE = new SplitRules(List.of());

    public SplitRules {
        rules = List.copyOf(rules);
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws org.blaspool.error.InvalidInputException for anything else
     */
    public static SplitRules parse(String text) {
        return text.isEmpty()
                ? NONE
                : new SplitRules(
                        Arrays.stream(text.split(",", -1)).map(SplitRule::parse).toList());
    }

    static SplitRules ofNumbers(double[] numbers) {
        return new SplitRules(IntStream.range(0, numbers.length / SplitRule.NUMBERS)
                .mapToObj(i -> SplitRule.ofNumbers(numbers, i * SplitRule.NUMBERS))
                .toList());
    }

    double[] numbers() {
        return rules.stream()
                .flatMapToDouble(rule -> Arrays.stream(rule.numbers()))
                .toArray();
    }

    /** The rules separated by commas; empty where there are none. */
    @Override
    public String toString() {
        return rules.stream().map(SplitRule::toString).collect(Collectors.joining(","));
    }
}
