package org.blaspool.verify;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.blaspool.error.BatchFailedException;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.ProductShape;
import org.blaspool.task.ParallelLoop;

/**
 * Checks every product of a batch by Freivalds' method; {@link Expectation} has the method and its bound. What needs the
 * operands is computed once; checking the results is then one pass over them. Keeps 16 bytes for each row of each
 * result, outside the heap, until it is closed or forgotten. For one thread at a time; it uses several itself.
 */
public final class Verification implements AutoCloseable {
    private final Expectation[] expectations;
    private final ParallelLoop loop;
    private final MatrixStore kept;

    private Verification(Expectation[] expectations, ParallelLoop loop, MatrixStore kept) {
        this.expectations = expectations;
        this.loop = loop;
        this.kept = kept;
    }

    /** Bytes that a product's verification takes beside its matrices, at its most. */
    public static double bytes(ProductShape sizes) {
        return MatrixVector.bytes(sizes);
    }

    /**
     * Prepares checks of a batch, before it is run: operands, and C where beta is not 0, are read now. What the operands
     * hold may not change afterwards, where they lie may.
     *
     * @param seed of the random vectors; whoever made the results should not have known it
     * @param threads how many threads to use, here and for each check
     */
    public static Verification of(Batch batch, long seed, int threads) {
        Expectation[] expectations = new Expectation[batch.size()];
        ParallelLoop loop = new ParallelLoop(threads);
        MatrixStore kept = MatrixStore.privateMemory();
        try {
            withVectors(loop, batch.size(), (i, multiplier) -> {
                long ownSeed = seed + 0x9e3779b97f4a7c15L * (i + 1);
                expectations[i] = Expectation.of(batch.get(i), ownSeed, multiplier, kept);
            });
        } catch (RuntimeException | Error e) {
            kept.close();
            throw e;
        }
        return new Verification(expectations, loop, kept);
    }

    private interface Each {
        void run(int product, MatrixVector multiplier);
    }

    /** Does something for each product, with vectors that each thread has for itself. */
    private static void withVectors(ParallelLoop loop, int count, Each body) {
        Queue<MatrixVector> idle = new ConcurrentLinkedQueue<>();
        try {
            loop.forEach(count, i -> {
                MatrixVector taken = idle.poll();
                MatrixVector multiplier = taken != null ? taken : new MatrixVector();
                try {
                    body.run((int) i, multiplier);
                } finally {
                    idle.add(multiplier);
                }
            });
        } finally {
            idle.forEach(MatrixVector::close);
        }
    }

    /**
     * Checks the results of a batch of the same products.
     *
     * @return which product is wrong (the first of them) and how; empty where all are right
     */
    public Optional<String> check(Batch batch) {
        if (batch.size() != expectations.length) {
            throw new IllegalArgumentException(
                    "batch is another one: products=" + batch.size() + ", expected " + expectations.length);
        }
        AtomicReference<Finding> first = new AtomicReference<>();
        withVectors(loop, batch.size(), (i, multiplier) -> {
            Optional<String> wrong = checkOne(batch, i, multiplier);
            wrong.ifPresent(what -> first.accumulateAndGet(new Finding(i, what), Finding::earlier));
        });
        return Stream.ofNullable(first.get()).map(Finding::text).findAny();
    }

    /**
     * Checks one product's result; may be called from several threads.
     *
     * @throws BatchFailedException where it is wrong
     */
    public void require(Batch batch, int index) {
        try (MatrixVector multiplier = new MatrixVector()) {
            checkOne(batch, index, multiplier).ifPresent(what -> {
                throw new BatchFailedException(new Finding(index, what).text());
            });
        }
    }

    /** Gives back what it kept; it checks nothing any more. */
    @Override
    public void close() {
        kept.close();
    }

    private Optional<String> checkOne(Batch batch, int index, MatrixVector multiplier) {
        return expectations[index].check(batch.get(index), multiplier);
    }

    private record Finding(long product, String what) {
        static Finding earlier(Finding one, Finding other) {
            return one == null || other.product < one.product ? other : one;
        }

        String text() {
            return "product is wrong: index=" + product + ", " + what;
        }
    }
}
