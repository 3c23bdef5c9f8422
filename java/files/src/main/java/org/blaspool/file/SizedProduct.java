package org.blaspool.file;

import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.blaspool.BlaspoolException;
import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.error.InvalidInputException;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.error.StoppedException;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.ProductShape;
import org.blaspool.matrix.StoredMatrix;

/**
 * A product whose files' heads were read and agree with each other.
 *
 * @param c null where it is not read
 */
public record SizedProduct(ProductEntry entry, MatrixHeader a, MatrixHeader b, MatrixHeader c, ProductShape shape) {
    /**
     * Reads the heads.
     *
     * @param headers reads one
     * @throws InvalidInputException where a file is missing or wrong, or the sizes do not agree
     * @throws org.blaspool.error.ResourceUnavailableException where this machine lacks what reads or writes a file
     */
    public static SizedProduct of(ProductEntry entry, Function<MatrixSource, MatrixHeader> headers) {
        MatrixHeader a = headers.apply(entry.a());
        MatrixHeader b = headers.apply(entry.b());
        MatrixHeader c = entry.readsC() ? headers.apply(entry.c()) : null;
        MatrixFormats.forResult(entry.out().getFileName().toString()).requireAvailable();
        ProductShape shape;
        try {
            shape = ProductShape.of(a.shape(), entry.transposeA(), b.shape(), entry.transposeB());
            shape.result(); // refuses what overflows
        } catch (InvalidInputException e) {
            throw new InvalidInputException(e.getMessage() + "; files a=" + entry.a() + " b=" + entry.b(), e);
        }
        if (c != null && !c.shape().equals(shape.result())) {
            throw new InvalidInputException("result shape does not agree: c=" + c.shape() + ", expected "
                    + shape.result() + "; files a=" + entry.a() + " b=" + entry.b() + " c=" + entry.c());
        }
        return new SizedProduct(entry, a, b, c, shape);
    }

    /**
     * Reads the operands, and c where beta is not 0.
     *
     * @param memory gives a matrix of a shape and layout, {@link #footprint} bytes for all of them
     * @param resultLayout that of c where it is read
     */
    public Dgemm load(BiFunction<Shape, Layout, StoredMatrix> memory, Layout resultLayout) {
        StoredMatrix left = memory.apply(a.shape(), a.layout());
        StoredMatrix right = memory.apply(b.shape(), b.layout());
        StoredMatrix result = memory.apply(shape.result(), resultLayout);
        entry.a().read(left);
        entry.b().read(right);
        if (entry.readsC()) {
            entry.c().read(result);
        }
        return entry.product(left, right, result);
    }

    /** As the result's format has it; that of c where it starts from c. */
    public Layout resultLayout() {
        return c == null
                ? MatrixFormats.forResult(entry.out().getFileName().toString()).resultLayout()
                : c.layout();
    }

    long operandBytes() {
        return sum(a.shape().bytes(), b.shape().bytes());
    }

    long storedBytes() {
        return sum(a.storedBytes(), b.storedBytes(), c == null ? 0 : c.storedBytes());
    }

    /** The most that reading one of its files takes in another process. */
    long readerBytes() {
        return Math.max(Math.max(a.readerBytes(), b.readerBytes()), c == null ? 0 : c.readerBytes());
    }

    /** What its three matrices take in a store. */
    public long footprint() {
        return sum(footprint(a.shape()), footprint(b.shape()), footprint(shape.result()));
    }

    static long footprint(Shape shape) {
        return shape.bytes() > Long.MAX_VALUE - 64 ? Long.MAX_VALUE : MatrixStore.footprint(shape);
    }

    /** The sum of sizes, Long.MAX_VALUE where it overflows: more than there is, either way. */
    static long sum(Long... sizes) {
        return Stream.of(sizes).reduce(0L, (x, y) -> x > Long.MAX_VALUE - y ? Long.MAX_VALUE : x + y);
    }

    /** What reading the heads of a product's files gave: its sizes, or what is wrong with them. */
    record Sizing(ProductEntry entry, SizedProduct product, RuntimeException failure) {
        static Sizing of(ProductEntry entry, FileReaders readers) {
            try {
                return new Sizing(entry, SizedProduct.of(entry, readers::header), null);
            } catch (StoppedException | ResourceUnavailableException e) {
                throw e; // no product's fault
            } catch (BlaspoolException | InvalidInputException e) {
                return new Sizing(entry, null, e);
            }
        }
    }
}
