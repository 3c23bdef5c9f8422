package org.blaspool.blas;

import java.util.List;
import org.blaspool.error.InvalidInputException;

/**
 * What is not left to the BLAS as it is: the rules by which products of middle size are split, of which the first that
 * fits a product holds, and whether small products are computed by kernels of our own. A rule is {@code
 * blaspool_split_rule} of the C library in one word, {@code NT:1000001-1560897:65-156/8:64x80x0:1.530:1.180} or {@code
 * …:32x192x160+A:…}: docs/split.md says what is what.
 *
 * @param rules at most 64
 * @param smallKernels whether kernels of our own compute small products, where the CPU has them
 */
public record SplitRules(List<String> rules, boolean smallKernels) {
    /** Nothing is split. */
    public static final SplitRules NONE = new SplitRules(List.of());

    /** Everything is left to the BLAS. */
    public static final SplitRules OFF = new SplitRules(List.of(), false);

    /** Its numbers fit a long. */
    private static final String RULE =
            "[NT]{2}:#-#:#-#/#:#x#x#(\\+A|\\+AB|\\+own)?(:\\d{1,9}[.]\\d{3}){2}".replace("#", "\\d{1,18}");

    /** @throws InvalidInputException where a rule cannot be read */
    public SplitRules {
        rules = List.copyOf(rules);
        for (String rule : rules) {
            if (!rule.matches(RULE)) {
                throw new InvalidInputException("split rule cannot be read: rule=" + rule
                        + ", expected TRANSPOSES:VOLUMES:SIDES/MULTIPLE:MxNxK[+A|+AB|+own]:GAIN:GAIN");
            }
        }
    }

    /** Rules beside kernels of our own for small products. */
    public SplitRules(List<String> rules) {
        this(rules, true);
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws InvalidInputException for anything else
     */
    public static SplitRules parse(String text) {
        if (text.equals("off")) {
            return OFF;
        }
        return text.isEmpty() ? NONE : new SplitRules(List.of(text.split(",", -1)));
    }

    /** The rules separated by commas, empty where there are none; "off" for {@link #OFF}. */
    @Override
    public String toString() {
        return equals(OFF) ? "off" : String.join(",", rules);
    }
}
