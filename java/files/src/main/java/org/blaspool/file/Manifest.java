package org.blaspool.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import org.blaspool.error.InvalidInputException;
import org.blaspool.file.FingerprintTable.Fingerprint;
import org.blaspool.file.PairedFiles.FilePattern;

/**
 * A list of products of matrices in files, which can be gone through more than once and is never held as a whole: a
 * CSV or JSON Lines file, standard input, a directory, or two patterns of files.
 */
public final class Manifest {
    /** The name for standard input. */
    public static final String STANDARD_INPUT = "-";

    private final String name;
    private final Rows rows;
    private final Path directory;
    private final OutDirectory out;
    private final LongFunction<String> places;

    /** @param directory what operands are relative to @param places how messages call a line */
    private Manifest(String name, Rows rows, Path directory, OutDirectory out, LongFunction<String> places) {
        this.name = name;
        this.rows = rows;
        this.directory = directory;
        this.out = out;
        this.places = places;
    }

    /** What a manifest says, as often as it is asked for. */
    @FunctionalInterface
    interface Rows {
        /**
         * Its lines; close the stream, and read it in one thread.
         *
         * @throws InvalidInputException where the whole cannot be read
         */
        Stream<ManifestRow> open();
    }

    /**
     * Finds a manifest and reads it for the first time where it can only be read once.
     *
     * @param given a file, a directory, two patterns with a comma between them, or {@link #STANDARD_INPUT}
     * @param out where the results go
     * @param standardInput read to its end where it is asked for; otherwise left alone
     * @throws InvalidInputException where it is not there, or is a directory or patterns without pairs
     */
    public static Manifest open(String given, OutDirectory out, InputStream standardInput) {
        FileName.requireReadable("pairs", given, true);
        try {
            if (given.equals(STANDARD_INPUT)) {
                return read("standard input", standardInput, out);
            }
            Path path = Path.of(given);
            if (Files.isDirectory(path)) {
                return paired(given, PairedFiles.inDirectory(given, path), out);
            }
            Optional<List<FilePattern>> patterns = Files.exists(path) ? Optional.empty() : FilePattern.pair(given);
            if (patterns.isPresent()) {
                return paired(given, PairedFiles.matching(given, patterns.get()), out);
            }
            if (Files.exists(path) && !Files.isRegularFile(path)) {
                // A pipe, as bash's <(...): its directory says nothing, and it gives its text once.
                try (InputStream pipe = Files.newInputStream(path)) {
                    return read(given, pipe, out);
                }
            }
            Path directory = path.toAbsolutePath().getParent();
            return text(given, () -> Files.newInputStream(path), directory, out);
        } catch (InvalidPathException e) {
            throw new InvalidInputException("manifest cannot be used: file=" + given + " reason=" + e.getReason(), e);
        } catch (IOException e) {
            throw InputFile.failure(given, e);
        }
    }

    private static Manifest read(String name, InputStream input, OutDirectory out) throws IOException {
        byte[] bytes = input.readAllBytes();
        return text(name, () -> new ByteArrayInputStream(bytes), Path.of(""), out);
    }

    private static Manifest text(String name, TextManifest.Text text, Path directory, OutDirectory out) {
        return new Manifest(name, new TextManifest(name, text), directory, out, line -> "line " + line);
    }

    private static Manifest paired(String name, PairedFiles files, OutDirectory out) {
        return new Manifest(
                name, files, Path.of(""), out, line -> "pair " + files.names().get((int) line - 1));
    }

    /** As the user wrote it. */
    public String name() {
        return name;
    }

    /** How messages call an entry: its line, or what else a user finds it by. */
    public String place(ProductEntry entry) {
        return place(entry.line());
    }

    String place(long line) {
        return places.apply(line);
    }

    /** The products of a manifest that was found good before; a bad line is thrown. */
    public Stream<ProductEntry> entries() {
        return entries(ManifestProblems.thrown(this));
    }

    /**
     * The products in their order; close the stream, and read it in one thread.
     *
     * @param problems is told of each bad line, which is left out; unless it throws, of results that two lines share
     *     too
     * @throws InvalidInputException where the whole cannot be read
     */
    public Stream<ProductEntry> entries(ManifestProblems problems) {
        OutNames outs = new OutNames(out.path());
        return rows.open().map(row -> entry(row, outs, problems)).filter(Objects::nonNull);
    }

    /** Null, and a problem noted, where the row is bad. */
    private ProductEntry entry(ManifestRow row, OutNames outs, ManifestProblems problems) {
        try {
            ProductEntry entry = row.entry(directory, out);
            if (!problems.isStrict()) {
                outs.add(entry.out(), entry.line());
            }
            return entry;
        } catch (InvalidInputException e) {
            problems.add(row.line(), e.getMessage());
            return null;
        }
    }

    /** The results of a manifest so far, of which none is another's file or directory. For one thread at a time. */
    private static final class OutNames {
        private final Path root;
        private final FingerprintTable lines = new FingerprintTable(1);
        private final FingerprintTable linesBelow = new FingerprintTable(1);
        private Path lastDirectory;

        /** @param root the directory of all results */
        OutNames(Path root) {
            this.root = root;
            this.lastDirectory = root;
        }

        /**
         * Adds the result of a line.
         *
         * @throws InvalidInputException where it is in the way of an earlier one
         */
        void add(Path out, long line) {
            Fingerprint name = Fingerprint.of(out.toString());
            requireNone(lines, name, "is that of", out);
            requireNone(linesBelow, name, "is a directory of", out);
            Path directory = out.getParent();
            if (!directory.equals(lastDirectory)) {
                for (Path above = directory; !above.equals(root); above = above.getParent()) {
                    Fingerprint aboveName = Fingerprint.of(above.toString());
                    requireNone(lines, aboveName, "is below the file of", out);
                    if (!linesBelow.contains(aboveName)) {
                        linesBelow.put(aboveName, line);
                    }
                }
                lastDirectory = directory;
            }
            lines.put(name, line);
        }

        private void requireNone(FingerprintTable earlier, Fingerprint name, String relation, Path out) {
            if (earlier.contains(name)) {
                throw new InvalidInputException("out " + relation + " line " + earlier.get(name, 0) + ": out="
                        + root.relativize(out) + ", expected a file of its own");
            }
        }
    }
}
