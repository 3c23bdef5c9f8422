package org.blaspool.files;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.Consumer;
import org.blaspool.blas.BlasSpec;
import org.blaspool.cpu.Machine;
import org.blaspool.cpu.MemoryAllotment.MemoryBudget;
import org.blaspool.error.InvalidInputException;
import org.blaspool.file.Manifest;
import org.blaspool.file.OutDirectory;
import org.blaspool.jni.NativeLibrary;
import org.blaspool.observe.Observation;
import org.blaspool.plan.Planner;
import org.blaspool.plan.StrategyKind;
import org.blaspool.plan.StrategySpec;
import org.blaspool.pool.PoolOptions.FaultTolerance;
import org.blaspool.pool.ScratchDirectory;
import org.blaspool.run.FileRun;
import org.blaspool.run.RunOptions;
import org.blaspool.run.RunOptions.Shard;
import org.blaspool.run.StrategyChoice;
import org.blaspool.run.StrategyChoice.Choice;
import org.blaspool.strategy.Engine;
import org.blaspool.strategy.Strategy;

/**
 * Products of matrices in files, as the command {@code run} computes them: read, multiplied, verified and stored window
 * by window, in bounded memory however many there are, each noted in a journal.
 *
 * <pre>{@code
 * FileSummary done = FileBatch.of("list.csv", Path.of("results")).resume(true).run();
 * }</pre>
 *
 * <p>A batch computes {@code out <- alpha op(a) op(b) + beta c}, where a is m x k, b is k x n, and c and out are m x n,
 * as float64. Before anything is computed the head of every file is checked; nothing is written where one of them is
 * wrong. A result that has its name is complete and verified.
 *
 * <p>The settings are for one thread; {@link #run} may be called several times. A caller's mistake, which includes a
 * wrong manifest or input file, is an {@link IllegalArgumentException} whose message is one line for each mistake;
 * everything else is a {@link org.blaspool.BlaspoolException}.
 */
public final class FileBatch {
    private static final String AUTO = "auto";

    private final String pairs;
    private final Path out;
    private StrategySpec asked;
    /** Of any strategy: the kind does not matter here. */
    private StrategySpec options = StrategySpec.of(StrategyKind.THREADS);

    private BlasSpec blas = BlasSpec.BUNDLED;
    private Shard shard = Shard.WHOLE;
    private boolean resume;
    private FaultTolerance faults = FaultTolerance.DEFAULT;
    private boolean needsWorkers;
    private OptionalLong memoryLimit = OptionalLong.empty();
    private Path scratch;
    private Consumer<FileProgress> listener;
    private long everyMillis;

    private FileBatch(String pairs, Path out) {
        this.pairs = pairs;
        this.out = out;
    }

    /**
     * The products of a manifest, of a directory, or of two patterns; nothing is read yet.
     *
     * @param pairs a file of CSV with the header {@code a,b,out} (and perhaps {@code alpha,beta,c,transa,transb}) or of
     *     JSON objects with these keys, one a line; a directory with {@code a/NAME.npy} and {@code b/NAME.npy}; or two
     *     patterns such as {@code in/a_*.npy,in/b_*.npy}, whose stars stand for the same. {@code docs/formats.md} has
     *     the formats. Names in a manifest are relative to it
     * @param out the directory of the results, made if missing; no result's name leads out of it
     * @throws IllegalArgumentException where {@code pairs} is {@code -}: a program's standard input is its own
     */
    public static FileBatch of(String pairs, Path out) {
        if (pairs.equals(Manifest.STANDARD_INPUT)) {
            throw new InvalidInputException(
                    "manifest is not a file: pairs=-, expected a file, a directory or patterns");
        }
        return new FileBatch(pairs, Objects.requireNonNull(out, "out"));
    }

    /**
     * How products are computed: {@code auto} (the default), or {@code NAME[:key=value]…} as on the command line.
     *
     * @throws IllegalArgumentException where there is no such strategy
     */
    public FileBatch strategy(String spec) {
        String text = spec.strip();
        boolean auto = text.equals(AUTO) || text.startsWith(AUTO + ":");
        asked = auto ? null : StrategySpec.parse(text).checked();
        options = auto
                ? StrategySpec.parse(StrategyKind.THREADS + text.substring(AUTO.length()))
                : StrategySpec.of(StrategyKind.THREADS);
        return this;
    }

    /** {@code bundled} (the default), {@code system}, {@code jblas}, {@code netlib}, or the path of a CBLAS. */
    public FileBatch blas(String kind) {
        blas = BlasSpec.parse(kind);
        return this;
    }

    /**
     * Every {@code count}-th product, from the {@code index}-th on, for one of several jobs; by default all.
     *
     * @param index 0 to count - 1
     * @throws IllegalArgumentException where it is not
     */
    public FileBatch shard(int index, int count) {
        shard = Shard.parse(index + "/" + count);
        return this;
    }

    /**
     * Whether results that the journal says are finished are kept and skipped, and the others computed in their place;
     * by default a result that is there already is an IllegalArgumentException.
     */
    public FileBatch resume(boolean resumed) {
        resume = resumed;
        return this;
    }

    /** Whether the others are computed all the same where a product fails; by default the first one ends the run. */
    public FileBatch continueOnError(boolean continued) {
        faults = new FaultTolerance(faults.retries(), faults.timeoutMillis(), continued);
        return this;
    }

    /**
     * How many worker JVMs a product may kill before it fails, at least 1; by default 3. Where the strategy is {@code
     * auto}, who sets this gets worker JVMs.
     */
    public FileBatch retries(int count) {
        faults = new FaultTolerance(count, faults.timeoutMillis(), faults.continueOnError());
        needsWorkers = true;
        return this;
    }

    /**
     * How long one product may take before its worker JVM is killed; by default as long as it likes. Where the strategy is
     * {@code auto}, who sets this gets worker JVMs.
     */
    public FileBatch timeout(Duration each) {
        long millis = positive("timeout", each.toMillis());
        faults = new FaultTolerance(faults.retries(), millis, faults.continueOnError());
        needsWorkers = true;
        return this;
    }

    /** Bytes for operands, results, copies and worker JVMs; by default nine tenths of what this process may use. */
    public FileBatch memoryLimit(long bytes) {
        memoryLimit = OptionalLong.of(positive("memory-limit", bytes));
        return this;
    }

    /** Directory for sockets and temporary files; by default what the environment says. */
    public FileBatch scratch(Path directory) {
        scratch = Objects.requireNonNull(directory, "scratch");
        return this;
    }

    /**
     * Tells how far a run is: every so often from a thread of its own, while products are computed, and in the end from
     * the thread that runs. What the listener throws in between ends the telling alone.
     */
    public FileBatch progress(Duration every, Consumer<FileProgress> told) {
        everyMillis = positive("every", every.toMillis());
        listener = Objects.requireNonNull(told, "told");
        return this;
    }

    private static long positive(String name, long value) {
        if (value < 1) {
            throw new InvalidInputException("value is not positive: " + name + "=" + value + ", expected at least 1");
        }
        return value;
    }

    /**
     * Computes and stores the products. One process at a time has a shard of a directory of results.
     *
     * @return what became of them; products that failed are in it and nothing is thrown
     * @throws IllegalArgumentException where the manifest or a file of it is wrong, a result is there already, or
     *     another run has the shard
     * @throws org.blaspool.BlaspoolException where the machine lacks memory, disk space, CPUs or a BLAS, or the thread
     *     is interrupted; what was finished until then is kept, and {@link #resume} goes on
     */
    public FileSummary run() {
        return NativeLibrary.loadedFor(this::checkAndCompute);
    }

    private FileSummary checkAndCompute() {
        RunOptions request = new RunOptions(pairs, OutDirectory.of(out), resume, false, shard, faults, false);
        Machine machine = Machine.read();
        MemoryBudget budget = MemoryBudget.of(memoryLimit, machine.memory());
        Thread caller = Thread.currentThread();
        try (FileRun run =
                FileRun.open(request, machine, budget, InputStream.nullInputStream(), caller::isInterrupted)) {
            if (run.workload().products() == 0) {
                return FileSummary.of(run, "none");
            }
            if (asked != null) {
                run.memory().require(asked.orElse(options));
            }
            run.begin();
            Path temporary = scratch == null ? ScratchDirectory.byEnvironment() : scratch;
            try (Engine engine = Engine.open(blas, machine, false, temporary, faults, Observation.NONE)) {
                int cores = machine.cpus().physicalCores();
                StrategyChoice choices = new StrategyChoice(
                        engine,
                        run.memory(),
                        new Planner(engine.samples(), cores, options, budget.bytes()),
                        cores,
                        spec -> spec.orElse(options));
                Choice choice = choices.choose(
                        Optional.ofNullable(asked).map(spec -> spec.orElse(options)), needsWorkers, true);
                choice.specs().forEach(run.memory()::require);
                Strategy strategy = choices.strategy(choice);
                run.take(strategy);
                compute(run);
                return FileSummary.of(run, strategy.requested().toString());
            }
        }
    }

    private void compute(FileRun run) {
        if (listener == null) {
            run.compute();
            return;
        }
        Timer timer = new Timer("blaspool-progress", true);
        timer.schedule(
                new TimerTask() {
                    @Override
                    public void run() {
                        listener.accept(FileProgress.of(run));
                    }
                },
                everyMillis,
                everyMillis);
        try {
            run.compute();
        } finally {
            timer.cancel();
        }
        listener.accept(FileProgress.of(run));
    }
}
