package org.blaspool.pool;

import java.util.ArrayList;
import java.util.List;
import org.blaspool.Shape;
import org.blaspool.error.InvalidInputException;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.memory.Region;
import org.blaspool.operation.Application;
import org.blaspool.operation.Operation;
import org.blaspool.operation.Operations;
import org.blaspool.plan.Codec;
import org.blaspool.task.Chunking;

/**
 * Runs a user's operation over many operands, like Python's {@code Pool.map} and {@code Pool.starmap}: in threads of
 * this process, or in worker JVMs over shared or serialized operands. Results come in the order of the calls. For one
 * caller at a time.
 */
public abstract class OperationPool implements AutoCloseable {
    /** Threads of this process; each makes its own instance of the operation. */
    public static OperationPool threads(int workers) {
        return new ThreadOperationPool(workers);
    }

    /**
     * Worker JVMs that work in place: operands and results lie in {@link MatrixStore#sharedMemory() shared memory}.
     *
     * @throws org.blaspool.error.ResourceUnavailableException where the workers cannot be started
     */
    public static OperationPool shared(PoolOptions options) {
        return new SharedOperationPool(options);
    }

    /** Worker JVMs that are sent operands, from whatever store, and send results back. */
    public static OperationPool serialized(PoolOptions options, Codec codec) {
        return new SerializedOperationPool(options, codec);
    }

    /** How many threads or worker JVMs. */
    public abstract int workers();

    /** Runs calls in chunks; the results are written where the applications say. */
    abstract void run(Class<? extends Operation> operation, List<Application> calls, Chunking chunking);

    /** Whether matrices of a region can be worked on. */
    abstract void checkReachable(Region region);

    /** {@link #starmap} for an operation of one operand. */
    public final List<StoredMatrix> map(
            Class<? extends Operation> operation, List<StoredMatrix> operands, MatrixStore results) {
        return starmap(operation, operands.stream().map(List::of).toList(), results);
    }

    /** {@link #starmap(Class, List, MatrixStore, long)} with the chunk size ceil(calls / (4 x workers)). */
    public final List<StoredMatrix> starmap(
            Class<? extends Operation> operation, List<List<StoredMatrix>> calls, MatrixStore results) {
        return starmap(operation, calls, results, Chunking.defaultSize(Math.max(1, calls.size()), workers()));
    }

    /**
     * Applies an operation to each list of operands.
     *
     * @param operation its class, which is on the workers' class path too
     * @param calls the operands of each call
     * @param results where the results are allocated; its owner closes it
     * @param chunkSize calls assigned at once, at least 1
     * @return the results, in the order of the calls
     * @throws org.blaspool.ProductFailedException where a call fails: its cause is what was thrown, with the
     *     worker's stack trace
     */
    public final List<StoredMatrix> starmap(
            Class<? extends Operation> operation, List<List<StoredMatrix>> calls, MatrixStore results, long chunkSize) {
        if (calls.isEmpty()) {
            return List.of();
        }
        Operation shapes = Operations.create(operation.getName());
        List<Application> applications = new ArrayList<>(calls.size());
        for (List<StoredMatrix> operands : calls) {
            List<Shape> forms = operands.stream().map(StoredMatrix::shape).toList();
            Shape shape = shapes.resultShape(forms);
            StoredMatrix result = results.allocate(shape.rows(), shape.columns());
            Application application = new Application(operands, result);
            operands.forEach(operand -> checkReachable(operand.region()));
            checkReachable(result.region());
            applications.add(application);
        }
        run(operation, applications, Chunking.uniform(applications.size(), chunkSize));
        return applications.stream().map(Application::result).toList();
    }

    /** The regions that the calls' matrices lie in, each once. */
    static List<Region> regions(List<Application> calls) {
        List<Region> regions = new ArrayList<>();
        for (Application call : calls) {
            call.operands().forEach(operand -> addOnce(regions, operand.region()));
            addOnce(regions, call.result().region());
        }
        return regions;
    }

    private static void addOnce(List<Region> regions, Region region) {
        // Regions are few and used in runs: the last one is nearly always the one.
        for (int i = regions.size() - 1; i >= 0; i--) {
            if (regions.get(i) == region) {
                return;
            }
        }
        regions.add(region);
    }

    static InvalidInputException notShared() {
        return new InvalidInputException("matrix does not lie in shared memory: expected operands and results of"
                + " MatrixStore.sharedMemory(), or a pool that serializes them");
    }

    /** Ends the threads or worker JVMs. */
    @Override
    public abstract void close();
}
