package org.blaspool.file;

import java.nio.file.Path;

/** The results of a manifest so far, of which none is another's file or directory. For one thread at a time. */
final class OutNames {
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
