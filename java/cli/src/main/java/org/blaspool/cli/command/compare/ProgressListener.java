package org.blaspool.cli.command.compare;

import java.io.PrintStream;
import org.blaspool.cli.command.Session;
import org.blaspool.cli.option.OutputOptions;
import org.blaspool.cli.report.CompareText;
import org.blaspool.cli.terminal.Console;
import org.blaspool.cli.terminal.Progress;
import org.blaspool.cli.terminal.Style;
import org.blaspool.measure.ComparisonListener;
import org.blaspool.measure.ComparisonRequest;
import org.blaspool.measure.ComparisonRequest.Clock;
import org.blaspool.measure.ComparisonResult;
import org.blaspool.plan.StrategySpec;

/** Moves the progress bar, and stops a comparison between rounds. */
final class ProgressListener implements ComparisonListener {
    private final Progress bar;
    private final Session session;
    private final boolean verbose;
    private final LiveTable table;
    private final long steps;
    private long done;

    ProgressListener(Progress bar, LiveTable table, Session session, ComparisonRequest comparison, boolean verbose) {
        this.bar = bar;
        this.table = table;
        this.session = session;
        this.verbose = verbose;
        int warmUps = comparison.clock() == Clock.WARM ? 1 : 0;
        steps = (long) comparison.strategies().size() * (Math.max(1, comparison.rounds()) + warmUps);
    }

    @Override
    public void stage(String name) {
        session.stop().check();
        bar.doing(name);
    }

    @Override
    public void roundStarted(StrategySpec spec, int round, int rounds) {
        session.stop().check();
        bar.doing(spec.kind().label());
    }

    @Override
    public void batchStarted(StrategySpec spec) {
        session.stop().check();
        bar.doing(spec.kind().label());
    }

    @Override
    public void roundEnded(StrategySpec spec, int round, double seconds) {
        done++;
        bar.reached(done, Math.max(done, steps));
    }

    @Override
    public void soFar(ComparisonResult result) {
        // Every row has been there once: from now on the table says more than a bar.
        bar.close();
        table.show(result);
    }

    @Override
    public void failed(StrategySpec spec, RuntimeException reason) {
        session.stop().check();
        if (verbose) {
            session.console().err().println("blaspool: " + spec + " failed:");
            reason.printStackTrace(session.console().err());
        }
    }

    /** The table of what is known so far, in place of the one before it, on a terminal; elsewhere nothing. */
    static final class LiveTable implements AutoCloseable {
        /** A line that is longer than the terminal is cut off meanwhile: each takes one row. */
        private static final String CUT_OFF = "\u001b[?7l%s\u001b[?7h";

        private static final String UP = "\u001b[%dA\u001b[J";

        private final PrintStream out;
        private final Style style;
        private final boolean shown;
        private int lines;

        LiveTable(Console console, OutputOptions options) {
            out = console.out();
            style = console.style();
            shown = console.outIsTerminal() && style == Style.COLOURED && options.showsText();
        }

        void show(ComparisonResult report) {
            if (shown) {
                String text = CompareText.soFar(report, style);
                out.print(erasing() + String.format(CUT_OFF, text));
                out.flush();
                lines = (int) text.lines().count();
            }
        }

        private String erasing() {
            return lines == 0 ? "" : String.format(UP, lines);
        }

        /** Takes it away: the whole report comes in its place. */
        @Override
        public void close() {
            out.print(erasing());
            out.flush();
            lines = 0;
        }
    }
}
