package org.blaspool.cli.command.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.blaspool.cli.command.Session;
import org.blaspool.cli.command.Watch;
import org.blaspool.cli.option.ProductSize;
import org.blaspool.cli.report.CompareReport;
import org.blaspool.cli.report.SweepParameter;
import org.blaspool.cli.report.SweepReport;
import org.blaspool.cpu.Machine;
import org.blaspool.pool.FaultTolerance;
import org.blaspool.strategy.Engine;

/** The same comparison at one value after another: in this process, or with several BLAS in a process each. */
final class SweepRun {
    /** Operations of a round: some tenths of a second on a few cores, so that a sweep takes minutes. */
    private static final double ROUND_FLOP = 20e9;
    /** Small enough that what a product costs beside its arithmetic shows. */
    private static final int PAIRS_SIZE = 100;

    private static final double PAIRS_BYTES = 1L << 30;
    private static final int WORKERS_SIZE = 1000;

    private final CompareRequest request;
    private final SweepRange range;
    private final Session session;

    SweepRun(CompareRequest request, Session session) {
        this.request = request;
        this.range = request.sweep().orElseThrow();
        this.session = session;
    }

    SweepReport report() throws IOException {
        for (int value : range.values()) {
            new ComparisonRun(at(value), session).requireRoom();
        }
        if (range.parameter() == SweepParameter.PAIRS) {
            new ComparisonRun(at(range.last()), session).requireBearableRound();
        }
        List<CompareReport> reports = new ArrayList<>();
        if (request.options().blas().size() > 1) {
            for (int value : range.values()) {
                reports.add(new BlasProcesses(at(value), session).report());
            }
            return report(reports);
        }
        Machine machine = session.machine();
        try (Watch watch = Watch.open(request.watch(), session.console().err());
                Engine engine = request.options()
                        .open(request.onlyBlas(), machine, FaultTolerance.DEFAULT, watch.observation())) {
            for (int value : range.values()) {
                session.stop().check();
                reports.add(new ComparisonRun(at(value), session).report(engine));
            }
        }
        return report(reports);
    }

    private SweepReport report(List<CompareReport> reports) {
        List<Long> values = range.values().stream().map(Integer::longValue).toList();
        return SweepReport.of(range.parameter(), values, reports);
    }

    private CompareRequest at(int value) {
        int cpus = session.machine().cpus().cpus();
        return switch (range.parameter()) {
            case SIZE -> {
                ProductSize size = square(value);
                yield request.at(value, size, pairs(size, cpus), OptionalInt.empty());
            }
            case PAIRS -> {
                ProductSize size = request.batch().size().orElseGet(() -> square(edgeOf(range.last())));
                yield request.at(value, size, value, OptionalInt.empty());
            }
            case WORKERS -> {
                ProductSize size = request.batch().size().orElse(square(WORKERS_SIZE));
                // Fewer pairs than workers would leave some of them idle.
                int pairs = pairs(size, Math.max(cpus, range.last()));
                yield request.at(value, size, pairs, OptionalInt.of(value));
            }
        };
    }

    private int pairs(ProductSize size, int least) {
        return request.batch().pairs().orElseGet(() -> size.pairsOf(ROUND_FLOP, least));
    }

    /** The edge with which the largest batch stays within a GiB: 24 n^2 bytes a product. */
    private static int edgeOf(int pairs) {
        double edge = Math.sqrt(PAIRS_BYTES / pairs / (3 * Double.BYTES));
        return (int) Math.max(1, Math.min(PAIRS_SIZE, edge));
    }

    private static ProductSize square(int edge) {
        return new ProductSize(edge, edge, edge);
    }
}
