package org.blaspool.strategy;

import java.util.List;
import java.util.OptionalLong;
import org.blaspool.Operation;
import org.blaspool.matrix.Batch;
import org.blaspool.operation.Application;
import org.blaspool.plan.StrategySpec;

/**
 * One way of running a batch. Its life: {@link #start} (workers up, libraries loaded), {@link #load} a batch, any number
 * of {@link #run rounds} over it, {@link #collect} the results into the batch's own matrices, another batch, and
 * {@link #close}. For one caller at a time: a second thread is refused, and so is one whose batch another thread replaced,
 * by an IllegalStateException that names the other one.
 */
public interface Strategy extends AutoCloseable {
    /** What was asked for. */
    StrategySpec requested();

    /** Whether the operands should lie in shared memory, so that {@link #run} need not copy them. */
    default boolean wantsSharedOperands() {
        return false;
    }

    /** Starts workers and loads libraries: what a report calls set-up. */
    void start();

    /** What there really is, as the workers themselves report it; after {@link #start}. */
    Effective effective();

    /**
     * Takes a batch to where this strategy's clock begins: nothing for operands that are worked on in place or sent,
     * into the server for hosted arrays, into files for independent tasks.
     */
    void load(Batch batch);

    /** Computes the loaded batch once and says where the time went. */
    Round run();

    /**
     * Makes calls of a user's operation, in place of a batch of products: none is loaded afterwards.
     *
     * @param calls whose matrices lie in shared memory where this strategy {@linkplain #wantsSharedOperands wants} that
     * @param chunkSize calls assigned at once; empty: the spec's, or the default
     * @throws org.blaspool.error.BatchFailedException where calls fail, after the others
     * @throws org.blaspool.error.InvalidInputException where the operation cannot be sent to workers
     */
    void apply(Operation operation, List<Application> calls, OptionalLong chunkSize);

    /** Lets go of the loaded batch. */
    void unload();

    /**
     * Ends what is running; {@link #run} and {@link #apply} then throw a {@link org.blaspool.error.StoppedException}. Nothing
     * runs afterwards. From any thread.
     */
    void stop();

    /** Brings results that lie elsewhere (a server, files) into the batch's result matrices. */
    void collect();

    /** What happened that a report should tell: workers that died, what was not pinned and why. */
    List<String> notes();

    /** Whose batches {@link #run} waits for now, as they use the BLAS in another way; for any thread. */
    default List<String> waitsFor() {
        return List.of();
    }

    /** Whether each start of it has JVMs that run much Java, which their compilers are busy with for seconds. */
    default boolean runsMuchJava() {
        return false;
    }

    /** How many products went to another worker because one died with them in hand; 0 where there are none that can. */
    default long retried() {
        return 0;
    }

    /** Stops workers and gives everything back. */
    @Override
    void close();
}
