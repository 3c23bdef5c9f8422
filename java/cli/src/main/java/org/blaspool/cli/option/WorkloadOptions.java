package org.blaspool.cli.option;

import java.util.Optional;
import java.util.OptionalInt;
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
}
