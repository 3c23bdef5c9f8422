package org.blaspool.strategy;

import java.io.IOException;
import java.util.function.Supplier;
import org.blaspool.error.BatchFailedException;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.matrix.Batch;
import org.blaspool.plan.StrategySpec;
import org.blaspool.pool.Attachment;
import org.blaspool.pool.KeptResults;
import org.blaspool.task.RegionMap;
import org.blaspool.task.TaskTable;
import org.blaspool.transport.ArrayServer;
import org.blaspool.transport.TaskMatrices;

/** Worker JVMs that fetch operands from a server JVM and put results there: what Python's Manager does. */
final class ProcessesHostedStrategy extends PooledStrategy {
    private static final int SERVER_RESTARTS = 3;

    private ArrayServer server;

    ProcessesHostedStrategy(StrategySpec spec, StrategyContext context) {
        super(spec, context);
    }

    @Override
    protected void startUp() {
        super.startUp();
        noteCopies();
        startServer();
    }

    private void startServer() {
        pool().startArrayServer();
        try {
            server = new ArrayServer(
                    pool().connectToArrayServer(), configuration().codec());
        } catch (IOException e) {
            throw lost(e);
        }
    }

    @Override
    protected void take(Batch batch) {
        batch(batch);
        map = new RegionMap(batch.regions());
        table = TaskTable.ofClaims(
                configuration().chunking(batch.size()), configuration().workers(), journal());
        whileServerLives(() -> {
            putOperands();
            return null;
        });
    }

    private void putOperands() {
        try {
            for (int task = 0; task < batch().size(); task++) {
                server.putOperands(TaskMatrices.of(task, batch().get(task)));
            }
        } catch (IOException e) {
            throw lost(e);
        }
        pool().attach(Attachment.hosted(table, configuration().codec()));
    }

    @Override
    protected Round compute() {
        return whileServerLives(this::round);
    }

    /**
     * What a server held dies with it: one that died is replaced and given the operands anew, and the step is done
     * again from the start. The batch's memory is held meanwhile: half a matrix would leave the server waiting for its rest.
     */
    private <T> T whileServerLives(Supplier<T> step) {
        map.retain();
        try {
            return untilDone(step);
        } finally {
            map.release();
        }
    }

    private <T> T untilDone(Supplier<T> step) {
        boolean restore = false;
        for (int restarts = 0; ; restarts++) {
            try {
                if (restore) {
                    pool().detach();
                    startServer();
                    putOperands();
                    restore = false;
                }
                return step.get();
            } catch (BatchFailedException | ResourceUnavailableException e) {
                if (pool().arrayServerLives() || restarts == SERVER_RESTARTS) {
                    throw e;
                }
                note(pool().arrayServerDeath() + "; it was replaced and the batch computed again");
                server.close();
                restore = true;
            }
        }
    }

    private Round round() {
        table.reset();
        return clocked(table, () -> pool().work(null, KeptResults.none()));
    }

    @Override
    protected void bringResults() {
        whileServerLives(() -> {
            if (table.chunksDone() < table.chunks()) {
                round();
            }
            fetchResults();
            return null;
        });
    }

    private void fetchResults() {
        try {
            for (int task = 0; task < batch().size(); task++) {
                server.fetchResult(task, batch().get(task).c());
            }
        } catch (IOException e) {
            // What it held must be computed anew.
            table.reset();
            throw lost(e);
        }
    }

    private static BatchFailedException lost(IOException e) {
        return new BatchFailedException("array server is lost: " + e.getMessage(), e);
    }

    @Override
    protected void letGo() {
        if (table == null) {
            return;
        }
        super.letGo();
        try {
            server.clear();
        } catch (IOException e) {
            // It has died, and what it held with it: there is nothing to forget.
        }
    }

    @Override
    protected void shutDown() {
        super.shutDown();
        if (server != null) {
            server.close();
        }
    }
}
