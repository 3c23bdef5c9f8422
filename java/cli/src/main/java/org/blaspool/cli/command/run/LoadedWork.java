package org.blaspool.cli.command.run;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.blaspool.error.ProductFailedException;
import org.blaspool.file.LoadedProducts;
import org.blaspool.file.ProductEntry;
import org.blaspool.file.ProductWindow;
import org.blaspool.file.ResultFile;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.measure.Verification;

/** Operands are read into this process's memory, results are verified there and stored from there. */
final class LoadedWork implements WindowWork {
    private final RunParts parts;
    private final MatrixStore store;
    private final int threads;
    private final Random seeds = new Random();

    /**
     * @param store that a window's matrices fit into; closed with this
     * @param threads how many prepare the verification
     */
    LoadedWork(RunParts parts, MatrixStore store, int threads) {
        this.parts = parts;
        this.store = store;
        this.threads = threads;
    }

    @Override
    public void compute(ProductWindow window) {
        store.rewind();
        parts.bar().doing("reading");
        LoadedProducts[] read = new LoadedProducts[1];
        parts.tally().read(() -> read[0] = window.load(store, parts.readers()));
        LoadedProducts loaded = read[0];
        loaded.failures()
                .forEach(failure ->
                        parts.tally().failed(failure.entry(), failure.cause().getMessage()));
        if (!loaded.isEmpty()) {
            compute(loaded, loaded.batch());
        }
    }

    private void compute(LoadedProducts loaded, Batch batch) {
        Verification[] expected = new Verification[1];
        parts.tally().verify(() -> expected[0] = Verification.of(batch, seeds.nextLong(), threads));
        parts.strategy().load(batch);
        int[] computed = parts.compute(loaded.entries());
        parts.tally()
                .computed(Arrays.stream(computed)
                        .mapToDouble(i -> batch.get(i).flop())
                        .sum());
        if (computed.length > 0) {
            parts.strategy().collect();
            store(loaded, batch, verified(loaded, batch, computed, expected[0]));
        }
    }

    private int[] verified(LoadedProducts loaded, Batch batch, int[] computed, Verification expected) {
        parts.bar().doing("verifying");
        boolean[] right = new boolean[computed.length];
        parts.tally()
                .verify(() -> parts.storing().forEach(computed.length, i -> {
                    try {
                        expected.require(batch, computed[i]);
                        right[i] = true;
                    } catch (ProductFailedException e) {
                        parts.tally().wrong(loaded.entries().get(computed[i]), e.getMessage());
                    }
                }));
        return IntStream.range(0, computed.length)
                .filter(i -> right[i])
                .map(i -> computed[i])
                .toArray();
    }

    private void store(LoadedProducts loaded, Batch batch, int[] right) {
        parts.bar().doing("storing");
        parts.tally()
                .store(() -> parts.storing().forEach(right.length, i -> {
                    ProductEntry entry = loaded.entries().get(right[i]);
                    ResultFile.store(batch.get(right[i]).c(), entry.out(), entry.outMember(), false);
                    parts.tally().stored();
                }));
    }

    @Override
    public void close() {
        store.close();
    }
}
