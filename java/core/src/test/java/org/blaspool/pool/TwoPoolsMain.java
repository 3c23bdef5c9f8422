package org.blaspool.pool;

import java.nio.file.Files;
import java.nio.file.Path;
import org.blaspool.pool.PoolOptions.Surroundings;

/** Starts a pool of two workers, twice, and prints how many of them mapped a class data archive from the cache. */
final class TwoPoolsMain {
    private TwoPoolsMain() {}

    public static void main(String[] arguments) throws Exception {
        for (int i = 0; i < 2; i++) {
            try (ProcessPool pool = ProcessPool.start(
                    PoolOptions.of(2, Surroundings.of("bundled", ScratchDirectory.byEnvironment())))) {
                int mapped = 0;
                for (long pid : pool.pids()) {
                    String maps = Files.readString(Path.of("/proc/" + pid + "/maps"));
                    mapped += maps.contains("/archive/worker-") ? 1 : 0;
                }
                System.out.println("mapped=" + mapped);
            }
        }
    }
}
