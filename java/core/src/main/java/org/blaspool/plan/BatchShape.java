package org.blaspool.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.blaspool.error.InvalidInputException;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.ProductShape;

/**
 * What a cost depends on of a batch: the shapes in it and how often each.
 *
 * @param groups at least one, each shape once
 */
public record BatchShape(List<Group> groups) {
    /** Products of one shape. */
    public record Group(ProductShape shape, long count) {}

    public BatchShape {
        groups = List.copyOf(groups);
        if (groups.isEmpty() || groups.stream().anyMatch(group -> group.count() < 1)) {
            throw new InvalidInputException("batch is empty: pairs=0, expected at least 1");
        }
    }

    /** Equal products. */
    public static BatchShape of(long m, long k, long n, long pairs) {
        return new BatchShape(List.of(new Group(new ProductShape(m, k, n), pairs)));
    }

    public static BatchShape of(Batch batch) {
        Map<ProductShape, Long> counts = new LinkedHashMap<>();
        for (Dgemm product : batch.products()) {
            counts.merge(ProductShape.of(product), 1L, Long::sum);
        }
        return new BatchShape(counts.entrySet().stream()
                .map(entry -> new Group(entry.getKey(), entry.getValue()))
                .toList());
    }

    /** Products in all. */
    public long pairs() {
        return groups.stream().mapToLong(Group::count).sum();
    }

    public double flop() {
        return groups.stream()
                .mapToDouble(group -> group.count() * group.shape().flop())
                .sum();
    }

    /** Bytes of all operands and results. */
    public double bytes() {
        return groups.stream()
                .mapToDouble(group -> group.count()
                        * (group.shape().operandBytes() + group.shape().resultBytes()))
                .sum();
    }

    /** Bytes of the largest product's operands and result. */
    public double largestBytes() {
        return groups.stream()
                .mapToDouble(
                        group -> group.shape().operandBytes() + group.shape().resultBytes())
                .max()
                .orElseThrow();
    }
}
