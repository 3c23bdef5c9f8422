package org.blaspool.file;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.blaspool.error.StoppedException;

/**
 * The processes that read HDF5 files: as many as threads read at once, up to a few more than there are CPUs, since the
 * library serves one thread. They end some time after nobody has asked them, and with this JVM. Thread-safe.
 */
final class Hdf5Processes {
    static final int MOST = Math.max(4, Math.min(16, Runtime.getRuntime().availableProcessors()));

    /** Far more than anything takes that is not damaged. */
    private static final long CPU_MILLIS = 10_000;

    /** Nothing is looked for before the first file is read. */
    private static final class Shared {
        static final Hdf5Processes INSTANCE = new Hdf5Processes(Hdf5Library.candidates(), CPU_MILLIS);
    }

    private final List<String> libraries;
    private final long cpuMillis;
    private final Semaphore places = new Semaphore(MOST);

    /** The one last used is first. */
    private final Deque<Hdf5Process> idle = new ArrayDeque<>();

    Hdf5Processes(List<String> libraries, long cpuMillis) {
        this.libraries = libraries;
        this.cpuMillis = cpuMillis;
    }

    /** Those of this JVM. */
    static Hdf5Processes shared() {
        return Shared.INSTANCE;
    }

    /**
     * Has a process do something.
     *
     * @param file which it may have open
     * @throws org.blaspool.error.ResourceUnavailableException where there is no library, or no process can be started
     * @throws org.blaspool.error.BatchFailedException where the process died of what it did
     */
    <T> T use(String file, Function<Hdf5Process, T> use) {
        if (Thread.currentThread().isInterrupted()) {
            throw new StoppedException("stopped while reading: file=" + file);
        }
        places.acquireUninterruptibly();
        try {
            while (true) {
                Hdf5Process process = take(file);
                try {
                    return use.apply(process);
                } catch (Hdf5Process.EndedException e) {
                    // It ended just as it was asked.
                } finally {
                    giveBack(process);
                }
            }
        } finally {
            places.release();
        }
    }

    /** One that was used for this file, else the one used last, else a new one. */
    private Hdf5Process take(String file) {
        List<Hdf5Process> ended = new ArrayList<>();
        Hdf5Process found = null;
        synchronized (idle) {
            for (Iterator<Hdf5Process> all = idle.iterator(); all.hasNext(); ) {
                Hdf5Process process = all.next();
                if (!process.isIdle()) {
                    all.remove();
                    ended.add(process);
                } else if (process.file().equals(file)) {
                    found = process;
                    break;
                }
            }
            found = found == null ? idle.peekFirst() : found;
            idle.remove(found);
        }
        ended.forEach(Hdf5Process::close);
        return found == null ? Hdf5Process.start(libraries, cpuMillis) : found;
    }

    private void giveBack(Hdf5Process process) {
        if (!process.isIdle()) {
            process.close();
            return;
        }
        synchronized (idle) {
            idle.addFirst(process);
        }
    }
}
