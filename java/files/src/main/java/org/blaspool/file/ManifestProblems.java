package org.blaspool.file;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.blaspool.error.InvalidInputException;

/**
 * What is wrong with a manifest and the files that it names, collected so that a user mends all of it at once. The
 * first twenty are kept, the others counted.
 */
public final class ManifestProblems {
    private static final int KEPT = 20;

    private final Manifest manifest;
    private final boolean strict;
    private final List<Problem> first = new ArrayList<>();
    private long count;

    private ManifestProblems(Manifest manifest, boolean strict) {
        this.manifest = manifest;
        this.strict = strict;
    }

    /** Something wrong with an entry. */
    private record Problem(long line, String text) {}

    /** Collects until {@link #throwIfAny()}. */
    public static ManifestProblems collected(Manifest manifest) {
        return new ManifestProblems(manifest, false);
    }

    /** Throws the first one at once. */
    public static ManifestProblems thrown(Manifest manifest) {
        return new ManifestProblems(manifest, true);
    }

    boolean isStrict() {
        return strict;
    }

    /** Notes what is wrong with an entry. @param line the entry's */
    public void add(long line, String text) {
        count++;
        if (first.size() < KEPT) {
            first.add(new Problem(line, manifest.place(line) + ": " + oneLine(text)));
        }
        if (strict) {
            throwIfAny();
        }
    }

    /** Values of the manifest are quoted in it as they are: what a terminal would obey is replaced. */
    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\u0080-\u009f]", "?");
    }

    public long count() {
        return count;
    }

    /**
     * @throws InvalidInputException where there is any; one of them is one line, several are a line each
     */
    public void throwIfAny() {
        if (count == 0) {
            return;
        }
        if (count == 1) {
            throw new InvalidInputException(
                    "manifest " + manifest.name() + " " + first.get(0).text());
        }
        StringBuilder message = new StringBuilder(
                "manifest " + manifest.name() + " has " + count + " bad entries, nothing was computed");
        // Lines are looked at before the files that they name, those of many lines at a time.
        first.stream()
                .sorted(Comparator.comparingLong(Problem::line))
                .forEach(problem -> message.append("\n  ").append(problem.text()));
        if (count > first.size()) {
            message.append("\n  and ").append(count - first.size()).append(" more");
        }
        throw new InvalidInputException(message.toString());
    }
}
