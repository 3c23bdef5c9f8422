package org.blaspool.dispatch;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.blaspool.Outcome;
import org.blaspool.Product;
import org.blaspool.ProductFailedException;
import org.blaspool.error.StoppedException;

/**
 * Products of a stream, as they finish. The input is pulled by whoever takes outcomes, and no further than a window of
 * products, bounded in number and in bytes, that were begun and not yet taken.
 */
public final class OutcomeStream implements Spliterator<Outcome> {
    private static final int LARGEST_WINDOW = 4096;
    private static final long WINDOW_BYTES = 256L << 20;

    private final Stream<Product> input;
    private final PoolMemory memory;
    private final Dispatcher dispatcher;
    private final int smallestWindow;
    private final long windowBytes;
    private final LinkedBlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private Iterator<Product> products;
    private long pulled;
    private int underWay;
    private long bytesUnderWay;

    /** A product that was computed, or the error that ended its part of the window. */
    private record Ended(long index, StagedProduct staged, ProductFailedException failure, RuntimeException error) {}

    private OutcomeStream(Stream<Product> input, PoolMemory memory, Dispatcher dispatcher, int smallestWindow) {
        this.input = input;
        this.memory = memory;
        this.dispatcher = dispatcher;
        this.smallestWindow = smallestWindow;
        windowBytes = Math.min(WINDOW_BYTES, memory.limit() / 4);
    }

    /** @param smallestWindow products that are begun whatever their bytes, so that nobody who works is idle */
    public static Stream<Outcome> of(
            Stream<Product> input, PoolMemory memory, Dispatcher dispatcher, int smallestWindow) {
        OutcomeStream outcomes = new OutcomeStream(input, memory, dispatcher, smallestWindow);
        return StreamSupport.stream(outcomes, false).onClose(outcomes::close);
    }

    @Override
    public boolean tryAdvance(Consumer<? super Outcome> action) {
        fill();
        if (underWay == 0) {
            return false;
        }
        Ended next;
        try {
            next = ended.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new StoppedException("interrupted while a stream was under way", e);
        }
        underWay--;
        bytesUnderWay -= next.staged.dgemm().bytes();
        if (next.error != null) {
            close();
            throw next.error;
        }
        action.accept(outcome(next));
        return true;
    }

    private static Outcome outcome(Ended one) {
        StagedProduct staged = one.staged;
        if (one.failure != null) {
            staged.discard();
            return new Outcome(one.index, staged.product(), null, one.failure);
        }
        Outcome outcome = new Outcome(one.index, staged.product(), staged.result(), null);
        staged.release();
        return outcome;
    }

    /** Begins products until the window is full; those that are pulled together are one piece of work. */
    private void fill() {
        if (products == null) {
            products = input.iterator();
        }
        // Half a window at a time: a batch of one product after another would have every worker wait for its
        // neighbours.
        if (underWay > LARGEST_WINDOW / 2 || underWay > smallestWindow && bytesUnderWay > windowBytes / 2) {
            return;
        }
        List<StagedProduct> begun = new ArrayList<>();
        try {
            while (!closed.get() && underWay < LARGEST_WINDOW && hasRoom() && products.hasNext()) {
                StagedProduct staged = StagedProduct.of(products.next(), memory);
                begun.add(staged);
                underWay++;
                bytesUnderWay += staged.dgemm().bytes();
            }
            if (!begun.isEmpty()) {
                long first = pulled;
                Work part = new Work(begun.stream().map(StagedProduct::dgemm).toList(), closed::get);
                part.whenEnded((failures, error) -> partEnded(first, begun, failures, error));
                dispatcher.put(part);
                pulled += begun.size();
            }
        } catch (RuntimeException | Error e) {
            begun.forEach(StagedProduct::discard);
            close();
            throw e;
        }
    }

    private boolean hasRoom() {
        return underWay < smallestWindow || bytesUnderWay < windowBytes;
    }

    private void close() {
        if (closed.compareAndSet(false, true)) {
            input.close();
        }
    }

    @Override
    public Spliterator<Outcome> trySplit() {
        return null;
    }

    @Override
    public long estimateSize() {
        return Long.MAX_VALUE;
    }

    @Override
    public int characteristics() {
        return NONNULL;
    }

    /** Those that were pulled together; in the dispatcher's thread. */
    private void partEnded(
            long first, List<StagedProduct> part, ProductFailedException[] failures, RuntimeException error) {
        if (closed.get()) {
            part.forEach(StagedProduct::discard);
            return;
        }
        for (int i = 0; i < part.size(); i++) {
            ProductFailedException failure = error == null ? Work.renumbered(failures[i], first + i) : null;
            ended.add(new Ended(first + i, part.get(i), failure, error));
        }
    }
}
