package org.blaspool.strategy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.blaspool.Operation;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.operation.Application;
import org.blaspool.plan.StrategySpec;
import org.blaspool.pool.Attachment;
import org.blaspool.pool.KeptResults;
import org.blaspool.task.RegionMap;
import org.blaspool.task.TaskTable;
import org.blaspool.transport.SlotTimes;
import org.blaspool.usage.Usage;

/**
 * Worker JVMs that work in place on operands and results in shared memory; no message for a product. Operands that do
 * not lie in shared memory are copied there and results back, inside the clock.
 */
final class ProcessesSharedStrategy extends PooledStrategy {
    private MatrixStore staging;
    private Batch staged;

    ProcessesSharedStrategy(StrategySpec spec, StrategyContext context) {
        super(spec, context);
    }

    @Override
    public boolean wantsSharedOperands() {
        return true;
    }

    @Override
    protected void take(Batch batch) {
        batch(batch);
        staged = batch.isShared() ? batch : stage(batch);
        map = new RegionMap(staged.regions());
        table = TaskTable.ofProducts(
                staged, configuration().chunking(staged.size()), configuration().workers(), map, true, journal());
        kept = KeptResults.of(staged);
        // A descriptor that is closed while it is passed would leave a worker waiting for it.
        map.retain();
        try {
            pool().attach(Attachment.shared(table, map));
        } finally {
            map.release();
        }
    }

    @Override
    protected void call(Operation operation, List<Application> calls, OptionalLong chunkSize) {
        calling(calls, chunkSize, (calling, regions) -> {
            pool().attach(Attachment.shared(calling, regions), operation);
            pool().work(operation, KeptResults.none());
        });
    }

    private Batch stage(Batch batch) {
        long bytes = 0;
        for (Dgemm product : batch.products()) {
            bytes += MatrixStore.footprint(product.a().shape())
                    + MatrixStore.footprint(product.b().shape())
                    + MatrixStore.footprint(product.c().shape());
        }
        staging = MatrixStore.reserve(bytes, true, configuration().workers());
        // Small ones stream faster so than product by product: each kind goes on where it ended.
        List<StoredMatrix> a = like(batch, Dgemm::a);
        List<StoredMatrix> b = like(batch, Dgemm::b);
        List<StoredMatrix> c = like(batch, Dgemm::c);
        List<Dgemm> products = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            products.add(batch.get(i).with(a.get(i), b.get(i), c.get(i)));
        }
        return new Batch(products);
    }

    private List<StoredMatrix> like(Batch batch, Function<Dgemm, StoredMatrix> which) {
        return batch.products().stream()
                .map(which)
                .map(matrix -> staging.allocate(matrix.shape(), matrix.layout()))
                .toList();
    }

    @Override
    protected Round compute() {
        return holding(this::round);
    }

    private Round round() {
        Usage before = usage();
        long start = System.nanoTime();
        long copied = 0;
        if (staging != null) {
            copied += copyIn();
        }
        long prepared = System.nanoTime();
        List<SlotTimes> times = pool().work(null, kept);
        long worked = System.nanoTime();
        if (staging != null) {
            copied += copyOut();
        }
        long end = System.nanoTime();
        Usage used = usage().minus(before);
        PhaseSeconds phases = PhaseSeconds.of(times, start, end, (prepared - start) * 1e-9, (end - worked) * 1e-9);
        Round round = new Round(end - start, phases, used, copied);
        draw(round, start, table, prepared, worked);
        return round;
    }

    private long copyIn() {
        long bytes = 0;
        for (int i = 0; i < staged.size(); i++) {
            Dgemm from = batch().get(i);
            Dgemm to = staged.get(i);
            bytes += copy(from.a(), to.a()) + copy(from.b(), to.b());
            if (from.beta() != 0) {
                bytes += copy(from.c(), to.c());
            }
        }
        return bytes;
    }

    private long copyOut() {
        long bytes = 0;
        for (int i = 0; i < staged.size(); i++) {
            bytes += copy(staged.get(i).c(), batch().get(i).c());
        }
        return bytes;
    }

    private static long copy(StoredMatrix from, StoredMatrix to) {
        to.copyFrom(from);
        return from.shape().bytes();
    }

    @Override
    protected void letGo() {
        super.letGo();
        staged = null;
        if (staging != null) {
            staging.close();
            staging = null;
        }
    }
}
