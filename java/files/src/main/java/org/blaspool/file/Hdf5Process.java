package org.blaspool.file;

import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.error.BatchFailedException;
import org.blaspool.error.InvalidInputException;
import org.blaspool.error.Reason;
import org.blaspool.error.ResourceUnavailableException;
import org.blaspool.error.StoppedException;
import org.blaspool.file.Hdf5Format.Hdf5Skeleton;
import org.blaspool.file.Hdf5Processes.Hdf5Chunks;
import org.blaspool.file.Hdf5Processes.Hdf5Library;
import org.blaspool.jni.NativeLibrary;
import org.blaspool.jni.NativeMemory;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.memory.Region;

/**
 * A process that has loaded libhdf5 and reads files with it: {@code blaspool-hdf5}, whose messages
 * {@code native/hdf5/message.h} describes. Elements come through memory that both share, in two halves, of which one is
 * copied while the other is read into. Whatever a damaged file does to the library ends that process alone. For use by
 * one thread at a time.
 */
final class Hdf5Process implements AutoCloseable {
    /** What such a process takes: the library, and the memory that is shared. */
    static final long PROCESS_BYTES = 12L << 20;

    /** Two halves that stay in the cache of the second level, or nearly. */
    private static final int MEMORY_BYTES = 4 << 20;

    private static final int DESCRIBE = 1;
    private static final int READ = 2;
    private static final int MAKE = 3;

    private static final int LOADED = 1;
    private static final int NO_LIBRARY = 2;
    private static final int DESCRIBED = 3;
    private static final int PIECE = 4;
    private static final int MADE = 5;
    private static final int REFUSED = 6;

    private static final int LONGEST_TEXT = 1 << 16;
    private static final int SIGNALLED = 128;
    private static final int SIGPROF = 27;
    private static final int EXIT_SECONDS = 5;

    private static final Charset FILE_NAMES = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

    private final Process process;
    private final Region memory;
    private final long cpuMillis;
    private String file = "";
    private boolean idle;

    private Hdf5Process(Process process, Region memory, long cpuMillis) {
        this.process = process;
        this.memory = memory;
        this.cpuMillis = cpuMillis;
    }

    /** The process had ended before it was asked, as it does when nobody asks for a while; another one may be. */
    static final class EndedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** What the process answers. */
    record Reply(long kind, long[] values, byte[] text) {
        private static final int HEAD_BYTES = 6 * Long.BYTES;

        /**
         * @throws IOException where the stream ends before it, or it is no reply
         */
        static Reply get(InputStream in) throws IOException {
            DataInputStream whole = new DataInputStream(in);
            byte[] bytes = new byte[HEAD_BYTES];
            whole.readFully(bytes);
            ByteBuffer head = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
            long kind = head.getLong();
            long[] values = {head.getLong(), head.getLong(), head.getLong(), head.getLong()};
            long length = head.getLong();
            if (length < 0 || length > LONGEST_TEXT) {
                throw new IOException("reply has a wrong length: bytes=" + length);
            }
            byte[] text = new byte[(int) length];
            whole.readFully(text);
            return new Reply(kind, values, text);
        }

        /** A dataset's shape, the type of its elements and its chunks, as far as they can be. */
        MatrixHeader header() throws IOException {
            long rows = values[0];
            long columns = values[1];
            boolean fits = rows >= 0 && columns >= 0 && (columns == 0 || rows <= (1L << 59) / columns);
            if (!fits || values[2] < 1 || values[2] > Double.BYTES || values[3] < 0) {
                throw new IOException("reply has a wrong shape: shape=" + rows + "x" + columns);
            }
            Shape shape = new Shape(rows, columns);
            return new MatrixHeader(
                    shape, Layout.ROW_MAJOR, shape.elements() * values[2], PROCESS_BYTES + Hdf5Chunks.bytes(values[3]));
        }

        InvalidInputException refusal(Object name) {
            String[] parts = new String(text, StandardCharsets.UTF_8).split("\0", 2);
            String rest = parts.length > 1 ? parts[1] : "";
            // Some of it is of the file's own making.
            return new InvalidInputException((parts[0] + ": file=" + name + rest).replaceAll("\\p{Cntrl}", "?"));
        }
    }

    /**
     * Starts a process.
     *
     * @param libraries of which it takes the first that can be loaded
     * @param cpuMillis CPU time that it may take for a head, or for two megabytes of elements; more where chunks are large
     * @throws ResourceUnavailableException where there is none, or no process can be started
     */
    static Hdf5Process start(List<String> libraries, long cpuMillis) {
        Region memory = Region.createShared(MEMORY_BYTES, 1);
        List<String> command = new ArrayList<>();
        command.add(NativeLibrary.hdf5Reader().toString());
        command.add("/proc/" + ProcessHandle.current().pid() + "/fd/" + memory.descriptor());
        command.addAll(libraries);
        Hdf5Process started = null;
        try {
            Process process = new ProcessBuilder(command)
                    .directory(new File("/"))
                    .redirectError(Redirect.DISCARD)
                    .start();
            started = new Hdf5Process(process, memory, cpuMillis);
            started.greet(libraries);
            return started;
        } catch (IOException e) {
            throw new ResourceUnavailableException(
                    "reader of HDF5 files cannot be started: program=" + command.get(0) + " reason=" + Reason.of(e), e);
        } finally {
            if (started == null) {
                memory.close();
            } else if (!started.idle) {
                started.close();
            }
        }
    }

    private void greet(List<String> libraries) throws IOException {
        Reply greeting = Reply.get(process.getInputStream());
        if (greeting.kind() == NO_LIBRARY) {
            throw Hdf5Library.missing(libraries, new String(greeting.text(), StandardCharsets.UTF_8));
        }
        if (greeting.kind() != LOADED) {
            throw new IOException("greeting is not one: kind=" + greeting.kind());
        }
        idle = true;
    }

    /** The file that it was asked for last, which it may have open. */
    String file() {
        return file;
    }

    /** Whether it can be asked. */
    boolean isIdle() {
        return idle && process.isAlive();
    }

    /** As {@link MatrixFormat#read}. */
    MatrixHeader read(MatrixSource source, StoredMatrix target) {
        return conversing(source, () -> {
            ask(target == null ? DESCRIBE : READ, source.path(), source.member(), new Shape(0, 0));
            MatrixHeader header = expect(DESCRIBED, source).header();
            if (header.fits(target, source)) {
                target.region().retain();
                int megabytes = Hdf5Chunks.acquire(header.readerBytes() - PROCESS_BYTES);
                try {
                    goOn();
                    takePieces(source, target);
                } finally {
                    target.region().release();
                    Hdf5Chunks.release(megabytes);
                }
            }
            return header;
        });
    }

    private void takePieces(MatrixSource source, StoredMatrix target) throws IOException {
        long left = target.shape().elements();
        for (int half = 0; left > 0; half = 1 - half) {
            if (Thread.currentThread().isInterrupted()) {
                throw new StoppedException("stopped while reading: file=" + source);
            }
            long[] piece = expect(PIECE, source).values();
            copy(piece[0], piece[1], piece[2], piece[3], memory.address() + half * MEMORY_BYTES / 2, target);
            goOn();
            left -= piece[2] * piece[3];
        }
    }

    /** Copies rows and columns, which lie row by row without gaps, to where they are in the matrix. */
    private static void copy(long row, long column, long rows, long columns, long from, StoredMatrix target)
            throws IOException {
        if (row < 0
                || column < 0
                || rows < 1
                || columns < 1
                || rows > target.rows() - row
                || columns > target.columns() - column
                || rows > MEMORY_BYTES / 2 / Double.BYTES / columns) {
            throw new IOException("piece is not one of the matrix: row=" + row + " column=" + column + " rows=" + rows
                    + " columns=" + columns);
        }
        long line = target.leadingDimension() * Double.BYTES;
        boolean byRows = target.layout() == Layout.ROW_MAJOR;
        long to = target.address() + (byRows ? row : column) * line + (byRows ? column : row) * Double.BYTES;
        if (byRows && columns == target.leadingDimension()) {
            NativeMemory.copy(from, to, rows * line);
        } else if (byRows) {
            NativeMemory.copyColumns(from, columns * Double.BYTES, to, line, columns * Double.BYTES, rows);
        } else {
            // A single row or column, which lies in the same order either way.
            long stride = rows == 1 ? line : Double.BYTES;
            NativeMemory.copyColumns(from, Double.BYTES, to, stride, Double.BYTES, rows * columns);
        }
    }

    /**
     * Has the library make a file of one contiguous dataset of doubles, and gives what is not elements of it.
     *
     * @param path of the dataset
     * @param directory where the file is made; nothing is left in it
     * @throws ResourceUnavailableException where no file can be made there
     */
    Hdf5Skeleton make(Shape shape, String path, Path directory) {
        try {
            return conversing(directory, () -> {
                ask(MAKE, directory, path, shape);
                Reply made = expect(MADE, directory);
                return Hdf5Skeleton.of(made.text(), made.values()[0], made.values()[1]);
            });
        } catch (InvalidInputException e) {
            throw new ResourceUnavailableException(e.getMessage(), e);
        }
    }

    @FunctionalInterface
    private interface Conversation<T> {
        T hold() throws IOException;
    }

    /** A conversation that is not held to its end leaves the process of no use; a refusal is an end. */
    private <T> T conversing(Object name, Conversation<T> conversation) {
        idle = false;
        try {
            T result = conversation.hold();
            idle = true;
            return result;
        } catch (IOException e) {
            throw death(name, e);
        }
    }

    private void ask(int operation, Path path, String name, Shape shape) throws IOException {
        file = path.toString();
        byte[] pathBytes = path.toAbsolutePath().toString().getBytes(FILE_NAMES);
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        ByteBuffer request = ByteBuffer.allocate(6 * Long.BYTES + pathBytes.length + nameBytes.length)
                .order(ByteOrder.nativeOrder())
                .putLong(operation)
                .putLong(cpuMillis)
                .putLong(shape.rows())
                .putLong(shape.columns())
                .putLong(pathBytes.length)
                .putLong(nameBytes.length)
                .put(pathBytes)
                .put(nameBytes);
        send(request.array());
    }

    private void goOn() throws IOException {
        send(new byte[] {1});
    }

    private void send(byte[] bytes) throws IOException {
        OutputStream out = process.getOutputStream();
        out.write(bytes);
        out.flush();
    }

    private Reply expect(int kind, Object name) throws IOException {
        Reply reply = Reply.get(process.getInputStream());
        if (reply.kind() == REFUSED) {
            idle = true;
            throw reply.refusal(name);
        }
        if (reply.kind() != kind) {
            throw new IOException("reply is another: kind=" + reply.kind() + ", expected " + kind);
        }
        return reply;
    }

    private RuntimeException death(Object name, IOException cause) {
        int status = end();
        if (status == 0) {
            return new EndedException();
        }
        int signal = status - SIGNALLED;
        if (signal == SIGPROF) {
            return new BatchFailedException(
                    "HDF5 file takes too long to read: file=" + name + ", allowed cpu_seconds=" + cpuMillis / 1000.0
                            + " for each 2 MiB or chunk; it may be damaged",
                    cause);
        }
        return new BatchFailedException(
                "HDF5 file ended the process that read it: file=" + name
                        + (signal > 0 ? " signal=" + signal : " exit=" + status)
                        + ", expected a file that the library reads or refuses; it may be damaged",
                cause);
    }

    /** Its exit status; it is ended where it has not ended itself. */
    private int end() {
        try {
            if (!process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException("stopped while reading: file=" + file, e);
        }
    }

    @Override
    public void close() {
        idle = false;
        process.destroyForcibly();
        memory.close();
    }
}
