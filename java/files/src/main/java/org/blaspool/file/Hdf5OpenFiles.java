package org.blaspool.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * HDF5 files that were read lately, kept open: finding one dataset among thousands takes reading the heads of all, which
 * is done once then. A file that changed is opened anew. Thread-safe; the library's objects are read by several threads.
 */
final class Hdf5OpenFiles {
    /** Batches take their operands from one or two such files, or else from so many that none is kept. */
    private static final int MOST = 4;

    private static final Hdf5OpenFiles SHARED = new Hdf5OpenFiles();

    /** The one last used is first. */
    private final Deque<Lease> files = new ArrayDeque<>();

    private Hdf5OpenFiles() {}

    /** A file that stays open until it is closed as often as it was given out, and others took its place. */
    static final class Lease implements AutoCloseable {
        private final FileStamp stamp;
        private final FileChannel channel;
        private final Hdf5File file;
        private int users = 1;
        private boolean kept = true;

        private Lease(FileStamp stamp, FileChannel channel, Hdf5File file) {
            this.stamp = stamp;
            this.channel = channel;
            this.file = file;
        }

        FileStamp stamp() {
            return stamp;
        }

        FileChannel channel() {
            return channel;
        }

        Hdf5File file() {
            return file;
        }

        @Override
        public void close() {
            SHARED.giveBack(this);
        }
    }

    /** Opens a file, or gives one that is open. */
    static Lease open(MatrixSource source) throws IOException {
        InputFile.requireRegular(source.path(), source);
        return SHARED.lease(FileStamp.of(source.path()), source);
    }

    /** Opens outside the lock: others read their files meanwhile. */
    private Lease lease(FileStamp stamp, MatrixSource source) throws IOException {
        Lease open = found(stamp);
        return open != null ? open : keep(opened(stamp, source));
    }

    /** The open file, given out once more; null where it is not open. One that had its name before is not kept. */
    private synchronized Lease found(FileStamp stamp) {
        for (Iterator<Lease> all = files.iterator(); all.hasNext(); ) {
            Lease lease = all.next();
            boolean same = lease.stamp.equals(stamp) && lease.channel.isOpen(); // an interrupt closes a channel
            if (same || lease.stamp.path().equals(stamp.path())) {
                all.remove();
                if (same) {
                    lease.users++;
                    files.addFirst(lease);
                    return lease;
                }
                drop(lease);
            }
        }
        return null;
    }

    /** Keeps a file that was just opened, unless another thread was faster. */
    private synchronized Lease keep(Lease opened) {
        Lease other = found(opened.stamp);
        if (other != null) {
            opened.file.close();
            return other;
        }
        files.addFirst(opened);
        if (files.size() > MOST) {
            drop(files.removeLast());
        }
        return opened;
    }

    private static Lease opened(FileStamp stamp, MatrixSource source) throws IOException {
        FileChannel channel = InputFile.open(source.path(), source);
        try {
            return new Lease(stamp, channel, new Hdf5File(channel, source.path()));
        } catch (RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    private void drop(Lease lease) {
        lease.kept = false;
        closeUnused(lease);
    }

    private synchronized void giveBack(Lease lease) {
        lease.users--;
        closeUnused(lease);
    }

    private static void closeUnused(Lease lease) {
        if (!lease.kept && lease.users == 0) {
            lease.file.close();
        }
    }
}
