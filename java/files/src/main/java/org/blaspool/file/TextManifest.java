package org.blaspool.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.blaspool.error.InvalidInputException;
import org.blaspool.file.FingerprintTable.Fingerprint;
import org.blaspool.file.ManifestKeys.ManifestRow;

/** A manifest in CSV or JSON Lines; what its first character is tells which. */
final class TextManifest implements Manifest {
    private final String name;
    private final ManifestText text;
    private final Path directory;
    private final OutDirectory out;

    TextManifest(String name, ManifestText text, Path directory, OutDirectory out) {
        this.name = name;
        this.text = text;
        this.directory = directory;
        this.out = out;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String place(ProductEntry entry) {
        return place(entry.line());
    }

    private static String place(long line) {
        return "line " + line;
    }

    @Override
    public Stream<ProductEntry> entries(ManifestProblems problems) {
        try {
            Entries entries = new Entries(rows(), problems);
            return StreamSupport.stream(entries, false).onClose(entries::close);
        } catch (IOException e) {
            throw fault(e);
        }
    }

    private ManifestRow.Reader rows() throws IOException {
        BufferedReader reader = text.open();
        try {
            int first = ManifestText.firstCharacter(reader);
            if (first == '[') {
                return JsonRows.ofArray(reader);
            }
            return first == '{' ? new JsonRows(reader) : new CsvRows(name, reader);
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    private RuntimeException fault(IOException e) {
        return e instanceof CharacterCodingException
                ? new InvalidInputException("manifest is not a text in UTF-8: file=" + name, e)
                : InputFile.failure(name, e);
    }

    /** Rows as entries, the bad ones left out. */
    private final class Entries extends Spliterators.AbstractSpliterator<ProductEntry> {
        private final ManifestRow.Reader rows;
        private final ManifestProblems problems;
        private final ManifestKeys keys = new ManifestKeys(directory, out);
        private final OutNames outs = new OutNames(out.path());

        Entries(ManifestRow.Reader rows, ManifestProblems problems) {
            super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL);
            this.rows = rows;
            this.problems = problems;
        }

        @Override
        public boolean tryAdvance(Consumer<? super ProductEntry> action) {
            try {
                for (ManifestRow row = rows.next(); row != null; row = rows.next()) {
                    ProductEntry entry = entry(row);
                    if (entry != null) {
                        action.accept(entry);
                        return true;
                    }
                }
                return false;
            } catch (IOException e) {
                throw fault(e);
            }
        }

        /** Null, and a problem noted, where the row is bad. */
        private ProductEntry entry(ManifestRow row) {
            if (row.problem() != null) {
                problems.add(place(row.line()), row.problem());
                return null;
            }
            ProductEntry entry;
            try {
                entry = keys.entry(row);
            } catch (InvalidInputException e) {
                problems.add(place(row.line()), e.getMessage());
                return null;
            }
            return problems.isStrict() || isFirstOfItsOut(entry) ? entry : null;
        }

        private boolean isFirstOfItsOut(ProductEntry entry) {
            String problem = outs.add(entry.out(), entry.line());
            if (problem != null) {
                problems.add(
                        place(entry.line()),
                        problem + ": out=" + out.path().relativize(entry.out()) + ", expected a file of its own");
            }
            return problem == null;
        }

        void close() {
            try {
                rows.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The results of a manifest so far, of which none is another's file or directory. For one thread at a time. */
    static final class OutNames {
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
         * Adds the result of a line, unless it is in the way of an earlier one.
         *
         * @return what is wrong with it; null where nothing is
         */
        String add(Path out, long line) {
            Fingerprint name = Fingerprint.of(out.toString());
            if (lines.contains(name)) {
                return "out is that of line " + lines.get(name, 0);
            }
            if (linesBelow.contains(name)) {
                return "out is a directory of line " + linesBelow.get(name, 0);
            }
            Path directory = out.getParent();
            if (!directory.equals(lastDirectory)) {
                for (Path above = directory; !above.equals(root); above = above.getParent()) {
                    Fingerprint aboveName = Fingerprint.of(above.toString());
                    if (lines.contains(aboveName)) {
                        return "out is below the file of line " + lines.get(aboveName, 0);
                    }
                    if (!linesBelow.contains(aboveName)) {
                        linesBelow.put(aboveName, line);
                    }
                }
                lastDirectory = directory;
            }
            lines.put(name, line);
            return null;
        }
    }
}
