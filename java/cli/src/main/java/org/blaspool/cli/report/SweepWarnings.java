package org.blaspool.cli.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The warnings of a sweep: those of one kind and one advice become one, with the first one's text and the values. */
final class SweepWarnings {
    private SweepWarnings() {}

    static List<WarningReport> of(SweepReport sweep) {
        Map<List<String>, WarningReport> first = new LinkedHashMap<>();
        Map<List<String>, List<Long>> values = new LinkedHashMap<>();
        for (int i = 0; i < sweep.sizes().size(); i++) {
            List<WarningReport> warnings = sweep.comparisons().get(i).warnings();
            for (WarningReport warning : warnings == null ? List.<WarningReport>of() : warnings) {
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

    private static WarningReport at(SweepParameter parameter, WarningReport warning, List<Long> values) {
        String where = values.size() == 1
                ? "at " + parameter.named(values.get(0)) + ": "
                : "at " + values.size() + " " + parameter.several() + " from " + values.get(0) + " to "
                        + values.get(values.size() - 1) + ", at the first: ";
        return new WarningReport(warning.kind(), where + warning.text(), warning.advice());
    }
}
