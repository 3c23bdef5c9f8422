package org.blaspool.cli.option;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The known name that a mistyped one most likely meant. */
public final class NearestName {
    private NearestName() {}

    /** The nearest of {@code known}, where it is near: at most a third of the letters wrong, or a beginning of it. */
    public static Optional<String> of(String typed, Collection<String> known) {
        if (typed.length() >= 2) {
            Optional<String> longer =
                    known.stream().filter(name -> name.startsWith(typed)).min(Comparator.naturalOrder());
            if (longer.isPresent()) {
                return longer;
            }
        }
        return known.stream()
                .filter(name -> distance(typed, name) <= Math.max(1, Math.max(typed.length(), name.length()) / 3))
                .min(Comparator.<String>comparingInt(name -> distance(typed, name))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** {@code , did you mean NAME?} or nothing. */
    public static String hint(String typed, Collection<String> known) {
        return of(typed, known).map(name -> ", did you mean " + name + "?").orElse("");
    }

    /** Edits between two words, swapped neighbours counted as one (optimal string alignment distance). */
    static int distance(String a, String b) {
        int[][] edits = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                edits[i][j] = i == 0 || j == 0 ? i + j : step(edits, a, b, i, j);
            }
        }
        return edits[a.length()][b.length()];
    }

    private static int step(int[][] edits, String a, String b, int i, int j) {
        int replaced = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replaced, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, 1 + edits[i - 2][j - 2]) : best;
    }
}
