package org.blaspool.file;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.error.StoppedException;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.unpack.LibraryCache;

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

    /** As {@link MatrixFormat#read}. */
    MatrixHeader read(MatrixSource source, StoredMatrix target) {
        return use(source.path().toString(), process -> process.read(source, target));
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

    /**
     * Memory that chunks of HDF5 take while they are decoded, in whichever processes: a chunk is there compressed, decoded,
     * and once in between. One that takes more than the {@value #TOGETHER_MEGABYTES} MiB of all is decoded alone.
     */
    static final class Hdf5Chunks {
        private static final int COPIES = 3;
        private static final int TOGETHER_MEGABYTES = 256;

        private static final Semaphore MEGABYTES = new Semaphore(TOGETHER_MEGABYTES, true);

        private Hdf5Chunks() {}

        /** What decoding chunks of this size takes; Long.MAX_VALUE where that overflows. */
        static long bytes(long chunkBytes) {
            return chunkBytes > Long.MAX_VALUE / 2 / COPIES ? Long.MAX_VALUE / 2 : COPIES * chunkBytes;
        }

        /** The most that they take together, where each takes so much. */
        static long together(long bytes, int threads) {
            return Math.max(bytes, Math.min((long) TOGETHER_MEGABYTES << 20, bytes * threads));
        }

        /** Waits for memory; the number to {@link #release}. */
        static int acquire(long bytes) {
            int megabytes = (int) Math.min(TOGETHER_MEGABYTES, bytes >> 20);
            MEGABYTES.acquireUninterruptibly(megabytes);
            return megabytes;
        }

        static void release(int acquired) {
            MEGABYTES.release(acquired);
        }
    }

    /** Where libhdf5 may be: in a jar beside blaspool's own, or on this system. */
    static final class Hdf5Library {
        /** Environment variable that names another library, by its path or by a name that the dynamic linker finds. */
        static final String VARIABLE = "BLASPOOL_HDF5";

        /** Of versions 1.14, 1.12 and 1.10; Debian and its kin add that it is the one without MPI. */
        private static final List<String> NAMES = List.of(
                "libhdf5.so.310",
                "libhdf5.so.200",
                "libhdf5.so.103",
                "libhdf5_serial.so.310",
                "libhdf5_serial.so.200",
                "libhdf5_serial.so.103");

        private Hdf5Library() {}

        /** Paths and names, of which the first that can be loaded is taken. */
        static List<String> candidates() {
            String chosen = System.getenv(VARIABLE);
            if (chosen != null && !chosen.isEmpty()) {
                return List.of(
                        chosen.contains("/") ? Path.of(chosen).toAbsolutePath().toString() : chosen);
            }
            List<String> candidates = new ArrayList<>();
            LibraryCache.bundledHdf5().ifPresent(path -> candidates.add(path.toString()));
            candidates.addAll(NAMES);
            return candidates;
        }

        /** What is said where none of them can be loaded. */
        static ResourceUnavailableException missing(List<String> candidates, String reasons) {
            return new ResourceUnavailableException("there is no HDF5 library: tried=" + String.join(", ", candidates)
                    + " reasons=" + reasons
                    + "; install one (apt-get install libhdf5-dev, or dnf install hdf5, or zypper"
                    + " install hdf5), or put org.bytedeco:hdf5 with the classifier linux-x86_64 on the class path");
        }
    }
}
