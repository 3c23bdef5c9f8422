package org.blaspool.cli.report.html;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.blaspool.cli.report.BlasReport;
import org.blaspool.cli.report.CompareReport;
import org.blaspool.cli.report.Figures;
import org.blaspool.cli.report.MachineReport;
import org.blaspool.cli.report.WarningReport;

/** What a comparison ran on and how it was made, and what to mind about it. */
final class MachineSection {
    private MachineSection() {}

    static String machine(CompareReport report) {
        MachineReport machine = report.machine();
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("CPU", machine.cpuModel());
        facts.put("CPUs used", machine.allotment());
        facts.put("Physical cores, NUMA nodes", machine.physicalCores() + ", " + machine.numaNodes());
        facts.put(
                "FMA peak before, after",
                Figures.fixedOrDash(machine.fmaPeakGflops(), 1) + ", "
                        + Figures.fixedOrDash(machine.fmaPeakGflopsAfter(), 1) + " GFLOP/s");
        facts.put("One thread copies", Figures.fixedOrDash(machine.memcpyGbPerS(), 1) + " GB/s");
        report.results().stream()
                .map(row -> row.blas() == null ? machine.blas() : row.blas())
                .distinct()
                .forEach(blas -> facts.merge("BLAS", blas(blas), (first, second) -> first + "; " + second));
        facts.put("Java", machine.java());
        facts.put("System", machine.os());
        return list(facts);
    }

    private static String blas(BlasReport blas) {
        return blas.describe() + ", " + blas.path();
    }

    static String method(CompareReport report) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(
                "Clock",
                report.clock().equals("cold")
                        ? "cold: from the first allocation to the last result, the start of workers included"
                        : "warm: workers are up and operands in place; set-up is measured apart");
        facts.put(
                "Rounds",
                report.rounds() + " of each way, in an order drawn anew each time, so that what changes with time"
                        + " hits all alike; " + repetition(report) + report.roundsTainted()
                        + " tainted (others had more than 10 % of the CPUs, or above 103 % of the peak) and run again within a bound");
        facts.put(
                "Intervals",
                Boolean.TRUE.equals(report.untilSettled())
                        ? "95 % for all ways together, of the median ratio of batches side by side, by a sequential sign"
                                + " test, which holds whenever one stops"
                        : "95 %, of the median of the rounds' ratios, by a sign test; no difference where it spans 1");
        facts.put("Verification", "every product of every round, outside the clock");
        facts.put(
                "Operands",
                report.workload().fill() + ", seed " + report.workload().seed());
        facts.put("Suite", report.suite());
        return list(facts);
    }

    /** What a round is made of, where the report says so. */
    private static String repetition(CompareReport report) {
        List<CompareReport.Samples> samples = report.results().stream()
                .map(CompareReport.Row::samples)
                .filter(of -> of != null && !of.batchSeconds().isEmpty())
                .toList();
        int batches = samples.stream()
                .mapToInt(of -> of.batchSeconds().get(0).size())
                .max()
                .orElse(1);
        int invocations = samples.stream()
                .mapToInt(CompareReport.Samples::invocations)
                .max()
                .orElse(1);
        return (batches > 1 ? "a round is the median of up to " + batches + " batches; " : "")
                + (invocations > 1 ? "worker JVMs were started " + invocations + " times; " : "");
    }

    static String warnings(List<WarningReport> warnings) {
        if (warnings == null || warnings.isEmpty()) {
            return "<p>None.</p>\n";
        }
        StringBuilder text = new StringBuilder("<ul class=\"warnings\">\n");
        for (WarningReport warning : warnings) {
            text.append("<li><strong>")
                    .append(Markup.escape(warning.kind()))
                    .append("</strong> ")
                    .append(Markup.escape(warning.text()))
                    .append(
                            warning.advice() == null
                                    ? ""
                                    : "<br><span class=\"advice\">" + Markup.escape(warning.advice()) + "</span>")
                    .append("</li>\n");
        }
        return text.append("</ul>\n").toString();
    }

    private static String list(Map<String, String> facts) {
        StringBuilder text = new StringBuilder("<dl>\n");
        facts.forEach((name, fact) -> text.append("<div><dt>")
                .append(Markup.escape(name))
                .append("</dt><dd>")
                .append(Markup.escape(fact))
                .append("</dd></div>\n"));
        return text.append("</dl>\n").toString();
    }
}
