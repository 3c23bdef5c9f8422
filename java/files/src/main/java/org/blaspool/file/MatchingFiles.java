package org.blaspool.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.blaspool.error.InvalidInputException;

/** Matrices in files by what their names have in common with those of their partners. */
final class MatchingFiles {
    private MatchingFiles() {}

    /**
     * The files of known formats in a directory; others are left alone.
     *
     * @return by their names without the suffix
     * @throws InvalidInputException where two differ in the suffix only, or a file's format needs more than its name
     */
    static SortedMap<String, String> inDirectory(Path directory) throws IOException {
        SortedMap<String, String> files = new TreeMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                Optional<MatrixName> known = MatrixName.of(name, MatrixFormats.ALL);
                if (known.isPresent() && known.get().member().isEmpty() && !name.startsWith(".")) {
                    FileName.requireReadable(entry);
                    MatrixName file = known.get();
                    if (!file.format().isNamedByFileAlone()) {
                        throw new InvalidInputException("file needs more than its name: file=" + entry
                                + ", expected a manifest or two patterns such as 'a_*.bin:100x100,b_*.bin:100x100'");
                    }
                    String base =
                            name.substring(0, name.length() - file.suffix().length());
                    add(files, base, entry.toString());
                }
            }
        }
        return files;
    }

    /**
     * The files that a pattern matches.
     *
     * @return by what the pattern's star stands for
     */
    static SortedMap<String, String> of(FilePattern pattern) throws IOException {
        SortedMap<String, String> files = new TreeMap<>();
        if (!Files.isDirectory(pattern.directory())) {
            throw new InvalidInputException(
                    "pattern's directory is not there: pattern=" + pattern + " directory=" + pattern.directory());
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(pattern.directory())) {
            for (Path entry : entries) {
                String star = pattern.star(entry.getFileName().toString());
                if (star != null && Files.exists(pattern.file(entry))) {
                    FileName.requireReadable(entry);
                    add(files, star, MatrixName.of(pattern.file(entry).toString(), pattern.member()));
                }
            }
        }
        return files;
    }

    private static void add(SortedMap<String, String> files, String name, String file) {
        String other = files.putIfAbsent(name, file);
        if (other != null) {
            throw new InvalidInputException(
                    "two files could be meant: name=" + name + " files=" + file + ", " + other + ", expected one");
        }
    }
}
