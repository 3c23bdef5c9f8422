package org.blaspool.blas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.blaspool.matrix.Dgemm;

/** How many tasks compute in a product, as /proc shows them: those with the name of the thread that calls. */
final class ComputingTasks {
    private static final String NAME = "prober";
    private static final int SAMPLES = 60;

    private ComputingTasks() {}

    /** What runs at once in more than a quarter of the samples; tasks that a BLAS starts inherit its caller's name. */
    static long count(BlasLibrary blas, Dgemm product) throws InterruptedException {
        AtomicBoolean enough = new AtomicBoolean();
        Thread prober = new Thread(
                null,
                () -> {
                    while (!enough.get()) {
                        blas.multiply(product);
                    }
                },
                NAME,
                BlasLibrary.CALLER_STACK_BYTES);
        prober.start();
        long[] seen = new long[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            Thread.sleep(2);
            seen[i] = running();
        }
        enough.set(true);
        prober.join();
        Arrays.sort(seen);
        return seen[SAMPLES * 3 / 4];
    }

    private static long running() {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            return tasks.filter(ComputingTasks::isRunning).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isRunning(Path task) {
        try {
            return Files.readString(task.resolve("stat")).contains("(" + NAME + ") R");
        } catch (IOException ended) {
            return false;
        }
    }
}
