package org.blaspool.strategy;

import java.util.List;
import org.blaspool.matrix.Batch;
import org.blaspool.plan.StrategySpec;

/**
 * One way of running a batch. Its life: {@link #start} (workers up, libraries loaded), {@link #load} a batch, any number
 * of {@link #run rounds} over it, {@link #collect} the results into the batch's own matrices, another batch, and
 * {@link #close}. For one thread at a time.
 */
public interface Strategy extends AutoCloseable {
    /** What was asked for. */
    StrategySpec requested();

    /** Whether the operands should lie in shared memory, so that {@link #run} need not copy them. */
    boolean wantsSharedOperands();

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

    /** Brings results that lie elsewhere (a server, files) into the batch's result matrices. */
    void collect();

    /** What happened that a report should tell: workers that died, what was not pinned and why. */
    List<String> notes();

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
