package org.blaspool.matrix;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicLong;
import org.blaspool.Layout;

/**
 * Uses matrices in every way while their stores are closed, for as many seconds as the argument says. Prints how often each
 * way was refused and how often it read what nobody had written.
 */
public final class ClosingStoresMain {
    private static final double VALUE = 4.25;

    private ClosingStoresMain() {}

    /** One way of using a matrix; false where it read something else than {@link #VALUE}. */
    private interface Use {
        boolean of(StoredMatrix matrix, StoredMatrix elsewhere);
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, Use> uses = Map.of(
                "get", (matrix, elsewhere) -> matrix.get(40, 40) == VALUE,
                "set",
                        (matrix, elsewhere) -> {
                            matrix.set(1, 1, VALUE);
                            return true;
                        },
                "toRows", (matrix, elsewhere) -> matrix.toRows()[60][60] == VALUE,
                "toArray", (matrix, elsewhere) -> matrix.toArray(Layout.ROW_MAJOR)[99 * 100 + 99] == VALUE,
                "put",
                        (matrix, elsewhere) -> {
                            matrix.put(elsewhere.toArray(Layout.COLUMN_MAJOR), Layout.COLUMN_MAJOR);
                            return true;
                        },
                "copyFrom",
                        (matrix, elsewhere) -> {
                            elsewhere.copyFrom(matrix);
                            return elsewhere.get(99, 99) == VALUE;
                        },
                "copyTo",
                        (matrix, elsewhere) -> {
                            matrix.copyFrom(elsewhere);
                            return true;
                        });
        Map<String, AtomicLong> refused = new ConcurrentHashMap<>();
        AtomicLong wrong = new AtomicLong();
        long end = System.nanoTime() + Integer.parseInt(arguments[0]) * 1_000_000_000L;
        List<Thread> threads = new ArrayList<>();
        for (Map.Entry<String, Use> use : uses.entrySet()) {
            refused.put(use.getKey(), new AtomicLong());
            threads.add(new Thread(() -> race(use.getValue(), refused.get(use.getKey()), wrong, end), use.getKey()));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println("refused-ways="
                + refused.values().stream().filter(count -> count.get() > 0).count() + " of=" + uses.size() + " wrong="
                + wrong);
    }

    private static void race(Use use, AtomicLong refused, AtomicLong wrong, long end) {
        try (MatrixStore own = MatrixStore.privateMemory()) {
            StoredMatrix elsewhere = filled(own);
            for (boolean shared = false; System.nanoTime() < end; shared = !shared) {
                MatrixStore store = shared ? MatrixStore.sharedMemory() : MatrixStore.privateMemory();
                StoredMatrix matrix = filled(store);
                CyclicBarrier start = new CyclicBarrier(2);
                Thread closing = new Thread(() -> {
                    await(start);
                    close(store);
                });
                closing.start();
                await(start);
                try {
                    while (true) {
                        if (!use.of(matrix, elsewhere)) {
                            wrong.incrementAndGet();
                        }
                    }
                } catch (IllegalStateException e) {
                    refused.incrementAndGet();
                }
                closing.join();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static StoredMatrix filled(MatrixStore store) {
        StoredMatrix matrix = store.allocate(100, 100);
        for (int i = 0; i < 100; i++) {
            for (int j = 0; j < 100; j++) {
                matrix.set(i, j, VALUE);
            }
        }
        return matrix;
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A copy that is under way is in the way of closing. */
    private static void close(MatrixStore store) {
        while (true) {
            try {
                store.close();
                return;
            } catch (IllegalStateException inUse) {
                Thread.onSpinWait();
            }
        }
    }
}
