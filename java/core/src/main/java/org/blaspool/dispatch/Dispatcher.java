package org.blaspool.dispatch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import org.blaspool.Operation;
import org.blaspool.ProductFailedException;
import org.blaspool.error.BatchFailedException;
import org.blaspool.error.InvalidInputException;
import org.blaspool.error.StoppedException;
import org.blaspool.matrix.Batch;
import org.blaspool.matrix.Dgemm;
import org.blaspool.strategy.Strategy;
import org.blaspool.task.ParallelLoop;

/**
 * Has the work of a pool's callers done, in the order in which it came. Products that wait while others are computed
 * become one batch, whoever wants them, so that callers share the workers and a single product waits no longer than it
 * takes to compute what is ahead of it. Thread-safe.
 */
public final class Dispatcher implements AutoCloseable {
    private static final int MOST_PRODUCTS = 1 << 17;

    /** Whose operation the current thread makes a call of; null: of none in this JVM. */
    private static final ThreadLocal<Dispatcher> CALLED_BY = new ThreadLocal<>();

    private final Ways ways;
    private final Deque<Work> queue = new ArrayDeque<>();
    private final Thread thread = new Thread(this::work, "blaspool-dispatcher");
    private List<Work> underWay = List.of();
    private boolean closed;

    /** @param ways how batches can be run; closed with this */
    public Dispatcher(Ways ways) {
        this.ways = ways;
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Queues work.
     *
     * @throws IllegalStateException once this is closed
     */
    void put(Work work) {
        requireOutside();
        synchronized (this) {
            requireOpen();
            queue.addLast(work);
            notifyAll();
        }
    }

    /** Ends what is under way, unless somebody waits for some of it; for a caller who does not wait any more. */
    synchronized void abandoned() {
        List<Work> left = underWay.stream().filter(work -> !work.hasEnded()).toList();
        if (!left.isEmpty() && left.stream().allMatch(Work::isAbandoned)) {
            thread.interrupt();
        }
    }

    /** A call that waits for its own pool would wait for itself. */
    private void requireOutside() {
        if (CALLED_BY.get() == this) {
            throw new IllegalStateException(
                    "an operation cannot use or close the pool that it runs in, which waits for it;"
                            + " it has context.blas() and context.zeros, or another pool");
        }
    }

    /** @throws IllegalStateException once this is closed */
    public synchronized void requireOpen() {
        if (closed) {
            throw closedAlready();
        }
    }

    private static IllegalStateException closedAlready() {
        return new IllegalStateException("pool is closed");
    }

    private void work() {
        for (List<Work> next = next(); !next.isEmpty(); next = next()) {
            try {
                run(next);
            } catch (RuntimeException | Error e) {
                // Whatever it is, this thread stays, and nobody waits for ever.
                next.forEach(work -> work.fail(new StoppedException("batch ended by an error of the pool: " + e, e)));
            }
        }
    }

    /** What is run next: calls of one operation, or all the products that wait; nothing once this is closed. */
    private synchronized List<Work> next() {
        underWay = List.of();
        // An interrupt was for what has ended.
        Thread.interrupted();
        while (queue.isEmpty() && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                // Nobody has this thread but this class, which interrupts it while something is under way alone.
                continue;
            }
        }
        List<Work> taken = new ArrayList<>();
        int products = 0;
        while (!closed && !queue.isEmpty()) {
            Work first = queue.peekFirst();
            int more = first.products().size();
            if (!taken.isEmpty() && (more == 0 || products + more > MOST_PRODUCTS)) {
                break;
            }
            taken.add(queue.removeFirst());
            products += more;
            if (more == 0) {
                break;
            }
        }
        underWay = taken;
        return taken;
    }

    private void run(List<Work> taken) {
        List<Work> wanted = new ArrayList<>(taken.size());
        for (Work work : taken) {
            if (work.isAbandoned()) {
                work.fail(new StoppedException("dropped before it began"));
            } else {
                wanted.add(work);
            }
        }
        if (wanted.size() == 1 && wanted.get(0).operation() != null) {
            apply(wanted.get(0));
        } else if (!wanted.isEmpty()) {
            multiply(wanted);
        }
    }

    private void multiply(List<Work> works) {
        Batch batch;
        try {
            batch = new Batch(products(works));
        } catch (InvalidInputException | IllegalStateException wrong) {
            if (works.size() == 1) {
                works.get(0).fail(wrong);
            } else {
                // One caller's result is another's operand, or was closed: one after the other, as they came.
                works.forEach(work -> multiply(List.of(work)));
            }
            return;
        }
        attempt(works, () -> {
            Ways.Choice choice = ways.choose(batch);
            Strategy strategy = choice.strategy();
            try {
                strategy.load(batch);
                run(choice, batch);
            } finally {
                strategy.unload();
            }
        });
        if (!Thread.currentThread().isInterrupted()) {
            attempt(List.of(), ways::record);
        }
    }

    private static List<Dgemm> products(List<Work> works) {
        return works.size() == 1
                ? works.get(0).products()
                : works.stream().flatMap(work -> work.products().stream()).toList();
    }

    /** Where some products fail the results of the others are brought to where they belong all the same. */
    private void run(Ways.Choice choice, Batch batch) {
        BatchFailedException failed = null;
        try {
            ways.run(choice, batch);
        } catch (BatchFailedException e) {
            if (e.failures().isEmpty()) {
                throw e;
            }
            failed = e;
        }
        choice.strategy().collect();
        if (failed != null) {
            throw failed;
        }
    }

    private void apply(Work calls) {
        attempt(List.of(calls), () -> {
            Ways.Choice choice = ways.chooseForCalls();
            Strategy strategy = choice.strategy();
            Operation operation = calls.operation();
            try {
                strategy.apply(
                        choice.spec().kind().usesProcesses() ? operation : marked(operation),
                        calls.calls(),
                        calls.chunkSize());
            } finally {
                strategy.unload();
            }
        });
    }

    private Operation marked(Operation operation) {
        return (operands, result, context) -> {
            CALLED_BY.set(this);
            try {
                operation.apply(operands, result, context);
            } finally {
                CALLED_BY.remove();
            }
        };
    }

    private void attempt(List<Work> works, Runnable body) {
        try {
            body.run();
            works.forEach(work -> work.end(new ProductFailedException[work.size()]));
        } catch (BatchFailedException e) {
            fail(works, e);
        } catch (RuntimeException e) {
            RuntimeException error = wasClosed() ? closedMeanwhile(e) : e;
            works.forEach(work -> work.fail(error));
        } catch (Error e) {
            works.forEach(work -> work.fail(new StoppedException("batch ended by an error of the JVM: " + e, e)));
        }
    }

    private synchronized boolean wasClosed() {
        return closed;
    }

    private static IllegalStateException closedMeanwhile(RuntimeException cause) {
        return new IllegalStateException("pool was closed while a batch was under way", cause);
    }

    /** Each caller is told of his own products alone, by his own numbers. */
    private static void fail(List<Work> works, BatchFailedException failed) {
        SortedMap<Long, ProductFailedException> failures = failed.failures();
        if (failures.isEmpty()) {
            works.forEach(work -> work.fail(failed));
            return;
        }
        long first = 0;
        for (Work work : works) {
            ProductFailedException[] own = new ProductFailedException[work.size()];
            for (ProductFailedException failure :
                    failures.subMap(first, first + own.length).values()) {
                int index = (int) (failure.index() - first);
                own[index] = Work.renumbered(failure, index);
            }
            work.end(own);
            first += own.length;
        }
    }

    /** What was taken for the last batch, and why. */
    public String strategy() {
        return ways.last();
    }

    /** Ends what runs and what waits, with an {@link IllegalStateException} for each caller; twice is once. */
    @Override
    public void close() {
        requireOutside();
        List<Work> waiting;
        boolean running;
        synchronized (this) {
            closed = true;
            // Who has what was asked for may close the pool before this thread has come back for more.
            running = underWay.stream().anyMatch(work -> !work.hasEnded());
            waiting = new ArrayList<>(queue);
            queue.clear();
            notifyAll();
        }
        waiting.forEach(work -> work.fail(closedAlready()));
        if (running) {
            // Otherwise workers end in their own way, and close their copies of operations.
            ways.stop();
        }
        ParallelLoop.join(thread);
        ways.close();
    }
}
