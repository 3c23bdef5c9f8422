import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.blaspool.file.FileReaders;
import org.blaspool.file.Manifest;
import org.blaspool.file.MatrixHeader;
import org.blaspool.file.MatrixSource;
import org.blaspool.file.OutDirectory;
import org.blaspool.file.ProductEntry;
import org.blaspool.file.StagedResult;
import org.blaspool.Layout;
import org.blaspool.matrix.StoredMatrix;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.ProductShape;
import org.blaspool.Shape;

/**
 * Seconds that our own reader and writer take by themselves for the files of a manifest: {@code FilesAlone MANIFEST OUT}.
 * All operands are read into memory outside the heap, as doubles; then as many results are written and synced.
 */
final class FilesAlone {
    private static final int READERS = 8;
    private static final int WRITERS = 32;
    private static final long SMALLEST = 4 << 20;

    private FilesAlone() {}

    public static void main(String[] arguments) throws Exception {
        Path out = Path.of(arguments[1]);
        Manifest manifest = Manifest.open(arguments[0], OutDirectory.of(out), InputStream.nullInputStream());
        List<ProductEntry> entries;
        try (Stream<ProductEntry> all = manifest.entries()) {
            entries = all.toList();
        }
        Set<MatrixSource> sources = new LinkedHashSet<>();
        for (ProductEntry entry : entries) {
            sources.add(entry.a());
            sources.add(entry.b());
            if (entry.readsC()) {
                sources.add(entry.c());
            }
        }
        long start = System.nanoTime();
        try (FileReaders readers = new FileReaders(READERS)) {
            readers.map(List.copyOf(sources), FilesAlone::read);
        }
        double reading = (System.nanoTime() - start) / 1e9;
        Files.createDirectories(out);
        try (FileReaders heads = new FileReaders(READERS);
                FileReaders writers = new FileReaders(WRITERS)) {
            List<Shape> results = heads.map(entries, FilesAlone::result);
            AtomicInteger number = new AtomicInteger();
            start = System.nanoTime();
            writers.map(results, shape -> write(shape, out, number.getAndIncrement()));
        }
        System.out.printf("{\"read\": %.3f, \"write\": %.3f}%n", reading, (System.nanoTime() - start) / 1e9);
    }

    /** Memory of the thread, which is used again, as that of a window is. */
    private static final ThreadLocal<MatrixStore> MEMORY = new ThreadLocal<>();

    private static StoredMatrix memory(Shape shape, Layout layout) {
        MatrixStore store = MEMORY.get();
        if (store == null || store.reservedBytes() < MatrixStore.footprint(shape)) {
            if (store != null) {
                store.close();
            }
            store = MatrixStore.reserve(Math.max(SMALLEST, MatrixStore.footprint(shape)), false, 1);
            MEMORY.set(store);
        }
        store.rewind();
        return store.allocate(shape, layout);
    }

    private static Void read(MatrixSource source) {
        MatrixHeader header = source.header();
        source.read(memory(header.shape(), header.layout()));
        return null;
    }

    private static Shape result(ProductEntry entry) {
        return ProductShape.of(
                        entry.a().header().shape(),
                        entry.transposeA(),
                        entry.b().header().shape(),
                        entry.transposeB())
                .result();
    }

    private static Void write(Shape shape, Path out, int number) {
        Path file = out.resolve(number + ".npy").toAbsolutePath();
        StagedResult.write(memory(shape, Layout.COLUMN_MAJOR), file, "", file).sync();
        return null;
    }
}
