package org.blaspool.verify;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.blaspool.error.BatchFailedException;
import org.blaspool.matrix.Batch;
import org.blaspool.task.ParallelLoop;

/**
 * Checks every product of a batch by Freivalds' method; {@link Expectation} has the method and its bound. What needs the
 * operands is computed once; checking the results is then one pass over them. Keeps 16 bytes for each row of each
 * result on the heap. For one thread at a time; it uses several itself.
 */
public final class Verification {
    private final Expectation[] expectations;
    private final ParallelLoop loop;

    private Verification(Expectation[] expectations, ParallelLoop loop) {
        this.expectations = expectations;
        this.loop = loop;
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
        ThreadLocal<MatrixVector> multipliers = ThreadLocal.withInitial(MatrixVector::new);
        loop.forEach(batch.size(), i -> {
            long ownSeed = seed + 0x9e3779b97f4a7c15L * (i + 1);
            expectations[(int) i] = Expectation.of(batch.get((int) i), ownSeed, multipliers.get());
        });
        return new Verification(expectations, loop);
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
        ThreadLocal<MatrixVector> multipliers = ThreadLocal.withInitial(MatrixVector::new);
        loop.forEach(batch.size(), i -> {
            Optional<String> wrong = checkOne(batch, (int) i, multipliers.get());
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
        checkOne(batch, index, new MatrixVector()).ifPresent(what -> {
            throw new BatchFailedException(new Finding(index, what).text());
        });
    }

    private Optional<String> checkOne(Batch batch, int index, MatrixVector multiplier) {
        return expectations[index].check(batch.get(index).c(), multiplier);
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
