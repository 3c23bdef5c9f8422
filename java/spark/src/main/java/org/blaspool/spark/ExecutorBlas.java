package org.blaspool.spark;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.blas.BlasSpec;
import org.blaspool.blas.BlasTurn;
import org.blaspool.blas.SplitRules;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.pool.Callers;

/** The BLAS of this JVM, loaded by the first task and kept for the others. */
final class ExecutorBlas {
    private static String warmSpec;
    private static BlasLibrary warm;

    private ExecutorBlas() {}

    /**
     * Computes on a thread of its own: Spark's have a stack that is too small to call a BLAS from. It has ended when this
     * ends, killed or not. Tasks that want another number of threads, which is the process's, wait until nobody computes.
     *
     * @param spec as after --blas
     * @param threads of each call
     * @throws ResourceUnavailableException where it is not there, cannot have so many threads, or another one was loaded
     */
    static <T> T compute(String spec, int threads, Function<BlasLibrary, T> work) {
        BlasLibrary blas = warm(spec);
        AtomicReference<T> result = new AtomicReference<>();
        try (BlasTurn turn = blas.turn("a task of spark", threads, SplitRules.NONE);
                Callers caller = new Callers(1, List.of(), List.of())) {
            turn.begin();
            caller.onFirst(1, slot -> result.set(work.apply(blas)), caller::close);
        }
        return result.get();
    }

    private static synchronized BlasLibrary warm(String spec) {
        if (warm == null) {
            warm = BlasSpec.parse(spec).open();
            warmSpec = spec;
        }
        if (!warmSpec.equals(spec)) {
            throw new ResourceUnavailableException("executor has loaded another BLAS: blas=" + spec + ", it has "
                    + warmSpec + "; one Spark application takes one BLAS");
        }
        return warm;
    }
}
