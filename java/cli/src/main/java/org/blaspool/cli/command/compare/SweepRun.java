package org.blaspool.cli.command.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.blaspool.cli.command.Engine;
import org.blaspool.cli.command.Machine;
import org.blaspool.cli.command.Session;
import org.blaspool.cli.command.Watch;
import org.blaspool.cli.option.ProductSize;
import org.blaspool.cli.report.CompareReport;
import org.blaspool.cli.report.SweepReport;
import org.blaspool.pool.FaultTolerance;

/** The same comparison at one size after another: in this process, or with several BLAS in a process each. */
final class SweepRun {
    /** Operations of a round: some tenths of a second on a few cores, so that a sweep takes minutes. */
    private static final double ROUND_FLOP = 20e9;

    private final CompareRequest request;
    private final Session session;

    SweepRun(CompareRequest request, Session session) {
        this.request = request;
        this.session = session;
    }

    SweepReport report() throws IOException {
        List<CompareReport> reports = new ArrayList<>();
        if (request.options().blas().size() > 1) {
            for (ProductSize size : sizes()) {
                reports.add(new BlasProcesses(at(size), session).report());
            }
            return SweepReport.of(reports);
        }
        Machine machine = session.machine();
        for (ProductSize size : sizes()) {
            new ComparisonRun(at(size), session).requireMemory();
        }
        try (Watch watch = Watch.open(request.watch(), session.console().err());
                Engine engine = Engine.open(
                        request.onlyBlas(), request.options(), machine, FaultTolerance.DEFAULT, watch.observation())) {
            for (ProductSize size : sizes()) {
                session.stop().check();
                reports.add(new ComparisonRun(at(size), session).report(engine));
            }
        }
        return SweepReport.of(reports);
    }

    private List<ProductSize> sizes() {
        return request.sweep().orElseThrow().sizes();
    }

    private CompareRequest at(ProductSize size) {
        int cpus = session.machine().cpus().cpus();
        return request.at(size, request.batch().pairs().orElseGet(() -> size.pairsOf(ROUND_FLOP, cpus)));
    }
}
