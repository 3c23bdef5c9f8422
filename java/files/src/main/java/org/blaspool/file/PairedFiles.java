package org.blaspool.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.blaspool.error.InvalidInputException;
import org.blaspool.file.MatrixFormats.MatrixName;

/**
 * The products of two families of files that are paired by name, in the order of the names: those of the directories
 * {@code a} and {@code b} of one, or those that two patterns match. A result has the pair's name, in the format of both
 * operands where that is written, otherwise as .npy.
 *
 * @param names what the two files of each product share of their names
 */
record PairedFiles(List<String> names, List<ManifestRow> rows) implements Manifest.Rows {
    private static final int SHOWN = 20;
    private static final String OTHERWISE = ".npy";

    /** The result's name. */
    private static String out(String name, String a, String b) {
        MatrixName left = MatrixName.of(a, MatrixFormats.ALL).orElseThrow();
        MatrixName right = MatrixName.of(b, MatrixFormats.ALL).orElseThrow();
        return name + (left.format() == right.format() && left.format().isWritable() ? left.suffix() : OTHERWISE);
    }

    /**
     * @param directory holds the directories a and b
     * @throws InvalidInputException where they are not there, have no files, or files without a partner
     */
    static PairedFiles inDirectory(String given, Path directory) throws IOException {
        String expected = "expected a/NAME.npy and b/NAME.npy, or other formats";
        for (String side : List.of("a", "b")) {
            if (!Files.isDirectory(directory.resolve(side))) {
                throw new InvalidInputException("directory has no directory " + side + ": directory=" + given + ", "
                        + expected + ", or the name of a manifest");
            }
        }
        return paired(given, files(directory.resolve("a")), files(directory.resolve("b")), expected);
    }

    /** Those that two patterns match; otherwise as {@link #inDirectory}. */
    static PairedFiles matching(String given, List<FilePattern> patterns) throws IOException {
        return paired(
                given,
                files(patterns.get(0)),
                files(patterns.get(1)),
                "expected files for which the * of both stands for the same");
    }

    private static PairedFiles paired(
            String given, SortedMap<String, String> a, SortedMap<String, String> b, String expected) {
        String single = onlyIn("a", a, b) + onlyIn("b", b, a);
        if (!single.isEmpty()) {
            throw new InvalidInputException("files have no partner: pairs=" + given + single + ", " + expected);
        }
        if (a.isEmpty()) {
            throw new InvalidInputException("there are no pairs: pairs=" + given + ", " + expected);
        }
        List<ManifestRow> rows = new ArrayList<>();
        a.forEach((name, left) -> {
            String right = b.get(name);
            rows.add(new ManifestRow(
                    rows.size() + 1L, Map.of("a", left, "b", right, "out", out(name, left, right)), null));
        });
        return new PairedFiles(List.copyOf(a.keySet()), rows);
    }

    private static String onlyIn(String side, Map<String, String> names, Map<String, String> others) {
        List<String> single = names.keySet().stream()
                .filter(Predicate.not(others::containsKey))
                .toList();
        if (single.isEmpty()) {
            return "";
        }
        String more = single.size() > SHOWN ? " and " + (single.size() - SHOWN) + " more" : "";
        return single.stream().limit(SHOWN).collect(Collectors.joining(", ", " only_in_" + side + "=", more));
    }

    @Override
    public Stream<ManifestRow> open() {
        return rows.stream();
    }

    /**
     * The files of known formats in a directory, by their names without the suffix; others are left alone.
     *
     * @throws InvalidInputException where two differ in the suffix only, or a file's format needs more than its name
     */
    private static SortedMap<String, String> files(Path directory) throws IOException {
        return files(directory, PairedFiles::nameWithoutSuffix, Path::toString);
    }

    /** Null where the file is none of a known format. */
    private static String nameWithoutSuffix(Path file) {
        String name = file.getFileName().toString();
        MatrixName known = MatrixName.of(name, MatrixFormats.ALL).orElse(null);
        if (known == null || !known.member().isEmpty() || name.startsWith(".")) {
            return null;
        }
        if (!known.format().isNamedByFileAlone()) {
            throw new InvalidInputException("file needs more than its name: file=" + file
                    + ", expected a manifest or two patterns such as 'a_*.bin:100x100,b_*.bin:100x100'");
        }
        return name.substring(0, name.length() - known.suffix().length());
    }

    /** The files that a pattern matches, by what its star stands for. */
    private static SortedMap<String, String> files(FilePattern pattern) throws IOException {
        if (!Files.isDirectory(pattern.directory())) {
            throw new InvalidInputException(
                    "pattern's directory is not there: pattern=" + pattern + " directory=" + pattern.directory());
        }
        return files(
                pattern.directory(),
                pattern::star,
                entry -> MatrixName.of(pattern.file(entry).toString(), pattern.member()));
    }

    /**
     * @param shared what the name of an entry of the directory shares with its partner's; null where none is meant
     * @param matrix the name of an entry's matrix
     */
    private static SortedMap<String, String> files(
            Path directory, Function<Path, String> shared, Function<Path, String> matrix) throws IOException {
        SortedMap<String, String> files = new TreeMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = shared.apply(entry);
                if (name == null) {
                    continue;
                }
                FileName.requireReadable(entry);
                String file = matrix.apply(entry);
                String other = files.putIfAbsent(name, file);
                if (other != null) {
                    throw new InvalidInputException("two files could be meant: name=" + name + " files=" + file + ", "
                            + other + ", expected one");
                }
            }
        }
        return files;
    }

    /**
     * A name of files with one star, which stands for any characters but a slash: {@code in/a_*.npy},
     * {@code runs/*}{@code /a.h5:/x}.
     *
     * @param text as the user wrote it
     * @param directory that holds the names which the star is part of
     * @param prefix what such a name begins with
     * @param suffix what it ends with
     * @param below the file below such a name; empty where the name is the file's
     * @param member what follows the file's name and a colon
     */
    record FilePattern(String text, Path directory, String prefix, String suffix, String below, String member) {
        private static final char STAR = '*';

        /** Two patterns with a comma between them; empty where the text is something else. */
        static Optional<List<FilePattern>> pair(String text) {
            for (int comma = text.indexOf(','); comma >= 0; comma = text.indexOf(',', comma + 1)) {
                List<FilePattern> patterns = new ArrayList<>();
                of(text.substring(0, comma).strip()).ifPresent(patterns::add);
                of(text.substring(comma + 1).strip()).ifPresent(patterns::add);
                if (patterns.size() == 2) {
                    return Optional.of(patterns);
                }
            }
            return Optional.empty();
        }

        private static Optional<FilePattern> of(String text) {
            int star = text.indexOf(STAR);
            if (star < 0 || text.indexOf(STAR, star + 1) >= 0) {
                return Optional.empty();
            }
            return MatrixName.of(text, MatrixFormats.ALL)
                    .filter(name -> star < name.file().length())
                    .map(name -> of(text, name, star));
        }

        private static FilePattern of(String text, MatrixName name, int star) {
            String file = name.file();
            int start = file.lastIndexOf('/', star) + 1;
            int slash = file.indexOf('/', star);
            int end = slash < 0 ? file.length() : slash;
            return new FilePattern(
                    text,
                    Path.of(file.substring(0, start)),
                    file.substring(start, star),
                    file.substring(star + 1, end),
                    slash < 0 ? "" : file.substring(slash + 1),
                    name.member());
        }

        /** What the star stands for in an entry of {@link #directory}; null where another is meant. Hidden ones are not. */
        String star(Path entry) {
            String name = entry.getFileName().toString();
            boolean matches = name.length() > prefix.length() + suffix.length()
                    && name.startsWith(prefix)
                    && name.endsWith(suffix)
                    && (name.charAt(0) != '.' || prefix.startsWith("."))
                    && Files.exists(file(entry));
            return matches ? name.substring(prefix.length(), name.length() - suffix.length()) : null;
        }

        /** The file of an entry of {@link #directory} that matches. */
        Path file(Path entry) {
            return below.isEmpty() ? entry : entry.resolve(below);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
