package org.blaspool.cli.shell;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.cli.Option;
import org.blaspool.plan.StrategyKind;

/**
 * What may follow an option, as far as a shell can complete it.
 *
 * @param words that it may be
 * @param files whether it may be a file
 * @param directories whether it may be a directory
 * @param list whether words may follow one another, separated by commas
 */
record ValueKind(List<String> words, boolean files, boolean directories, boolean list) {
    private static final List<String> STRATEGIES =
            Arrays.stream(StrategyKind.values()).map(StrategyKind::label).toList();

    private static final List<String> BLAS = List.of("bundled", "system", "jblas", "netlib");

    /** By the option's own help: {@code java|raw} are words, {@code FILE} a file, {@code LIST} of what it is about. */
    static ValueKind of(Option option) {
        String name = option.getLongOpt();
        if (name.equals("strategies") || name.equals("strategy")) {
            return new ValueKind(STRATEGIES, false, false, name.equals("strategies"));
        }
        if (name.equals("blas")) {
            return new ValueKind(BLAS, true, false, option.getArgName().equals("LIST"));
        }
        List<String> parts = List.of(option.getArgName().split("\\|"));
        List<String> words =
                parts.stream().filter(part -> part.matches("[a-z][a-z-]*")).toList();
        boolean files = parts.contains("FILE") || parts.contains("PATH");
        return new ValueKind(words, files, parts.contains("DIR"), parts.contains("LIST"));
    }
}
