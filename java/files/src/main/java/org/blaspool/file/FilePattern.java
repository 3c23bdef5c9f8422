package org.blaspool.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    /** What the star stands for in a name of {@link #directory}; null where the name is another. Hidden files are not meant. */
    String star(String name) {
        boolean matches = name.length() > prefix.length() + suffix.length()
                && name.startsWith(prefix)
                && name.endsWith(suffix)
                && (name.charAt(0) != '.' || prefix.startsWith("."));
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
