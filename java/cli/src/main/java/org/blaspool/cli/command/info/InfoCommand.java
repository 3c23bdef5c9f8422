package org.blaspool.cli.command.info;

import java.util.List;
import org.blaspool.cli.command.Command;
import org.blaspool.cli.command.Session;
import org.blaspool.cli.option.Arguments;
import org.blaspool.cli.option.OptionGroup;
import org.blaspool.cli.option.OutputOptions;
import org.blaspool.cli.option.StrategyOptions;
import org.blaspool.cli.report.InfoReport;
import org.blaspool.cli.report.InfoText;
import org.blaspool.cli.report.ReportWriter;

/** {@code blaspool info}: the machine, what this process may use of it and why, the BLAS, every warning. */
public final class InfoCommand {
    public static final Command COMMAND = new Command(
            "info",
            "[options]",
            "shows the machine, what of it may be used and why, and the BLAS",
            """
            Shows what the other commands start from: the machine, the CPUs and the memory
            that this process may use and which limit (affinity mask, cgroup, Slurm) they
            come from, the default workers, BLAS threads and CPU sets, the BLAS that was
            loaded, the pages that memory gets, and how fast the machine can be at most.
            """,
            List.of(
                    OptionGroup.of("What to look at").flag("quick", "do not measure the peak and the copy rate"),
                    StrategyOptions.group("KIND"),
                    OutputOptions.jsonGroup()),
            List.of(
                    new Command.Example("blaspool info", "everything, in about a second"),
                    new Command.Example("blaspool info --blas system --quick", "which BLAS the system has"),
                    new Command.Example("srun -c 8 blaspool info --json -", "what a job step gets, for a script")),
            InfoCommand::read);

    private InfoCommand() {}

    private static Command.Request read(Arguments arguments) {
        arguments.operands(0, "options only");
        StrategyOptions strategy = StrategyOptions.read(arguments, false);
        OutputOptions output = OutputOptions.read(arguments);
        boolean probe = !arguments.has("quick");
        return session -> show(new Inspection(session.machine(), strategy).report(probe), output, session);
    }

    private static int show(InfoReport report, OutputOptions output, Session session) {
        ReportWriter writer = new ReportWriter(output, session.console().out());
        writer.write(() -> InfoText.of(report, session.console().style()), report, null, null);
        return 0;
    }
}
