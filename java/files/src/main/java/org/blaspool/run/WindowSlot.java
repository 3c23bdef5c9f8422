package org.blaspool.run;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.blaspool.file.LoadedProducts;
import org.blaspool.journal.InputStates;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.verify.Verification;

/**
 * Memory for one window, and the window that is in it. The memory is taken when the first window comes, and stays: its
 * pages are prepared once. Passed from stage to stage, used by one of them at a time.
 */
final class WindowSlot implements AutoCloseable {
    private final Supplier<MatrixStore> memory;
    private MatrixStore store;
    private LoadedProducts loaded;
    private Batch batch;
    private List<Optional<InputStates>> inputs;
    private CompletableFuture<Verification> expected;
    private int[] computed;

    WindowSlot(Supplier<MatrixStore> memory) {
        this.memory = memory;
    }

    /** Empty memory; what was in it must not be used any more. */
    MatrixStore emptied() {
        loaded = null;
        batch = null;
        expected = null;
        computed = new int[0];
        if (store == null) {
            store = memory.get();
        } else {
            store.rewind();
        }
        return store;
    }

    /** What was read, and what to hold the results against, once that is known; the batch is null where nothing could be read. */
    void fill(
            LoadedProducts products,
            Batch ofThem,
            List<Optional<InputStates>> states,
            CompletableFuture<Verification> checks) {
        loaded = products;
        batch = ofThem;
        inputs = states;
        expected = checks;
    }

    void computed(int[] indices) {
        computed = indices;
    }

    LoadedProducts loaded() {
        return loaded;
    }

    Batch batch() {
        return batch;
    }

    /** Of the files of each loaded product. */
    List<Optional<InputStates>> inputs() {
        return inputs;
    }

    CompletableFuture<Verification> expected() {
        return expected;
    }

    /** Which of the products have results. */
    int[] computed() {
        return computed;
    }

    @Override
    public void close() {
        if (store != null) {
            store.close();
        }
    }
}
