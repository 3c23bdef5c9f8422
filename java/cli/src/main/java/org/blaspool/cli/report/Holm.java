package org.blaspool.cli.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.blaspool.cli.report.ReportPair.Match;

/**
 * Which of many rows became slower, where one false alarm among all of them is to have a chance of 5 % at most, however
 * many they are (Holm, A Simple Sequentially Rejective Multiple Test Procedure, 1979).
 */
public final class Holm {
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
