package org.blaspool.file;

import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Link;
import io.jhdf.api.Node;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.api.dataset.ContiguousDataset;
import io.jhdf.dataset.CompactDataset;
import io.jhdf.exceptions.HdfInvalidPathException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.blaspool.BlaspoolException;
import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.error.InvalidInputException;
import org.blaspool.matrix.StoredMatrix;

/** A dataset of an open HDF5 file. For use by one thread; the file may be read by others at the same time. */
final class Hdf5Dataset {
    private static final int SHOWN = 8;

    /** Groups within groups; hard links may lead round in a circle. */
    private static final int DEEPEST = 16;

    private static final long NOT_WRITTEN = -1;

    /** How the library's message begins for a file of another kind. */
    private static final String NO_SIGNATURE = "No valid HDF5 signature";

    private final FileChannel channel;
    private final HdfFile file;
    private final FileStamp stamp;
    private final Dataset dataset;
    private final MatrixSource source;

    private Hdf5Dataset(Hdf5OpenFiles.Lease lease, MatrixSource source) {
        this.channel = lease.channel();
        this.file = lease.file();
        this.stamp = lease.stamp();
        this.source = source;
        dataset = dataset();
    }

    /** What is done with an open dataset. */
    @FunctionalInterface
    interface Use<T> {
        T with(Hdf5Dataset dataset) throws IOException;
    }

    /**
     * Finds the dataset in its file, which is opened if need be.
     *
     * @throws InvalidInputException whatever is wrong with the file: the library meets damage with any exception
     */
    static <T> T reading(MatrixSource source, Use<T> use) {
        try (Hdf5OpenFiles.Lease lease = Hdf5OpenFiles.open(source)) {
            return use.with(new Hdf5Dataset(lease, source));
        } catch (BlaspoolException | InvalidInputException e) {
            throw e;
        } catch (IOException e) {
            throw FileFault.reading(source, e);
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw fault(source, e);
        }
    }

    private static RuntimeException fault(MatrixSource source, Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
            if (cause instanceof ClosedByInterruptException interrupted) {
                return FileFault.reading(source, interrupted);
            }
        }
        if (String.valueOf(cause.getMessage()).startsWith(NO_SIGNATURE)) {
            return new InvalidInputException(
                    "file is not an HDF5 file: file=" + source + ", expected it to start with \\x89HDF", e);
        }
        String reason = e instanceof OutOfMemoryError
                ? "damaged, or too large for the Java heap"
                : e instanceof Error || cause.getMessage() == null
                        ? "damaged (" + cause.getClass().getSimpleName() + ")"
                        : cause.getMessage();
        return new InvalidInputException("HDF5 file cannot be read: file=" + source + " reason=" + reason, e);
    }

    private Dataset dataset() {
        Node node = source.member().isEmpty() ? onlyNode() : named(source.member());
        if (node instanceof Dataset found) {
            return found;
        }
        throw new InvalidInputException(
                "HDF5 file has no such dataset: file=" + source + " found=" + kind(node) + ", expected a dataset");
    }

    private static String kind(Node node) {
        return node instanceof Group ? "a group" : node.getType().toString().toLowerCase(Locale.ROOT);
    }

    /** The dataset that is reached where every group on the way holds one object. */
    private Node onlyNode() {
        Node node = file;
        for (int depth = 0; node instanceof Group group && depth < DEEPEST; depth++) {
            Map<String, Node> children = group.getChildren();
            if (children.size() != 1) {
                throw new InvalidInputException("HDF5 file holds several objects or none: file=" + source
                        + names(children) + ", expected FILE.h5:/NAME");
            }
            node = target(children.values().iterator().next());
        }
        return node;
    }

    private Node named(String path) {
        String relative = path.startsWith("/") ? path.substring(1) : path;
        try {
            return target(file.getByPath(relative));
        } catch (HdfInvalidPathException e) {
            throw new InvalidInputException(
                    "dataset is not in the file: file=" + source + names(file.getChildren()), e);
        }
    }

    private static Node target(Node node) {
        return node instanceof Link link ? link.getTarget() : node;
    }

    private static String names(Map<String, Node> children) {
        return " objects=" + children.size() + " names="
                + children.keySet().stream()
                        .limit(SHOWN)
                        .map(name -> PythonLiteral.quoted("/" + name))
                        .collect(Collectors.joining(", "))
                + (children.size() > SHOWN ? " and others" : "");
    }

    MatrixHeader header() throws IOException {
        long[] sizes = dataset.getDimensionsAsLong();
        if (sizes.length != 2) {
            throw new InvalidInputException("dataset is not a matrix: file=" + source + " dimensions=" + sizes.length
                    + ", expected 2 dimensions");
        }
        if (sizes[0] < 0 || sizes[1] < 0 || sizes[1] != 0 && sizes[0] > (1L << 59) / sizes[1]) {
            throw new InvalidInputException("matrix size overflows: file=" + source + " shape=" + sizes[0] + "x"
                    + sizes[1] + ", allowed less than 2^62 bytes");
        }
        Hdf5Type type = type();
        Shape shape = new Shape(sizes[0], sizes[1]);
        MatrixHeader header = new MatrixHeader(
                shape, Layout.ROW_MAJOR, shape.elements() * type.type().bytes());
        if (shape.elements() == 0) {
            return header;
        }
        if (dataset instanceof ContiguousDataset contiguous) {
            requireInFile(contiguous, header.storedBytes());
            if (contiguous.getDataAddress() != NOT_WRITTEN) {
                Hdf5Places.keep(source, new Hdf5Places.Place(stamp, start(contiguous), type, header));
            }
        } else if (dataset instanceof ChunkedDataset chunked) {
            Hdf5Chunks.of(chunked, type, shape, source).requireReadable();
        }
        return header;
    }

    private Hdf5Type type() {
        return Hdf5Type.of(dataset.getDataType(), source);
    }

    private void requireInFile(ContiguousDataset contiguous, long bytes) throws IOException {
        long start = start(contiguous);
        if (contiguous.getDataAddress() != NOT_WRITTEN && (start < 0 || bytes > channel.size() - start)) {
            throw NpyHeader.truncated(source, channel.size(), Math.max(0, start) + bytes);
        }
    }

    private long start(ContiguousDataset contiguous) {
        return contiguous.getDataAddress() + file.getUserBlockSize();
    }

    /** Reads the elements; only after {@link #header}, whose checks it relies on. */
    void read(StoredMatrix target) throws IOException {
        Hdf5Type type = type();
        ElementReader reader = new ElementReader(type.type(), type.byteOrder());
        if (target.shape().elements() == 0) {
            return;
        }
        if (dataset instanceof ChunkedDataset chunked) {
            Hdf5Chunks.of(chunked, type, target.shape(), source).read(target);
        } else if (dataset instanceof ContiguousDataset contiguous) {
            if (contiguous.getDataAddress() == NOT_WRITTEN) {
                MemoryRun.fill(target, Hdf5Chunks.fillValue(contiguous));
            } else {
                long start = start(contiguous);
                long end = start + target.shape().elements() * type.type().bytes();
                reader.read(ElementReader.of(channel, start, end, source), target);
            }
        } else {
            ByteBuffer bytes =
                    compactBytes(target.shape().elements() * type.type().bytes());
            reader.read(
                    piece -> {
                        int count = piece.remaining();
                        piece.put(bytes.slice(bytes.position(), count));
                        bytes.position(bytes.position() + count);
                    },
                    target);
        }
    }

    private ByteBuffer compactBytes(long expected) {
        ByteBuffer bytes = ((CompactDataset) dataset).getDataBuffer().duplicate();
        if (bytes.remaining() < expected) {
            throw NpyHeader.truncated(source, bytes.remaining(), expected);
        }
        return bytes;
    }
}
