package org.blaspool.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.blaspool.Layout;
import org.blaspool.blas.BlasLibrary;
import org.blaspool.file.Manifest;
import org.blaspool.file.MatrixSource;
import org.blaspool.file.OutDirectory;
import org.blaspool.file.ProductEntry;
import org.blaspool.file.ResultFile;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;

/** A manifest and its matrices in a directory. */
final class ManifestFiles {
    private static final String HEADER = "a,b,out,alpha,beta,c,transa,transb";

    private final Path directory;
    private final List<String> lines = new ArrayList<>(List.of(HEADER));
    private final Random random = new Random(7);

    ManifestFiles(Path directory) {
        this.directory = directory;
    }

    /** A file of random numbers. */
    ManifestFiles matrix(String name, int rows, int columns) {
        double[] values = random.doubles((long) rows * columns, -1, 1).toArray();
        try (MatrixStore store = MatrixStore.privateMemory()) {
            ResultFile.store(store.copyOf(values, rows, columns, Layout.ROW_MAJOR), directory.resolve(name), false);
        }
        return this;
    }

    ManifestFiles line(String line) {
        lines.add(line);
        return this;
    }

    Path write() throws IOException {
        return Files.write(directory.resolve("list.csv"), lines);
    }

    Path out() {
        return directory.resolve("out");
    }

    SparkRequest request() throws IOException {
        return SparkRequest.of(write().toString(), out());
    }

    /** The result that this process computes for each line, in order, with what BLAS it is given. */
    List<double[]> computedBy(BlasLibrary blas) throws IOException {
        Manifest manifest = Manifest.open(write().toString(), OutDirectory.of(out()), System.in);
        try (MatrixStore store = MatrixStore.privateMemory();
                var entries = manifest.entries()) {
            return entries.map(entry -> computed(entry, blas, store)).toList();
        }
    }

    private static double[] computed(ProductEntry entry, BlasLibrary blas, MatrixStore store) {
        StoredMatrix a = entry.a().load(store);
        StoredMatrix b = entry.b().load(store);
        long rows = entry.transposeA() ? a.columns() : a.rows();
        long columns = entry.transposeB() ? b.rows() : b.columns();
        StoredMatrix c = entry.readsC() ? entry.c().load(store) : store.allocate(rows, columns);
        blas.multiply(new Dgemm(entry.alpha(), a, entry.transposeA(), b, entry.transposeB(), entry.beta(), c));
        return c.toArray(Layout.ROW_MAJOR);
    }

    /** What lies in a result's file. */
    double[] result(String name) {
        try (MatrixStore store = MatrixStore.privateMemory()) {
            return MatrixSource.of(out().resolve(name)).load(store).toArray(Layout.ROW_MAJOR);
        }
    }

    /** Names of all files among the results, unfinished ones and marks included. */
    List<String> results() throws IOException {
        if (!Files.exists(out())) {
            return List.of();
        }
        try (var files = Files.list(out())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
