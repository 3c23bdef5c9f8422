package org.blaspool.cli.command.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.blaspool.cli.command.Session;
import org.blaspool.cli.command.Watch;
import org.blaspool.cli.option.WorkloadOptions.ProductSize;
import org.blaspool.cli.report.SweepParameter;
import org.blaspool.cli.report.SweepReport;
import org.blaspool.cpu.Machine;
import org.blaspool.error.InvalidInputException;
import org.blaspool.measure.ComparisonResult;
import org.blaspool.pool.PoolOptions.FaultTolerance;
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
        List<ComparisonResult> reports = new ArrayList<>();
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

    private SweepReport report(List<ComparisonResult> reports) {
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

    /**
     * The values of {@code --sweep PARAMETER=FIRST:LAST[:FACTOR]}: from the first, each the factor times the one before, to
     * the last, which is always among them. Without a factor values double.
     *
     * @param parameter what is swept
     * @param values ascending; edges of square matrices where sizes are swept
     */
    record SweepRange(SweepParameter parameter, List<Integer> values) {
        private static final Pattern FORM =
                Pattern.compile("(size|pairs|workers)=(\\d{1,9}):(\\d{1,9})(?::(\\d{1,3}(?:\\.\\d{1,3})?))?");
        private static final String EXPECTED =
                ", expected --sweep size=64:4096, pairs=10:1000 or workers=1:8 or, with a factor, size=64:4096:1.5";
        private static final int MOST_VALUES = 32;
        private static final int LARGEST_EDGE = 999_999;
        private static final int MOST_WORKERS = 999_999;

        static SweepRange parse(String text) {
            Matcher form = FORM.matcher(text.strip());
            if (!form.matches()) {
                throw new InvalidInputException("sweep is not valid: sweep=" + text + EXPECTED);
            }
            SweepParameter parameter = SweepParameter.of(form.group(1)).orElseThrow();
            int first = Integer.parseInt(form.group(2));
            int last = Integer.parseInt(form.group(3));
            double factor = form.group(4) == null ? 2 : Double.parseDouble(form.group(4));
            if (first < 1 || last <= first || factor <= 1) {
                throw new InvalidInputException("sweep does not grow: sweep=" + text
                        + ", expected 1 <= first < last and a factor above 1" + EXPECTED);
            }
            if (last > largest(parameter)) {
                throw new InvalidInputException("sweep goes too far: sweep=" + text + ", allowed " + parameter
                        + " up to " + largest(parameter) + EXPECTED);
            }
            return new SweepRange(parameter, values(first, last, factor, text));
        }

        private static int largest(SweepParameter parameter) {
            return switch (parameter) {
                case SIZE -> LARGEST_EDGE;
                case PAIRS -> Integer.MAX_VALUE;
                case WORKERS -> MOST_WORKERS;
            };
        }

        private static List<Integer> values(int first, int last, double factor, String text) {
            List<Integer> values = new ArrayList<>();
            int before = 0;
            for (double value = first; Math.round(value) < last; value *= factor) {
                // A small factor may not reach the next whole number.
                if ((int) Math.round(value) > before) {
                    before = (int) Math.round(value);
                    values.add(before);
                }
                if (values.size() == MOST_VALUES) {
                    throw new InvalidInputException("sweep has too many values: sweep=" + text + ", allowed "
                            + MOST_VALUES + "; take a larger factor" + EXPECTED);
                }
            }
            values.add(last);
            return List.copyOf(values);
        }

        int last() {
            return values.get(values.size() - 1);
        }
    }
}
