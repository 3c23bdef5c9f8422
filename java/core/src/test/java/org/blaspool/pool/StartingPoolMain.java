package org.blaspool.pool;

import java.nio.file.Path;
import org.blaspool.pool.PoolOptions.Surroundings;

/** Starts a pool of two workers whose scratch directory is the argument, and prints what came of it. */
public final class StartingPoolMain {
    private StartingPoolMain() {}

    public static void main(String[] arguments) {
        try (ProcessPool pool =
                ProcessPool.start(PoolOptions.of(2, Surroundings.of("bundled", Path.of(arguments[0]))))) {
            System.out.println("workers=" + pool.blasThreads());
        } catch (RuntimeException e) {
            System.out.println("refused=" + e.getMessage());
        }
    }
}
