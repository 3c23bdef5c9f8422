package org.blaspool.cli.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.blaspool.measure.ComparisonResult;
import org.blaspool.measure.MachineRecord.BlasRecord;
import org.blaspool.measure.Statistics.Interval;
import org.blaspool.measure.StrategyResult;
import org.blaspool.measure.Workload;
import org.blaspool.strategy.Effective;

/** A comparison as CSV (RFC 4180, lines ended by a line feed): one line a strategy, names as in the JSON. */
public final class Csv {
    private static final List<String> HEADER =
            List.of(("strategy,spec,blas,m,k,n,pairs,rounds,clock,workers,blas_threads,"
                            + "cpus,pages,median_seconds,ratio_to_best,ratio_ci95_low,ratio_ci95_high,verdict,gflops,percent_of_peak,"
                            + "setup_seconds," + String.join(",", Phase.names()) + ",bytes_moved,cpu_user_seconds,"
                            + "cpu_system_seconds,page_faults,context_switches,peak_rss_bytes,predicted_seconds,verified,seconds")
                    .split(","));

    private Csv() {}

    public static String of(ComparisonResult report) {
        StringBuilder text = new StringBuilder(line(HEADER));
        for (StrategyResult row : report.results()) {
            text.append(line(cells(report, row)));
        }
        return text.toString();
    }

    /** The rows of every value under one header, in the last two columns what is swept and its value. */
    public static String of(SweepReport sweep) {
        List<Object> header = new ArrayList<>(HEADER);
        header.addAll(List.of("sweep_parameter", "sweep_value"));
        StringBuilder text = new StringBuilder(line(header));
        for (int i = 0; i < sweep.sizes().size(); i++) {
            ComparisonResult report = sweep.comparisons().get(i);
            for (StrategyResult row : report.results()) {
                List<Object> cells = new ArrayList<>(cells(report, row));
                cells.addAll(List.of(sweep.parameter(), sweep.sizes().get(i)));
                text.append(line(cells));
            }
        }
        return text.toString();
    }

    private static List<?> cells(ComparisonResult report, StrategyResult row) {
        Workload work = report.workload();
        Interval bounds = row.ratioCi95();
        BlasRecord blas = row.blas() == null ? report.machine().blas() : row.blas();
        List<Object> cells = new ArrayList<>(List.of(row.strategy(), row.spec(), blas.kind()));
        cells.addAll(List.of(
                work.m(), work.k(), work.n(), work.pairs(), row.seconds().size(), report.clock()));
        cells.addAll(effective(row.effective()));
        cells.addAll(Arrays.asList(row.medianSeconds(), row.ratioToBest()));
        cells.addAll(bounds == null ? Arrays.asList(null, null) : List.of(bounds.low(), bounds.high()));
        cells.addAll(Arrays.asList(row.verdict(), row.gflops(), row.percentOfPeak(), row.setupSeconds()));
        Arrays.stream(Phase.values()).map(phase -> phase.of(row.phaseSeconds())).forEach(cells::add);
        cells.addAll(List.of(row.bytesMoved(), row.cpuUserSeconds(), row.cpuSystemSeconds(), row.pageFaults()));
        cells.addAll(List.of(row.contextSwitches(), row.peakRssBytes()));
        cells.add(row.predictedSeconds());
        cells.addAll(List.of(row.verified(), spaced(row.seconds())));
        return cells;
    }

    private static List<?> effective(Effective effective) {
        return effective == null
                ? Arrays.asList(null, null, null, null)
                : List.of(
                        effective.workers(),
                        spaced(effective.blasThreads()),
                        spaced(effective.cpus()),
                        effective.pages());
    }

    private static String spaced(List<?> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    private static String line(List<?> cells) {
        return cells.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\n"));
    }

    private static String cell(Object value) {
        String text = value == null ? "" : value.toString();
        return text.matches("(?s).*[\",\\n\\r].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }
}
