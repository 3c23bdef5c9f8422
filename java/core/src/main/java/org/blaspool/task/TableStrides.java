package org.blaspool.task;

import static org.blaspool.task.TaskTableDescriptor.*;

import java.util.List;
import java.util.Optional;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.StridedProducts;
import org.blaspool.memory.Region;

/** From each product of a table to the next, in doubles, where all of them differ in their places alone. */
record TableStrides(long a, long b, long c) {
    static final TableStrides NONE = new TableStrides(0, 0, 0);

    /** Those of a list, whoever made it; empty where its products are not alike, or not at equal distances. */
    static Optional<TableStrides> of(List<Dgemm> products, RegionMap map) {
        if (products.size() < 2) {
            return Optional.empty();
        }
        Dgemm first = products.get(0).columnMajor();
        Dgemm second = products.get(1).columnMajor();
        TableStrides strides = between(first, second, map);
        int told = products instanceof StridedProducts ? 2 : products.size();
        Dgemm before = first;
        for (int i = 1; i < told; i++) {
            Dgemm next = products.get(i).columnMajor();
            if (!alike(first, next) || !between(before, next, map).equals(strides)) {
                return Optional.empty();
            }
            before = next;
        }
        return Optional.of(strides);
    }

    private static TableStrides between(Dgemm one, Dgemm next, RegionMap map) {
        return new TableStrides(
                (map.reference(next.a()) - map.reference(one.a())) / Double.BYTES,
                (map.reference(next.b()) - map.reference(one.b())) / Double.BYTES,
                (map.reference(next.c()) - map.reference(one.c())) / Double.BYTES);
    }

    private static boolean alike(Dgemm one, Dgemm other) {
        return one.transposeA() == other.transposeA()
                && one.transposeB() == other.transposeB()
                && one.m() == other.m()
                && one.n() == other.n()
                && one.k() == other.k()
                && Double.compare(one.alpha(), other.alpha()) == 0
                && Double.compare(one.beta(), other.beta()) == 0
                && one.a().leadingDimension() == other.a().leadingDimension()
                && one.b().leadingDimension() == other.b().leadingDimension()
                && one.c().leadingDimension() == other.c().leadingDimension()
                && one.a().region() == other.a().region()
                && one.b().region() == other.b().region()
                && one.c().region() == other.c().region();
    }

    static TableStrides read(Region region, long record) {
        return new TableStrides(
                region.getLong(record + STRIDE_A),
                region.getLong(record + STRIDE_B),
                region.getLong(record + STRIDE_C));
    }

    void write(Region region, long record) {
        region.putLong(record + STRIDE_A, a);
        region.putLong(record + STRIDE_B, b);
        region.putLong(record + STRIDE_C, c);
    }
}
