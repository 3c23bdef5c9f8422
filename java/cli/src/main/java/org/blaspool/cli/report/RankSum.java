package org.blaspool.cli.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.blaspool.cli.report.ReportPair.Match;

/**
 * The rank-sum test of Wilcoxon, Mann and Whitney: how many pairs of rounds, one of each run, have the later run's as the
 * slower one, and how often chance alone gives as many. Exact, by counting, where the rounds are few.
 */
public final class RankSum {
    /** From here on the number of pairs is normal to all digits that matter. */
    private static final int MANY = 40;

    private RankSum() {}

    /**
     * The chance that two runs of the same thing have the later one slower in as many pairs as here, or more; ties count
     * for half.
     *
     * @param before seconds of the first run's rounds, at least one
     * @param after those of the second run
     */
    static double chanceOfSlower(List<Double> before, List<Double> after) {
        double slower = 0;
        for (double first : before) {
            for (double second : after) {
                slower += second > first ? 1 : second == first ? 0.5 : 0;
            }
        }
        int pairs = before.size() * after.size();
        // A half pair of a tie is not counted as slower.
        int surely = (int) slower;
        return Math.max(before.size(), after.size()) > MANY
                ? normal(surely, before.size(), after.size())
                : counted(pairs - surely, before.size(), after.size());
    }

    /** The chance that no more than so many pairs are the other way round. */
    private static double counted(int most, int m, int n) {
        // ways[j][u]: how often j of one and i of the other run have u pairs, row i after row i - 1.
        double[][] ways = new double[n + 1][m * n + 1];
        for (int j = 0; j <= n; j++) {
            ways[j][0] = 1;
        }
        for (int i = 1; i <= m; i++) {
            for (int j = 1; j <= n; j++) {
                // The largest of all is of the one, which makes j pairs, or of the other, which makes none.
                for (int u = i * j; u >= 0; u--) {
                    ways[j][u] = (u >= j ? ways[j][u - j] : 0) + ways[j - 1][u];
                }
            }
        }
        double within = 0;
        double all = 0;
        for (int u = 0; u <= m * n; u++) {
            within += u <= most ? ways[n][u] : 0;
            all += ways[n][u];
        }
        return within / all;
    }

    private static double normal(int slower, int m, int n) {
        double mean = m * (double) n / 2;
        double deviation = Math.sqrt(m * (double) n * (m + n + 1) / 12);
        return upperTail((slower - 0.5 - mean) / deviation);
    }

    /** Abramowitz and Stegun 26.2.17, to 7.5e-8. */
    private static double upperTail(double z) {
        if (z < 0) {
            return 1 - upperTail(-z);
        }
        double t = 1 / (1 + 0.2316419 * z);
        double polynomial =
                t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * polynomial;
    }

    /**
     * Which of many rows became slower, where one false alarm among all of them is to have a chance of 5 % at most, however
     * many they are (Holm, A Simple Sequentially Rejective Multiple Test Procedure, 1979).
     */
    public static final class Holm {
        private static final double LEVEL = 0.05;

        private Holm() {}

        /** Those of the rows with enough rounds that are slower beyond chance, the surest first. */
        public static List<Match> slower(List<Match> matches) {
            List<Match> sorted = new ArrayList<>(matches.stream()
                    .filter(match -> match.interval().isPresent())
                    .sorted(Comparator.comparingDouble(Match::chanceOfSlower))
                    .toList());
            int count = 0;
            while (count < sorted.size() && sorted.get(count).chanceOfSlower() <= LEVEL / (sorted.size() - count)) {
                count++;
            }
            return List.copyOf(sorted.subList(0, count));
        }
    }
}
