package org.blaspool.matrix;

import java.util.List;
import java.util.stream.Stream;
import org.blaspool.error.InvalidInputException;
import org.blaspool.memory.PageKind;
import org.blaspool.memory.Region;

/**
 * Products that do not depend on each other, in the caller's order: no result shares an element with an operand or with
 * another result. Blocks of one larger matrix may be results, as long as they are apart ({@link Overlap}). Immutable; the
 * matrices are not its own.
 *
 * @param products at least one
 */
public record Batch(List<Dgemm> products) {
    public Batch {
        products = products instanceof StridedProducts ? products : List.copyOf(products);
        if (products.isEmpty()) {
            throw new InvalidInputException("batch is empty: products=0, expected at least 1");
        }
        List<Dgemm> all = products;
        if (!(all instanceof StridedProducts strided && strided.areApart())) {
            Overlap.refuse(
                    all.size(),
                    i -> List.of(all.get(i).a(), all.get(i).b()),
                    i -> all.get(i).c());
        }
    }

    /**
     * A batch of these products.
     *
     * @throws InvalidInputException where there is none, or where a result overlaps an operand or another result
     */
    public static Batch of(Dgemm... products) {
        return new Batch(List.of(products));
    }

    public int size() {
        return products.size();
    }

    public Dgemm get(int index) {
        return products.get(index);
    }

    /** Products like which all others are, but for their places in the same regions: the first alone where strides say so. */
    public List<Dgemm> examples() {
        return products instanceof StridedProducts ? products.subList(0, 1) : products;
    }

    /** How many products are like each example. */
    private int likeEach() {
        return size() / examples().size();
    }

    /** Floating-point operations of all products. */
    public double flop() {
        return likeEach() * examples().stream().mapToDouble(Dgemm::flop).sum();
    }

    /** Bytes of all operands and results. */
    public long bytes() {
        return likeEach() * examples().stream().mapToLong(Dgemm::bytes).sum();
    }

    /** The regions that its matrices lie in, each once, in the order of their first use. */
    public List<Region> regions() {
        return examples().stream()
                .flatMap(p -> Stream.of(p.a(), p.b(), p.c()))
                .map(StoredMatrix::region)
                .distinct()
                .toList();
    }

    /** The pages that a batch's matrices lie in: "small", "huge" or "mixed"; "none" for no batch. */
    public static String pages(Batch batch) {
        return batch == null
                ? "none"
                : batch.regions().stream()
                        .map(Region::pages)
                        .reduce(PageKind::and)
                        .orElse(PageKind.SMALL)
                        .toString();
    }

    /** Whether worker processes can reach every matrix without a copy. */
    public boolean isShared() {
        return regions().stream().allMatch(Region::isShared);
    }
}
