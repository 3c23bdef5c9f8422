package org.blaspool.cli.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.blaspool.measure.MachineRecord.BlasRecord;
import org.blaspool.measure.StrategyResult;
import org.blaspool.plan.StrategySpec;

/** What rows are called where their specs are too long: as short as tells them apart. */
public final class RowNames {
    private RowNames() {}

    /** One name a row, all different: strategy and codec; where these are not enough BLAS, version, workers, a number. */
    public static List<String> of(List<StrategyResult> rows) {
        return of(rows, RowNames::layout);
    }

    /** The same of rows that stand for themselves with any number of workers: their layout is {@code Wx1}. */
    static List<String> ofAnyWorkers(List<StrategyResult> rows) {
        return of(rows, row -> {
            boolean any = row.spec().kind().hasWorkers();
            return any ? layout(row).replaceFirst("^\\d+", "W") : layout(row);
        });
    }

    private static List<String> of(List<StrategyResult> rows, Function<StrategyResult, String> layout) {
        List<String> names =
                new ArrayList<>(rows.stream().map(row -> of(row.spec())).toList());
        extend(names, rows, blas(BlasRecord::kind));
        extend(names, rows, blas(BlasRecord::version));
        extend(names, rows, blas(BlasRecord::threading));
        extend(names, rows, row -> " " + layout.apply(row));
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            for (int number = 2; !taken.add(names.get(i)); number++) {
                names.set(i, name + " #" + number);
            }
        }
        return List.copyOf(names);
    }

    private static Function<StrategyResult, String> blas(Function<BlasRecord, String> part) {
        return row -> row.blas() == null || part.apply(row.blas()).isEmpty() ? "" : " " + part.apply(row.blas());
    }

    /** Strategy and codec. */
    static String of(StrategySpec spec) {
        return spec.kind().label() + spec.codec().map(codec -> " " + codec).orElse("");
    }

    /** Workers x BLAS threads, and the chunk size where one was asked for: {@code 2x1/50}. */
    public static String layout(StrategyResult row) {
        if (row.effective() == null) {
            return Figures.NONE;
        }
        List<Integer> threads = row.effective().blasThreads();
        String each =
                threads.isEmpty() || threads.get(0) == 0 ? "?" : threads.get(0).toString();
        Long chunk = row.requested() == null ? null : row.requested().chunkSize();
        return row.effective().workers() + "x" + each + (chunk == null ? "" : "/" + chunk);
    }

    /** Adds a part to the names that several rows have, if it differs among these rows. */
    private static void extend(List<String> names, List<StrategyResult> rows, Function<StrategyResult, String> part) {
        List<String> before = List.copyOf(names);
        for (int i = 0; i < before.size(); i++) {
            Set<String> parts = new HashSet<>();
            for (int j = 0; j < before.size(); j++) {
                if (before.get(j).equals(before.get(i))) {
                    parts.add(part.apply(rows.get(j)));
                }
            }
            if (Collections.frequency(before, before.get(i)) > 1 && parts.size() > 1) {
                names.set(i, before.get(i) + part.apply(rows.get(i)));
            }
        }
    }
}
