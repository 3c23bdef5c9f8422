package org.blaspool.cli.report;

import java.util.List;
import org.blaspool.cli.report.CompareReport.EffectiveReport;
import org.blaspool.cli.report.CompareReport.Row;
import org.blaspool.error.InvalidInputException;
import org.blaspool.plan.StrategySpec;

/** What a saved comparison must hold before it is rendered; anybody may have written it. */
final class ReportContents {
    private final String file;

    private ReportContents(String file) {
        this.file = file;
    }

    /**
     * @param file where the report comes from, for messages
     * @throws InvalidInputException naming the first key that is missing or null, or wrong
     */
    static void require(CompareReport report, String file) {
        new ReportContents(file).comparison(report);
    }

    private void comparison(CompareReport report) {
        present("clock", report.clock());
        machine(report.machine());
        present("workload", report.workload());
        each("results", report.results());
        if (report.results().isEmpty()) {
            throw lacking("results");
        }
        report.results().forEach(this::row);
        if (report.recommendation() != null) {
            present("recommendation.spec", report.recommendation().spec());
            present("recommendation.reason", report.recommendation().reason());
        }
        if (report.warnings() != null) {
            each("warnings", report.warnings());
            report.warnings().forEach(warning -> present("warnings.text", warning.text()));
        }
    }

    private void machine(MachineReport machine) {
        present("machine", machine);
        present("machine.cpu_model", machine.cpuModel());
        present("machine.allotment", machine.allotment());
        present("machine.blas", machine.blas());
        blas("machine.blas", machine.blas());
    }

    private void row(Row row) {
        present("results.strategy", row.strategy());
        present("results.spec", row.spec());
        spec(row.spec());
        each("results.seconds", row.seconds());
        present("results.verdict", row.verdict());
        present("results.phase_seconds", row.phaseSeconds());
        if (row.ratioCi95() != null) {
            each("results.ratio_ci95", row.ratioCi95());
            if (row.ratioCi95().size() != 2) {
                throw wrong("results.ratio_ci95", "bounds=" + row.ratioCi95().size() + ", expected 2");
            }
        }
        if (row.effective() != null) {
            effective(row.effective());
        }
        if (row.blas() != null) {
            blas("results.blas", row.blas());
        }
    }

    private void spec(String spec) {
        try {
            StrategySpec.parse(spec);
        } catch (InvalidInputException e) {
            throw wrong("results.spec", e.getMessage());
        }
    }

    private void effective(EffectiveReport effective) {
        each("results.effective.blas_threads", effective.blasThreads());
        each("results.effective.cpus", effective.cpus());
        present("results.effective.pages", effective.pages());
    }

    private void blas(String key, BlasReport blas) {
        present(key + ".kind", blas.kind());
        present(key + ".path", blas.path());
        present(key + ".version", blas.version());
        present(key + ".core", blas.core());
        present(key + ".threading", blas.threading());
    }

    private void each(String key, List<?> values) {
        present(key, values);
        values.forEach(value -> present(key, value));
    }

    private void present(String key, Object value) {
        if (value == null) {
            throw lacking(key);
        }
    }

    private InvalidInputException lacking(String key) {
        return new InvalidInputException("report lacks what it must have: file=" + file + " key=" + key
                + ", expected a report of compare --json");
    }

    private InvalidInputException wrong(String key, String reason) {
        return new InvalidInputException("report is wrong: file=" + file + " key=" + key + ", " + reason);
    }
}
