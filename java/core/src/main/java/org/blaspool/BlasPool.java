package org.blaspool;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasSpec;
import org.blaspool.blas.SplitRules;
import org.blaspool.cpu.CpuAllotment;
import org.blaspool.cpu.CpuTopology;
import org.blaspool.cpu.MemoryAllotment;
import org.blaspool.cpu.ProcessLimits;
import org.blaspool.dispatch.BatchCall;
import org.blaspool.dispatch.Dispatcher;
import org.blaspool.dispatch.FutureCall;
import org.blaspool.dispatch.OutcomeStream;
import org.blaspool.dispatch.PoolMemory;
import org.blaspool.dispatch.StagedProduct;
import org.blaspool.dispatch.Ways;
import org.blaspool.error.InvalidInputException;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.jni.NativeLibrary;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.HeapMatrix;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.matrix.StridedMatrices;
import org.blaspool.observe.Observation;
import org.blaspool.plan.StrategyKind;
import org.blaspool.plan.StrategySpec;
import org.blaspool.pool.PoolOptions.FaultTolerance;
import org.blaspool.pool.PoolOptions.Surroundings;
import org.blaspool.pool.PoolOptions.WorkerJvm;
import org.blaspool.pool.ScratchDirectory;
import org.blaspool.sample.Samples;
import org.blaspool.strategy.StrategyContext;

/**
 * Multiplies batches of matrices, and applies operations of one's own to them, in threads of this JVM or in worker JVMs:
 *
 * <pre>{@code
 * try (BlasPool pool = BlasPool.open()) {
 *     List<double[][]> c = pool.multiply(a, b);
 * }
 * }</pre>
 *
 * <p>Thread-safe: any thread may call, and calls of several threads share the workers. Interrupting a caller ends its call
 * with a {@link BlaspoolException}, not the pool. A caller's mistake is an exception of the JDK's; everything else that goes
 * wrong is a {@link BlaspoolException}. After {@link #close()} every call is an {@link IllegalStateException}.
 */
public final class BlasPool implements AutoCloseable {
    private final PoolMemory memory;
    private final Ways ways;
    private final Dispatcher dispatcher;
    private final BatchCall batches;
    private final int workers;

    private BlasPool(Builder settings) {
        ways = settings.ways();
        try {
            memory = settings.memory(ways.wantsSharedMemory());
            ways.start();
            dispatcher = new Dispatcher(ways);
        } catch (RuntimeException | Error e) {
            ways.close();
            throw e;
        }
        workers = settings.parallelism();
        batches = new BatchCall(dispatcher, memory);
    }

    /**
     * A pool that takes the way that suits each batch, over all CPUs that this process may use, with the bundled BLAS. It
     * measures nothing before it computes.
     *
     * @throws BlaspoolException where the machine lacks what it takes
     */
    public static BlasPool open() {
        return builder().open();
    }

    /**
     * A pool of one strategy.
     *
     * @param strategy {@code NAME[:key=value]…} as on the command line, such as
     *     {@code processes-serialized:workers=4:codec=java:chunk-size=25}, or {@code auto}
     * @throws IllegalArgumentException where there is no such strategy
     * @throws BlaspoolException where the machine lacks what it takes
     */
    public static BlasPool open(String strategy) {
        return builder().strategy(strategy).open();
    }

    /** What a pool is opened with; everything has a default. */
    public static Builder builder() {
        return new Builder();
    }

    /** The product of one pair; see {@link #multiply(List, List)}. */
    public double[][] multiply(double[][] a, double[][] b) {
        return multiply(Collections.singletonList(a), Collections.singletonList(b))
                .get(0);
    }

    /**
     * All products of pairs, in order.
     *
     * @param a arrays of rows
     * @param b as many arrays of rows; b.get(i) has as many rows as a.get(i) has columns
     * @throws IllegalArgumentException where the lists or their shapes do not agree
     * @throws ProductFailedException the first product that failed
     */
    public List<double[][]> multiply(List<double[][]> a, List<double[][]> b) {
        if (a.size() != b.size()) {
            throw new IllegalArgumentException(
                    "lists do not agree: a.size=" + a.size() + " b.size=" + b.size() + ", expected one size");
        }
        dispatcher.requireOpen();
        List<Product> products = new ArrayList<>(a.size());
        for (int i = 0; i < a.size(); i++) {
            products.add(Product.of(a.get(i), b.get(i)));
        }
        List<double[][]> results = new ArrayList<>(products.size());
        for (int from = 0; from < products.size(); ) {
            int end = from + fitting(products, from);
            for (Outcome outcome : batches.multiply(products.subList(from, end), from)) {
                try (outcome) {
                    results.add(outcome.result().toRows());
                }
            }
            from = end;
        }
        return results;
    }

    /** How many products from one on are computed together, so that copies of them need not all be there at once. */
    private int fitting(List<Product> products, int from) {
        long bytes = 0;
        long most = memory.limit() / 2;
        int count = 0;
        for (Product product : products.subList(from, products.size())) {
            bytes += product.a().shape().bytes()
                    + product.b().shape().bytes()
                    + product.resultShape().bytes();
            if (count > 0 && bytes > most) {
                break;
            }
            count++;
        }
        return count;
    }

    /**
     * All products, in order. A product without a C of its own gets one from the pool, which is given back once nobody
     * refers to it, or by its {@link Matrix#close()}.
     *
     * @throws IllegalArgumentException where a result overlaps an operand or another result
     * @throws ProductFailedException the first product that failed; the others were computed all the same
     */
    public List<Matrix> multiply(List<Product> products) {
        return results(multiplyAll(products));
    }

    /** What became of each product, in order: one that fails costs itself alone. */
    public List<Outcome> multiplyAll(List<Product> products) {
        dispatcher.requireOpen();
        return batches.multiply(copyOf(products, "products"), 0);
    }

    private static <T> List<T> copyOf(List<T> given, String name) {
        List<T> copy = new ArrayList<>(given);
        int missing = copy.indexOf(null);
        if (missing >= 0) {
            throw new NullPointerException(name + "[" + missing + "] is null");
        }
        return copy;
    }

    /**
     * {@link #multiply(double, MatrixBatch, MatrixBatch, double, MatrixBatch)} of products as they are, into matrices of
     * this pool.
     */
    public MatrixBatch multiply(MatrixBatch a, MatrixBatch b) {
        Shape shape = a.shape().times(b.shape());
        MatrixBatch c = matrices(a.count(), shape.rows(), shape.columns());
        // Not closed where that fails: what is still computed for an interrupted caller is written to it.
        multiply(1, a, b, 0, c);
        return c;
    }

    /**
     * Products of one shape that lie at equal distances: {@code C <- alpha A B + beta C} of each. Nothing is made for each
     * product, here or for the workers, so that ones of 2x2 cost their computing alone. The bits are those of a list.
     *
     * @param a count matrices, m x k
     * @param b count matrices, k x n
     * @param beta factor of what C holds before; with 0, C is written without being read
     * @param c count matrices, m x n; they overlap neither operand
     * @throws IllegalArgumentException where counts or shapes do not agree, or a result overlaps an operand or another result
     * @throws ProductFailedException the first product that failed
     */
    public void multiply(double alpha, MatrixBatch a, MatrixBatch b, double beta, MatrixBatch c) {
        dispatcher.requireOpen();
        batches.multiply(alpha, a.matrices(), b.matrices(), beta, c.matrices());
    }

    private static List<Matrix> results(List<Outcome> outcomes) {
        List<Matrix> results = new ArrayList<>(outcomes.size());
        outcomes.forEach(outcome -> results.add(outcome.result()));
        return results;
    }

    /**
     * One product, which joins the batch that is being put together. The future completes on the executor that asynchronous
     * stages of a CompletableFuture run in by default. Cancelling it drops a product that has not begun.
     *
     * @return the result, or a {@link ProductFailedException}
     */
    public CompletableFuture<Matrix> submit(Product product) {
        dispatcher.requireOpen();
        return FutureCall.submit(product, memory, dispatcher, null);
    }

    /** {@link #submit(Product)}, completed on an executor of the caller's. */
    public CompletableFuture<Matrix> submit(Product product, Executor executor) {
        dispatcher.requireOpen();
        return FutureCall.submit(product, memory, dispatcher, Objects.requireNonNull(executor, "executor"));
    }

    /**
     * The products of a stream, as they finish. Work and memory under way are bounded; the input is pulled as outcomes are
     * taken, in the thread that takes them. A result holds until its {@link Outcome} is closed or unreachable. Closing the
     * stream pulls nothing more, and closes the input.
     */
    public Stream<Outcome> stream(Stream<Product> products) {
        dispatcher.requireOpen();
        return OutcomeStream.of(Objects.requireNonNull(products, "products"), memory, dispatcher, 4 * workers);
    }

    /** Applies an operation of one operand to each, as Python's {@code Pool.map} does; see {@link #starmap}. */
    public List<Matrix> map(Operation operation, List<Matrix> operands) {
        return starmap(operation, operands.stream().map(List::of).toList());
    }

    /**
     * Applies an operation to each list of operands, as Python's {@code Pool.starmap} does, in chunks of
     * ceil(calls / (4 x workers)).
     *
     * @return the results, in order; given back as those of {@link #multiply(List)} are
     * @throws IllegalArgumentException where shapes do not suit the operation, or it cannot be sent to workers
     * @throws ProductFailedException the first call that failed; the others were made all the same
     */
    public List<Matrix> starmap(Operation operation, List<List<Matrix>> calls) {
        return results(starmapAll(operation, calls));
    }

    /**
     * {@link #starmap(Operation, List)} with a chunk size.
     *
     * @param chunkSize calls assigned to a worker at once, at least 1
     */
    public List<Matrix> starmap(Operation operation, List<List<Matrix>> calls, long chunkSize) {
        if (chunkSize < 1) {
            throw new IllegalArgumentException(
                    "chunk size is not positive: chunk-size=" + chunkSize + ", expected at least 1");
        }
        return results(apply(operation, calls, OptionalLong.of(chunkSize)));
    }

    /** What became of each call, in order: one that fails costs itself alone. */
    public List<Outcome> starmapAll(Operation operation, List<List<Matrix>> calls) {
        return apply(operation, calls, OptionalLong.empty());
    }

    private List<Outcome> apply(Operation operation, List<List<Matrix>> calls, OptionalLong chunkSize) {
        Objects.requireNonNull(operation, "operation");
        dispatcher.requireOpen();
        return batches.apply(operation, copyOf(calls, "calls"), chunkSize);
    }

    /**
     * A copy of an array of rows, in memory that the workers reach.
     *
     * @throws IllegalArgumentException where rows differ in length
     */
    public Matrix matrix(double[][] rows) {
        dispatcher.requireOpen();
        return memory.copyOf(new HeapMatrix(rows, "rows"));
    }

    /**
     * A copy of elements without gaps, in memory that the workers reach.
     *
     * @param values rows x columns elements
     * @param layout the order of {@code values}
     * @throws IllegalArgumentException where there are more or fewer
     */
    public Matrix matrix(double[] values, long rows, long columns, Layout layout) {
        dispatcher.requireOpen();
        Shape shape = new Shape(rows, columns);
        if (values.length != shape.elements()) {
            throw new IllegalArgumentException("array does not fit a " + shape + " matrix: length=" + values.length
                    + ", expected " + shape.elements());
        }
        StoredMatrix matrix = memory.zeros(shape, Objects.requireNonNull(layout, "layout"));
        matrix.put(values, layout);
        return matrix;
    }

    /** A column-major matrix of zeros, in memory that the workers reach. */
    public Matrix zeros(long rows, long columns) {
        dispatcher.requireOpen();
        return memory.zeros(new Shape(rows, columns), Layout.COLUMN_MAJOR);
    }

    /**
     * Column-major matrices of zeros, one behind another, in memory that the workers reach.
     *
     * @param count how many, at least 1
     */
    public MatrixBatch matrices(int count, long rows, long columns) {
        return matrices(count, new Shape(rows, columns), Layout.COLUMN_MAJOR);
    }

    /**
     * A copy of matrices that lie one behind another without gaps, in memory that the workers reach.
     *
     * @param values count x rows x columns elements
     * @param layout the order of the elements of each matrix
     * @throws IllegalArgumentException where there are more or fewer
     */
    public MatrixBatch matrices(double[] values, int count, long rows, long columns, Layout layout) {
        MatrixBatch batch = matrices(count, new Shape(rows, columns), layout);
        try {
            batch.matrices().memory().put(values, Layout.COLUMN_MAJOR);
        } catch (RuntimeException e) {
            batch.close();
            throw e;
        }
        return batch;
    }

    private MatrixBatch matrices(int count, Shape shape, Layout layout) {
        dispatcher.requireOpen();
        Shape all = new Shape(shape.elements(), Math.max(0, count));
        StoredMatrix elements = memory.zeros(new Shape(all.elements(), 1), Layout.COLUMN_MAJOR);
        return new MatrixBatch(
                StridedMatrices.filling(elements, shape, Objects.requireNonNull(layout, "layout"), count));
    }

    /** Matrices of this pool that are given back together. */
    public MatrixScope scope() {
        dispatcher.requireOpen();
        return new MatrixScope(this);
    }

    /**
     * The strategy that the last batch took, as a SPEC, and in brackets why; behind it whom it waits for, and the BLAS
     * threads that it really had where a {@link ThreadLimit} left it fewer than asked for.
     */
    public String strategy() {
        return dispatcher.strategy();
    }

    /** What each way that this pool may take would need for a batch, by what is known: nothing is measured here. */
    public List<Plan> plan(List<Product> products) {
        dispatcher.requireOpen();
        if (products.isEmpty()) {
            return List.of();
        }
        List<StagedProduct> staged = new ArrayList<>();
        try {
            IdentityHashMap<Object, StoredMatrix> copies = new IdentityHashMap<>();
            products.forEach(product -> staged.add(StagedProduct.of(product, memory, copies)));
            return ways.plan(new Batch(staged.stream().map(StagedProduct::dgemm).toList()));
        } finally {
            staged.forEach(StagedProduct::discard);
        }
    }

    /**
     * Ends the pool: running calls with an {@link IllegalStateException}, open futures exceptionally, and the workers, which
     * have gone when this returns. All memory of the pool is given back. Closing twice is once, from any thread.
     */
    @Override
    public void close() {
        dispatcher.close();
        memory.close();
    }

    /** What a pool is opened with. For one thread. */
    public static final class Builder {
        private static final String AUTO = "auto";

        private StrategySpec asked;
        /** Of any strategy: the kind does not matter here. */
        private StrategySpec options = StrategySpec.of(StrategyKind.THREADS);

        private BlasSpec blas = BlasSpec.BUNDLED;
        private long timeoutMillis = FaultTolerance.DEFAULT.timeoutMillis();
        private int retries = FaultTolerance.DEFAULT.retries();
        private long memoryLimit;
        private WorkerJvm jvm = WorkerJvm.DEFAULT;
        private Path scratch;
        private CpuAllotment allotment;

        private Builder() {}

        private static long positive(String name, long value) {
            if (value < 1) {
                throw new InvalidInputException(
                        "value is not positive: " + name + "=" + value + ", expected at least 1");
            }
            return value;
        }

        /** {@code auto} (the default), or {@code NAME[:key=value]…} as on the command line. */
        public Builder strategy(String spec) {
            String text = Objects.requireNonNull(spec, "strategy").strip();
            if (text.equals(AUTO) || text.startsWith(AUTO + ":")) {
                asked = null;
                options = StrategySpec.parse(StrategyKind.THREADS + text.substring(AUTO.length()))
                        .orElse(options);
            } else {
                asked = StrategySpec.parse(text).checked();
            }
            return this;
        }

        /** {@code bundled} (the default), {@code system}, {@code jblas}, {@code netlib}, or the path of a CBLAS. */
        public Builder blas(String kind) {
            blas = BlasSpec.parse(Objects.requireNonNull(kind, "blas"));
            return this;
        }

        /** Threads or worker JVMs, at least 1; by default the physical cores that this process may use. */
        public Builder workers(int count) {
            options = options.withWorkers((int) positive("workers", count));
            return this;
        }

        /** BLAS threads of each worker, at least 1; by default 1, and all cores for {@code blas-threads}. */
        public Builder blasThreads(int count) {
            options = options.withBlasThreads((int) positive("blas-threads", count));
            return this;
        }

        /** Products assigned to a worker at once, at least 1; by default ceil(products / (4 x workers)). */
        public Builder chunkSize(long products) {
            options = options.withChunkSize(positive("chunk-size", products));
            return this;
        }

        /**
         * How long one product may take before its worker JVM is killed; by default as long as it likes. A thread of this JVM
         * cannot be killed: without worker JVMs, as with {@code threads} and {@code auto}, nothing is ended.
         */
        public Builder timeout(Duration each) {
            timeoutMillis = positive("timeout", each.toMillis());
            return this;
        }

        /** How many worker JVMs a product may kill before it fails, at least 1; by default 3. */
        public Builder retries(int count) {
            retries = (int) positive("retries", count);
            return this;
        }

        /** Bytes that the pool's matrices may take; by default nine tenths of what this process may use. */
        public Builder memoryLimit(long bytes) {
            memoryLimit = positive("memory-limit", bytes);
            return this;
        }

        /** Further options of the worker JVMs, such as {@code -Xmx4g} for operations that need heap. */
        public Builder javaOptions(List<String> options) {
            jvm = jvm.with(List.copyOf(options));
            return this;
        }

        /**
         * The class path of the worker JVMs in place of this JVM's. What it lacks, of this library or of operations, workers
         * get all the same.
         */
        public Builder classPath(List<String> entries) {
            jvm = new WorkerJvm(jvm.options(), entries, jvm.environment());
            return this;
        }

        /** Environment variables of the worker JVMs, beside those of the locale, paths and BLAS libraries that they have. */
        public Builder environment(Map<String, String> variables) {
            jvm = new WorkerJvm(jvm.options(), jvm.classPath(), variables);
            return this;
        }

        /** Directory for sockets and temporary files; by default what the environment says. */
        public Builder scratch(Path directory) {
            scratch = Objects.requireNonNull(directory, "scratch");
            return this;
        }

        /**
         * Opens the pool.
         *
         * @throws IllegalArgumentException where a value is out of range
         * @throws BlaspoolException where the machine lacks what it takes
         */
        public BlasPool open() {
            try {
                return NativeLibrary.loadedFor(() -> new BlasPool(this));
            } catch (OutOfMemoryError e) {
                throw new ResourceUnavailableException(
                        "pool cannot be opened: " + e.getMessage() + "; "
                                + ProcessLimits.read().text() + ", heap="
                                + (Runtime.getRuntime().maxMemory() >> 20) + "M",
                        e);
            }
        }

        /** Loads the BLAS and sees which strategies there are; {@link Ways#start} starts them. */
        private Ways ways() {
            CpuTopology topology = CpuTopology.read();
            allotment = CpuAllotment.read(topology);
            ProcessLimits.requireThreadsOver(allotment.cpus());
            BlasLibrary library = blas.open();
            try {
                Surroundings surroundings = new Surroundings(
                        blas.toString(),
                        scratch == null ? ScratchDirectory.byEnvironment() : scratch,
                        new FaultTolerance(retries, timeoutMillis, true),
                        Observation.NONE,
                        jvm);
                StrategyContext context =
                        new StrategyContext(library, surroundings, topology, allotment, false, () -> SplitRules.NONE);
                String identity = Samples.identity(topology, allotment, library.info());
                return new Ways(library, context, asked, options, Samples.inUsersCache(identity, System.getenv()));
            } catch (RuntimeException | Error e) {
                library.close();
                throw e;
            }
        }

        /** Memory for the pool's matrices; after {@link #ways}. */
        private PoolMemory memory(boolean shared) {
            long limit = memoryLimit > 0 ? memoryLimit : MemoryAllotment.read().availableBytes() / 10 * 9;
            return new PoolMemory(shared, parallelism(), limit);
        }

        /** How many products are computed at once; after {@link #ways}. */
        private int parallelism() {
            return options.workers().orElse(allotment.physicalCores());
        }
    }
}
