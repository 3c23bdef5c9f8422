package org.blaspool.cli.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.blaspool.measure.Warning;

/** The warnings of a sweep: those of one kind and one advice become one, with the first one's text and the values. */
final class SweepWarnings {
    private SweepWarnings() {}

    static List<Warning> of(SweepReport sweep) {
        Map<List<String>, Warning> first = new LinkedHashMap<>();
        Map<List<String>, List<Long>> values = new LinkedHashMap<>();
        for (int i = 0; i < sweep.sizes().size(); i++) {
            List<Warning> warnings = sweep.comparisons().get(i).warnings();
            for (Warning warning : warnings == null ? List.<Warning>of() : warnings) {
                List<String> key = Arrays.asList(warning.kind(), warning.advice());
                first.putIfAbsent(key, warning);
                List<Long> seen = values.computeIfAbsent(key, unused -> new ArrayList<>());
                if (!seen.contains(sweep.sizes().get(i))) {
                    seen.add(sweep.sizes().get(i));
                }
            }
        }
        return first.entrySet().stream()
                .map(entry -> at(sweep.swept(), entry.getValue(), values.get(entry.getKey())))
                .toList();
    }

    private static Warning at(SweepParameter parameter, Warning warning, List<Long> values) {
        String where = values.size() == 1
                ? "at " + parameter.named(values.get(0)) + ": "
                : "at " + values.size() + " " + parameter.several() + " from " + values.get(0) + " to "
                        + values.get(values.size() - 1) + ", at the first: ";
        return new Warning(warning.kind(), where + warning.text(), warning.advice());
    }
}
