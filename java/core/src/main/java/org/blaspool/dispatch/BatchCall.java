package org.blaspool.dispatch;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.blaspool.Layout;
import org.blaspool.Matrix;
import org.blaspool.Operation;
import org.blaspool.Outcome;
import org.blaspool.Product;
import org.blaspool.ProductFailedException;
import org.blaspool.Shape;
import org.blaspool.error.StoppedException;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.matrix.StridedMatrices;
import org.blaspool.matrix.StridedProducts;
import org.blaspool.operation.Application;

/** A batch whose caller waits for all of it: products, or calls of an operation. */
public record BatchCall(Dispatcher dispatcher, PoolMemory memory) {
    /** What became of each product, in their order. */
    public List<Outcome> multiply(List<Product> products) {
        if (products.isEmpty()) {
            return List.of();
        }
        List<StagedProduct> staged = new ArrayList<>(products.size());
        Waited work;
        try {
            IdentityHashMap<Object, StoredMatrix> copies = new IdentityHashMap<>();
            products.forEach(product -> staged.add(StagedProduct.of(product, memory, copies)));
            work = new Waited(staged);
            dispatcher.put(work);
        } catch (RuntimeException e) {
            staged.forEach(StagedProduct::discard);
            throw e;
        }
        ProductFailedException[] failures = failures(work);
        List<Outcome> outcomes = new ArrayList<>(failures.length);
        for (int i = 0; i < failures.length; i++) {
            StagedProduct one = staged.get(i);
            Matrix result = failures[i] == null ? one.result() : null;
            outcomes.add(new Outcome(i, one.product(), result, failures[i]));
        }
        staged.forEach(StagedProduct::release);
        return outcomes;
    }

    /**
     * {@code C <- alpha A B + beta C} of matrices by strides.
     *
     * @throws ProductFailedException the first product that failed
     */
    public void multiply(double alpha, StridedMatrices a, StridedMatrices b, double beta, StridedMatrices c) {
        List<StoredMatrix> copies = new ArrayList<>(3);
        StridedMatrices own;
        Waited work;
        try {
            own = reachable(c, copies);
            work = new Waited(
                    new StridedProducts(alpha, reachable(a, copies), reachable(b, copies), beta, own), copies);
            dispatcher.put(work);
        } catch (RuntimeException e) {
            copies.forEach(StoredMatrix::close);
            throw e;
        }
        ProductFailedException[] failures = failures(work);
        try {
            for (ProductFailedException failure : failures) {
                if (failure != null) {
                    throw failure;
                }
            }
            if (own != c) {
                c.memory().copyFrom(own.memory());
            }
        } finally {
            copies.forEach(StoredMatrix::close);
        }
    }

    private StridedMatrices reachable(StridedMatrices matrices, List<StoredMatrix> copies) {
        StoredMatrix reached = memory.reachable(matrices.memory());
        if (reached != matrices.memory()) {
            copies.add(reached);
        }
        return matrices.over(reached);
    }

    private static final class Waited extends Work {
        private final Runnable discard;
        private ProductFailedException[] failures;
        private RuntimeException error;

        Waited(List<StagedProduct> staged) {
            super(staged.stream().map(StagedProduct::dgemm).toList());
            discard = () -> staged.forEach(StagedProduct::discard);
        }

        Waited(StridedProducts products, List<StoredMatrix> copies) {
            super(products);
            discard = () -> close(copies, List.of());
        }

        Waited(Operation operation, List<Application> calls, OptionalLong chunkSize, List<StoredMatrix> copies) {
            super(operation, calls, chunkSize);
            discard = () -> close(copies, calls);
        }

        @Override
        void ended(ProductFailedException[] partFailures, RuntimeException failed) {
            failures = partFailures;
            error = failed;
            if (failed != null || isAbandoned()) {
                discard.run();
            }
        }
    }

    /** Waits for it: the failure of each part, null where it has a result. */
    private ProductFailedException[] failures(Waited work) {
        try {
            work.await();
        } catch (StoppedException e) {
            dispatcher.abandoned();
            throw e;
        }
        if (work.error != null) {
            throw work.error;
        }
        return work.failures;
    }

    private static void close(List<StoredMatrix> copies, List<Application> calls) {
        copies.forEach(StoredMatrix::close);
        calls.forEach(call -> call.result().close());
    }

    /** What became of each call, in their order. */
    public List<Outcome> apply(Operation operation, List<List<Matrix>> calls, OptionalLong chunkSize) {
        if (calls.isEmpty()) {
            return List.of();
        }
        List<Application> applications = new ArrayList<>(calls.size());
        List<StoredMatrix> copies = new ArrayList<>();
        Waited work;
        try {
            for (List<Matrix> operands : calls) {
                applications.add(application(operation, operands, copies));
            }
            work = new Waited(operation, applications, chunkSize, copies);
            dispatcher.put(work);
        } catch (RuntimeException | Error e) {
            close(copies, applications);
            throw e;
        }
        ProductFailedException[] failures = failures(work);
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
