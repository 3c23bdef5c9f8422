package org.blaspool.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.file.MatrixSource;
import org.blaspool.file.ResultFile;
import org.blaspool.matrix.MatrixStore;
import org.blaspool.matrix.StoredMatrix;

/** A batch of products of random matrices of mixed shapes, some shared, some added to; and its results, looked at. */
final class KilledRun {
    private static final int SHARED = 8;

    private final Path directory;
    private final Random random;
    private final int products;
    private final List<String> lines = new ArrayList<>();
    private final Map<Path, String> there = new HashMap<>();

    KilledRun(Path directory, long seed, int products) {
        this.directory = directory;
        this.random = new Random(seed);
        this.products = products;
    }

    Path manifest() {
        return directory.resolve("list.csv");
    }

    Path out() {
        return directory.resolve("out");
    }

    Path journal() {
        return out().resolve(".blaspool/journal-0-of-1.jsonl");
    }

    /** Writes the operands, and a manifest of all the products. */
    void write() throws IOException {
        try (MatrixStore store = MatrixStore.privateMemory()) {
            int[] inner = new int[SHARED];
            for (int i = 0; i < SHARED; i++) {
                inner[i] = size();
                save(store, "shared" + i, inner[i], size());
            }
            for (int i = 0; i < products; i++) {
                store.rewind();
                int shared = random.nextInt(SHARED);
                boolean transposed = random.nextInt(4) == 0;
                boolean added = random.nextInt(4) == 0;
                int rows = size();
                save(store, "a" + i, transposed ? inner[shared] : rows, transposed ? rows : inner[shared]);
                String b = "shared" + shared;
                String c = "";
                if (added) {
                    c = "c" + i + ".npy";
                    int columns = (int) MatrixSource.of(directory.resolve(b + ".npy"))
                            .header()
                            .shape()
                            .columns();
                    save(store, "c" + i, rows, columns);
                }
                lines.add("a" + i + ".npy," + b + ".npy," + result(i) + "," + (added ? "0.5,2" : "1,0") + "," + c + ","
                        + (transposed ? "t" : "n"));
            }
        }
        list(products);
    }

    /** Lists only so many of the products in the manifest. */
    void list(int count) throws IOException {
        List<String> manifest = new ArrayList<>(List.of("a,b,out,alpha,beta,c,transa"));
        manifest.addAll(lines.subList(0, count));
        Files.write(manifest(), manifest);
    }

    private static String result(int product) {
        return "part" + product % 3 + "/" + product + ".npy";
    }

    private int size() {
        return 40 + random.nextInt(120);
    }

    private void save(MatrixStore store, String name, int rows, int columns) {
        Layout layout = random.nextBoolean() ? Layout.ROW_MAJOR : Layout.COLUMN_MAJOR;
        StoredMatrix matrix = store.allocate(new Shape(rows, columns), layout);
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                matrix.set(i, j, random.nextDouble() - 0.5);
            }
        }
        ResultFile.store(matrix, directory.resolve(name + ".npy"), false);
    }

    /** How many products the journal says are finished. */
    long recorded() throws IOException {
        return records().size();
    }

    private List<String> records() throws IOException {
        if (!Files.exists(journal())) {
            return List.of();
        }
        List<String> records = new ArrayList<>();
        for (String line : Files.readString(journal()).split("\n")) {
            if (line.startsWith("{\"out\":\"") && line.endsWith("\"}")) {
                records.add(line.substring(8, line.indexOf('"', 8)));
            }
        }
        return records;
    }

    /** Remembers the results that are there, and that those of before are still the same files. */
    void assertNoneReplaced() throws IOException {
        try (var files = Files.walk(out())) {
            for (Path file : files.filter(each -> each.toString().endsWith(".npy"))
                    .filter(each -> !each.toString().contains(".blaspool"))
                    .toList()) {
                String state =
                        Files.readAttributes(file, "unix:ino,lastModifiedTime").toString();
                String before = there.putIfAbsent(file, state);
                assertThat(before == null ? state : before)
                        .as("computed again: " + file)
                        .isEqualTo(state);
            }
        }
    }

    void assertEachRecordedOnce() throws IOException {
        assertThat(records()).as("none computed again after its record").doesNotHaveDuplicates();
    }

    /** Every result is there, recorded, and right by three plain loops; and nothing else is. */
    void assertComplete() throws IOException {
        assertEachRecordedOnce();
        assertThat(records()).hasSize(products);
        for (int i = 0; i < products; i++) {
            assertRight(i, lines.get(i).split(","));
        }
        try (var files = Files.walk(out())) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(products + 1);
        }
    }

    private void assertRight(int product, String[] values) {
        try (MatrixStore store = MatrixStore.privateMemory()) {
            StoredMatrix a = load(store, values[0]);
            StoredMatrix b = load(store, values[1]);
            StoredMatrix c = values[5].isEmpty() ? null : load(store, values[5]);
            StoredMatrix result = MatrixSource.of(out().resolve(values[2])).load(store);
            boolean transposed = values[6].equals("t");
            double alpha = Double.parseDouble(values[3]);
            double beta = Double.parseDouble(values[4]);
            double largest = 0;
            for (int i = 0; i < result.rows(); i++) {
                for (int j = 0; j < result.columns(); j++) {
                    double sum = 0;
                    for (int k = 0; k < b.rows(); k++) {
                        sum += (transposed ? a.get(k, i) : a.get(i, k)) * b.get(k, j);
                    }
                    double expected = alpha * sum + (c == null ? 0 : beta * c.get(i, j));
                    largest = Math.max(largest, Math.abs(expected - result.get(i, j)));
                }
            }
            assertThat(largest).as("product " + product).isCloseTo(0, Offset.offset(1e-12));
        }
    }

    private StoredMatrix load(MatrixStore store, String name) {
        return MatrixSource.of(directory.resolve(name)).load(store);
    }
}
