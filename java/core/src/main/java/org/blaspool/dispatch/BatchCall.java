package org.blaspool.dispatch;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.blaspool.Layout;
import org.blaspool.Matrix;
import org.blaspool.Operation;
import org.blaspool.Outcome;
import org.blaspool.Product;
import org.blaspool.ProductFailedException;
import org.blaspool.Shape;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.matrix.StridedMatrices;
import org.blaspool.matrix.StridedProducts;
import org.blaspool.operation.Application;

/** A batch whose caller waits for all of it: products, or calls of an operation. */
public record BatchCall(Dispatcher dispatcher, PoolMemory memory) {
    /**
     * What became of each product, in their order.
     *
     * @param first the number of the first one
     */
    public List<Outcome> multiply(List<Product> products, long first) {
        if (products.isEmpty()) {
            return List.of();
        }
        List<StagedProduct> staged = new ArrayList<>(products.size());
        IdentityHashMap<Object, StoredMatrix> copies = new IdentityHashMap<>();
        ProductFailedException[] failures = failures(
                () -> {
                    products.forEach(product -> staged.add(StagedProduct.of(product, memory, copies)));
                    return new Work(staged.stream().map(StagedProduct::dgemm).toList(), () -> false);
                },
                () -> staged.forEach(StagedProduct::discard));
        List<Outcome> outcomes = new ArrayList<>(failures.length);
        for (int i = 0; i < failures.length; i++) {
            StagedProduct one = staged.get(i);
            Matrix result = failures[i] == null ? one.result() : null;
            outcomes.add(new Outcome(first + i, one.product(), result, Work.renumbered(failures[i], first + i)));
        }
        staged.forEach(StagedProduct::release);
        return outcomes;
    }

    /**
     * The failure of each part of some work, null where it has a result.
     *
     * @param discard gives back what it was made of where it did not come to that
     */
    private ProductFailedException[] failures(Supplier<Work> making, Runnable discard) {
        Work work;
        try {
            work = making.get();
            dispatcher.put(work);
        } catch (RuntimeException | Error e) {
            discard.run();
            throw e;
        }
        try {
            return work.await();
        } catch (RuntimeException e) {
            // What was begun for an interrupted caller still writes.
            work.whenEnded((failures, error) -> discard.run());
            if (work.isAbandoned()) {
                dispatcher.abandoned();
            }
            throw e;
        }
    }

    /**
     * {@code C <- alpha A B + beta C} of matrices by strides.
     *
     * @throws ProductFailedException the first product that failed
     */
    public void multiply(double alpha, StridedMatrices a, StridedMatrices b, double beta, StridedMatrices c) {
        List<StoredMatrix> copies = new ArrayList<>(3);
        Runnable close = () -> copies.forEach(StoredMatrix::close);
        ProductFailedException[] failures = failures(
                () -> {
                    StridedMatrices own = reachable(c, copies);
                    return new Work(
                            new StridedProducts(alpha, reachable(a, copies), reachable(b, copies), beta, own),
                            () -> false);
                },
                close);
        try {
            for (ProductFailedException failure : failures) {
                if (failure != null) {
                    throw failure;
                }
            }
            if (!memory.reaches(c.memory())) {
                c.memory().copyFrom(copies.get(0));
            }
        } finally {
            close.run();
        }
    }

    private StridedMatrices reachable(StridedMatrices matrices, List<StoredMatrix> copies) {
        StoredMatrix reached = memory.reachable(matrices.memory());
        if (reached != matrices.memory()) {
            copies.add(reached);
        }
        return matrices.over(reached);
    }

    /** What became of each call, in their order. */
    public List<Outcome> apply(Operation operation, List<List<Matrix>> calls, OptionalLong chunkSize) {
        if (calls.isEmpty()) {
            return List.of();
        }
        List<Application> applications = new ArrayList<>(calls.size());
        List<StoredMatrix> copies = new ArrayList<>();
        ProductFailedException[] failures = failures(
                () -> {
                    calls.forEach(operands -> applications.add(application(operation, operands, copies)));
                    return new Work(operation, applications, chunkSize);
                },
                () -> {
                    copies.forEach(StoredMatrix::close);
                    applications.forEach(call -> call.result().close());
                });
        copies.forEach(StoredMatrix::close);
        List<Outcome> outcomes = new ArrayList<>(failures.length);
        for (int i = 0; i < failures.length; i++) {
            StoredMatrix result = applications.get(i).result();
            if (failures[i] != null) {
                result.close();
            }
            outcomes.add(new Outcome(i, null, failures[i] == null ? result : null, failures[i]));
        }
        return outcomes;
    }

    private Application application(Operation operation, List<Matrix> operands, List<StoredMatrix> copies) {
        List<Shape> shapes = operands.stream()
                .map(operand -> Objects.requireNonNull(operand, "operand").shape())
                .toList();
        Shape shape = operation.resultShape(shapes);
        if (shape == null) {
            throw new NullPointerException(
                    "resultShape of " + operation.getClass().getName() + " is null");
        }
        List<StoredMatrix> reachable = new ArrayList<>(operands.size());
        for (Matrix operand : operands) {
            StoredMatrix staged = memory.reachable(operand);
            if (staged != operand) {
                copies.add(staged);
            }
            reachable.add(staged);
        }
        return new Application(reachable, memory.zeros(shape, Layout.COLUMN_MAJOR));
    }
}
