package org.blaspool.pool;

import java.nio.file.Path;

/** Starts a pool of two workers whose scratch directory is the argument, and prints what came of it. */
public final class StartingPoolMain {
    private StartingPoolMain() {}

    public static void main(String[] arguments) {
        try (ProcessPool pool = ProcessPool.start(
                PoolOptions.of(2).withScratch(Path.of(arguments[0])).withBlas("bundled"))) {
            System.out.println("workers=" + pool.blasThreads());
        } catch (RuntimeException e) {
            System.out.println("refused=" + e.getMessage());
        }
    }
}
