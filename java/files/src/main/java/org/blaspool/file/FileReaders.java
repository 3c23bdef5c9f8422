package org.blaspool.file;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import org.blaspool.error.StoppedException;
import org.blaspool.file.Hdf5Processes.Hdf5Chunks;

/**
 * Threads that read files: network file systems and fast disks want several requests at once. For use by one thread at a
 * time.
 */
public final class FileReaders implements AutoCloseable {
    private final int threads;
    private final ExecutorService executor;
    /** Files that change meanwhile are found when their elements are read, which fit their heads or are refused. */
    private final RecentlyUsed<MatrixSource, MatrixHeader> headers = new RecentlyUsed<>(1 << 14, MatrixSource::header);

    /**
     * @param threads at least 1
     */
    public FileReaders(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads=" + threads + ", expected at least 1");
        }
        this.threads = threads;
        executor = Executors.newFixedThreadPool(threads, daemons("blaspool-reader"));
    }

    /** Threads that keep no JVM from ending. */
    public static ThreadFactory daemons(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Bytes that other processes take which read files for these threads, where one file takes at most so many. */
    public long bytesElsewhere(long readerBytes) {
        int processes = Math.min(threads, Hdf5Processes.MOST);
        return readerBytes == 0
                ? 0
                : processes * Hdf5Process.PROCESS_BYTES
                        + Hdf5Chunks.together(readerBytes - Hdf5Process.PROCESS_BYTES, processes);
    }

    /**
     * The head of a file, which is opened once less by whoever checks files and then reads them.
     *
     * @throws org.blaspool.error.InvalidInputException where the matrix is empty, and as {@link MatrixSource#header}
     */
    MatrixHeader header(MatrixSource source) {
        return headers.get(source).notEmpty(source);
    }

    /**
     * Applies a function to each item, several at a time.
     *
     * @return what it gave, in the order of the items
     * @throws StoppedException where the calling thread is interrupted; what was begun is interrupted too
     */
    public <T, R> List<R> map(List<T> items, Function<T, R> function) {
        List<Future<R>> futures = items.stream()
                .map(item -> executor.submit(() -> function.apply(item)))
                .toList();
        List<R> results = new ArrayList<>(futures.size());
        try {
            for (Future<R> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException(
                    "stopped while reading files: read=" + results.size() + " of=" + futures.size(), e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } finally {
            futures.forEach(future -> future.cancel(true));
        }
    }

    /** Ends the threads; what they read is given up. */
    @Override
    public void close() {
        executor.shutdownNow();
    }
}
