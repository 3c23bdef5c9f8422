package org.blaspool.cli.command.compare;

import java.util.List;
import org.blaspool.cli.report.BlasReport;
import org.blaspool.cli.report.CompareReport;
import org.blaspool.cli.report.CompareReport.EffectiveReport;
import org.blaspool.cli.report.CompareReport.Phases;
import org.blaspool.cli.report.CompareReport.Requested;
import org.blaspool.cli.report.CompareReport.Row;
import org.blaspool.cli.report.MachineReport;
import org.blaspool.cli.report.WarningReport;
import org.blaspool.cli.report.WorkloadReport;
import org.blaspool.measure.ComparisonResult;
import org.blaspool.measure.StrategyResult;
import org.blaspool.measure.Workload;
import org.blaspool.strategy.PhaseSeconds;

/** What was measured, as the report has it: what there is not (NaN, empty) is null. */
final class CompareReports {
    private CompareReports() {}

    static CompareReport of(ComparisonResult result) {
        BlasReport blas = BlasReport.of(result.machine().blas());
        return new CompareReport(
                CompareReport.SCHEMA,
                result.suite(),
                result.clock().toString(),
                MachineReport.of(result.machine()),
                workload(result.workload()),
                result.rounds(),
                result.roundsTainted(),
                result.results().stream().map(row -> row(row, blas)).toList(),
                result.recommendation()
                        .map(advice -> new CompareReport.Recommendation(
                                advice.spec().toString(),
                                advice.reason(),
                                advice.basis().toString()))
                        .orElse(null),
                result.warnings().stream()
                        .map(warning -> new WarningReport(warning.kind(), warning.text(), warning.advice()))
                        .toList(),
                result.busyShare(),
                result.isOpen());
    }

    private static WorkloadReport workload(Workload work) {
        return new WorkloadReport(
                work.m(), work.k(), work.n(), work.pairs(), work.fill().toString(), work.seed(), work.flop());
    }

    private static Row row(StrategyResult row, BlasReport blas) {
        return new Row(
                row.strategy(),
                row.spec().toString(),
                Requested.of(row.requested()),
                row.effective().map(EffectiveReport::of).orElse(null),
                row.seconds(),
                orNull(row.medianSeconds()),
                orNull(row.ratioToBest()),
                row.ratioCi95()
                        .map(interval -> List.of(interval.low(), interval.high()))
                        .orElse(null),
                row.verdict().toString(),
                orNull(row.gflops()),
                orNull(row.percentOfPeak()),
                orNull(row.setupSeconds()),
                phases(row.phaseSeconds()),
                row.bytesMoved(),
                row.cpuUserSeconds(),
                row.cpuSystemSeconds(),
                row.pageFaults(),
                row.contextSwitches(),
                row.peakRssBytes(),
                row.predictedSeconds().isPresent() ? row.predictedSeconds().getAsDouble() : null,
                row.verified(),
                row.failure().orElse(null),
                blas,
                row.counted()
                        .map(events -> CompareReport.Counters.of(events, row.cpuUserSeconds()))
                        .orElse(null),
                new CompareReport.Samples(row.invocations(), row.batchSeconds()));
    }

    private static Phases phases(PhaseSeconds phases) {
        return new Phases(
                phases.prepare(),
                phases.serialize(),
                phases.send(),
                phases.deserialize(),
                phases.queue(),
                phases.compute(),
                phases.giveBack(),
                phases.other());
    }

    private static Double orNull(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
