package org.blaspool.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
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
public final class BatchCall {
    private final Dispatcher dispatcher;
    private final PoolMemory memory;

    public BatchCall(Dispatcher dispatcher, PoolMemory memory) {
        this.dispatcher = dispatcher;
        this.memory = memory;
    }

    /** What became of each product, in their order. */
    public List<Outcome> multiply(List<Product> products) {
        if (products.isEmpty()) {
            return List.of();
        }
        List<StagedProduct> staged = new ArrayList<>(products.size());
        Products work;
        try {
            products.forEach(product -> staged.add(StagedProduct.of(product, memory)));
            work = new Products(staged);
            dispatcher.put(work);
        } catch (RuntimeException e) {
            staged.forEach(StagedProduct::discard);
            throw e;
        }
        work.await();
        work.throwError();
        List<Outcome> outcomes = new ArrayList<>(staged.size());
        for (int i = 0; i < staged.size(); i++) {
            StagedProduct one = staged.get(i);
            ProductFailedException failure = work.failures[i];
            Matrix result = failure == null ? one.result() : null;
            outcomes.add(new Outcome(i, one.product(), result, failure));
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
        try {
            StridedMatrices own = reachable(c, copies);
            Strided work =
                    new Strided(new StridedProducts(alpha, reachable(a, copies), reachable(b, copies), beta, own));
            dispatcher.put(work);
            work.await();
            work.throwError();
            if (own != c) {
                c.memory().copyFrom(own.memory());
            }
        } finally {
            copies.forEach(StoredMatrix::close);
        }
    }

    private StridedMatrices reachable(StridedMatrices matrices, List<StoredMatrix> copies) {
        StoredMatrix memory = this.memory.reachable(matrices.memory());
        if (memory != matrices.memory()) {
            copies.add(memory);
        }
        return matrices.over(memory);
    }

    private static final class Strided extends Work.OfProducts {
        private RuntimeException error;

        Strided(StridedProducts products) {
            super(products);
        }

        @Override
        protected void partEnded(int index, ProductFailedException failure) {
            error = error == null ? failure : error;
        }

        @Override
        protected void allEnded(RuntimeException failed) {
            error = failed == null ? error : failed;
        }

        void throwError() {
            if (error != null) {
                throw error;
            }
        }
    }

    private static final class Products extends Work.OfProducts {
        private final List<StagedProduct> staged;
        private final ProductFailedException[] failures;
        private RuntimeException error;

        Products(List<StagedProduct> staged) {
            super(staged.stream().map(StagedProduct::dgemm).toList());
            this.staged = staged;
            failures = new ProductFailedException[staged.size()];
        }

        @Override
        protected void partEnded(int index, ProductFailedException failure) {
            failures[index] = failure;
        }

        @Override
        protected void allEnded(RuntimeException failed) {
            error = failed;
            if (failed != null || isAbandoned()) {
                staged.forEach(StagedProduct::discard);
            }
        }

        void throwError() {
            if (error != null) {
                throw error;
            }
        }
    }

    /** What became of each call, in their order. */
    public List<Outcome> apply(Operation operation, List<List<Matrix>> calls, OptionalLong chunkSize) {
        if (calls.isEmpty()) {
            return List.of();
        }
        List<Application> applications = new ArrayList<>(calls.size());
        List<StoredMatrix> copies = new ArrayList<>();
        Calls work;
        try {
            for (List<Matrix> operands : calls) {
                applications.add(application(operation, operands, copies));
            }
            work = new Calls(operation, applications, chunkSize, copies);
            dispatcher.put(work);
        } catch (RuntimeException | Error e) {
            copies.forEach(StoredMatrix::close);
            applications.forEach(application -> application.result().close());
            throw e;
        }
        work.await();
        if (work.error != null) {
            throw work.error;
        }
        List<Outcome> outcomes = new ArrayList<>(applications.size());
        for (int i = 0; i < applications.size(); i++) {
            ProductFailedException failure = work.failures[i];
            StoredMatrix result = applications.get(i).result();
            if (failure != null) {
                result.close();
            }
            outcomes.add(new Outcome(i, null, failure == null ? result : null, failure));
        }
        return outcomes;
    }

    private Application application(Operation operation, List<Matrix> operands, List<StoredMatrix> copies) {
        List<Shape> shapes = operands.stream().map(Matrix::shape).toList();
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

    private static final class Calls extends Work.OfCalls {
        private final List<StoredMatrix> copies;
        private final ProductFailedException[] failures;
        private RuntimeException error;

        Calls(Operation operation, List<Application> calls, OptionalLong chunkSize, List<StoredMatrix> copies) {
            super(operation, calls, chunkSize);
            this.copies = copies;
            failures = new ProductFailedException[calls.size()];
        }

        @Override
        protected void partEnded(int index, ProductFailedException failure) {
            failures[index] = failure;
        }

        @Override
        protected void allEnded(RuntimeException failed) {
            error = failed;
            copies.forEach(StoredMatrix::close);
            if (failed != null || isAbandoned()) {
                calls().forEach(call -> call.result().close());
            }
        }
    }
}
