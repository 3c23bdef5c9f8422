package org.blaspool.run;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.blaspool.error.BatchFailedException;
import org.blaspool.file.FileReaders;
import org.blaspool.file.ProductEntry;
import org.blaspool.file.ProductWindow;
import org.blaspool.file.ProductWindow.LoadedProducts;
import org.blaspool.file.ProductWindows;
import org.blaspool.journal.InputStates;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.run.RunParts.WindowWork;
import org.blaspool.run.Tally.RunStage;
import org.blaspool.run.ThreeStages.StageError;
import org.blaspool.verify.Verification;

/**
 * Operands are read into this process's memory, results are verified there and stored from there: a window is computed
 * while the next is read and the last is stored.
 */
final class LoadedWork implements WindowWork, ThreeStages.Stages<LoadedWork.WindowSlot> {
    private static final long PATIENCE_SECONDS = 60;

    private final RunParts parts;
    private final ResultWriter writer;
    private final List<WindowSlot> slots;
    private final int threads;
    private final Random seeds = new Random();
    private final ExecutorService preparing =
            Executors.newSingleThreadExecutor(FileReaders.daemons("blaspool-preparing"));
    private ProductWindows windows;

    /**
     * @param memory takes what a window's matrices fit into
     * @param slots how many windows may be in memory at once
     * @param threads how many prepare the verification
     */
    LoadedWork(RunParts parts, ResultWriter writer, Supplier<MatrixStore> memory, int slots, int threads) {
        this.parts = parts;
        this.writer = writer;
        this.slots = Stream.generate(() -> new WindowSlot(memory)).limit(slots).toList();
        this.threads = threads;
    }

    @Override
    public void run(ProductWindows all) {
        windows = all;
        parts.pace(windows);
        new ThreeStages<>(this, slots).run();
    }

    @Override
    public boolean read(WindowSlot slot) {
        if (!windows.hasNext()) {
            return false;
        }
        parts.tally().timed(RunStage.SETUP, slot::empty);
        parts.tally().timed(RunStage.READ, () -> readInto(slot));
        parts.failed(slot.loaded.failures());
        if (!slot.loaded.isEmpty()) {
            slot.batch = slot.loaded.batch();
            // The disk need not wait for it: the next window is read meanwhile.
            slot.expected = expectationOf(slot.batch);
        }
        return true;
    }

    private CompletableFuture<Verification> expectationOf(Batch batch) {
        long seed = seeds.nextLong();
        return CompletableFuture.supplyAsync(
                () -> parts.tally().timed(RunStage.VERIFY, () -> Verification.of(batch, seed, threads)), preparing);
    }

    private void readInto(WindowSlot slot) {
        ProductWindow window = windows.next();
        slot.inputs = parts.inputs(window.entries());
        slot.loaded = window.load(slot.store, parts.readers());
    }

    @Override
    public boolean compute(WindowSlot slot) {
        parts.checkStop();
        Batch batch = slot.batch;
        if (batch != null) {
            parts.strategy().load(batch);
            StageError.join(slot.expected); // from C as it was before
            int[] computed = parts.compute(slot.loaded.entries());
            if (computed.length > 0) {
                parts.strategy().collect();
            }
            parts.tally()
                    .computed(Arrays.stream(computed)
                            .mapToDouble(i -> batch.get(i).flop())
                            .sum());
            slot.computed = computed;
            parts.pace(windows);
        }
        parts.tally().windowDone();
        return parts.wantsMore();
    }

    @Override
    public void write(WindowSlot slot) {
        writer.store(parts.verified(slot.computed, i -> {
            try {
                slot.expected.join().require(slot.batch, i);
                return slot.result(i);
            } catch (BatchFailedException e) {
                parts.tally().wrong(slot.loaded.entries().get(i), e.getMessage());
                return null;
            }
        }));
    }

    @Override
    public void close() {
        preparing.shutdown();
        try {
            // What reads a window's memory must have ended before that is given back.
            if (!preparing.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return; // the process is about to end, and its memory with it
        }
        slots.forEach(WindowSlot::close);
    }

    /**
     * Memory for one window, and the window that is in it. The memory is taken when the first window comes, and stays: its
     * pages are prepared once. Passed from stage to stage, used by one of them at a time.
     */
    static final class WindowSlot implements AutoCloseable {
        private final Supplier<MatrixStore> memory;
        private MatrixStore store;
        private LoadedProducts loaded;
        /** Null where nothing could be read. */
        private Batch batch;
        /** Of the files of each product. */
        private Map<ProductEntry, Optional<InputStates>> inputs;
        /** What to hold the results against, once that is known. */
        private CompletableFuture<Verification> expected;
        /** Which of the products have results. */
        private int[] computed;

        WindowSlot(Supplier<MatrixStore> memory) {
            this.memory = memory;
        }

        /** Empties the memory; what was in it must not be used any more. */
        void empty() {
            loaded = null;
            batch = null;
            expected = null;
            computed = new int[0];
            if (store == null) {
                store = memory.get();
            } else {
                store.rewind();
            }
        }

        ResultWriter.Result result(int product) {
            ProductEntry entry = loaded.entries().get(product);
            return new ResultWriter.Result(entry, inputs.get(entry), batch.get(product));
        }

        @Override
        public void close() {
            if (store != null) {
                store.close();
            }
        }
    }
}
