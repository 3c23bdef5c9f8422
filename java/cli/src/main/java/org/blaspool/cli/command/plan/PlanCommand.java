package org.blaspool.cli.command.plan;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.blaspool.cli.command.Command;
import org.blaspool.cli.command.plan.PlanRun.PlannedBatch;
import org.blaspool.cli.option.Arguments;
import org.blaspool.cli.option.OptionGroup;
import org.blaspool.cli.option.OutputOptions;
import org.blaspool.cli.option.StrategyOptions;
import org.blaspool.cli.option.WorkloadOptions;
import org.blaspool.error.InvalidInputException;

/** {@code blaspool plan}: what every strategy will take for a batch, without running it. */
public final class PlanCommand {
    public static final Command COMMAND = new Command(
            "plan",
            "[options]",
            "predicts time and memory of every strategy, runs nothing",
            """
            Predicts the seconds (workers up, operands in memory) and the memory of every
            strategy by what such batches took on this machine, recommends one and says
            why. What is not known yet is found out by small batches of such products,
            within five seconds in all, and kept below ~/.cache/blaspool, as is what
            compare and run find out; codec java, which cannot win, where it is asked for.
            --machine plans by the samples of another machine, which --save, or info
            --json, wrote there.
            """,
            List.of(
                    WorkloadOptions.group("1000", "as many as make about 20 GFLOP; or a manifest as for run"),
                    OptionGroup.of("Prediction")
                            .with("strategies", "LIST", "strategies separated by commas [all]")
                            .with("machine", "FILE", "plan for the machine that the file is of; nothing is run")
                            .with("save", "FILE", "write the plan and this machine's samples, for --machine elsewhere")
                            .flag("details", "also what starting a batch takes, and starting the workers"),
                    StrategyOptions.group("KIND"),
                    OutputOptions.jsonGroup()),
            List.of(
                    new Command.Example("blaspool plan --size 2000 --pairs 100", "a batch that does not exist yet"),
                    new Command.Example(
                            "blaspool plan --pairs list.csv", "the products of files, by their heads alone"),
                    new Command.Example(
                            "blaspool plan --size 300x5000x200 --pairs 5000 --workers 8", "with eight workers"),
                    new Command.Example("srun blaspool plan --size 2000 --save node.json", "on a compute node"),
                    new Command.Example(
                            "blaspool plan --size 2000 --machine node.json", "what it would do, on the login node")),
            PlanCommand::read);

    private PlanCommand() {}

    private static Command.Request read(Arguments arguments) {
        arguments.operands(0, "options only");
        Optional<String> files = arguments.text("pairs").filter(text -> !text.matches("[+-]?\\d+"));
        if (files.isPresent()) {
            for (String option : List.of("size", "fill", "seed")) {
                if (arguments.has(option)) {
                    throw new InvalidInputException("options contradict each other: --" + option
                            + " and --pairs with files, expected one of them");
                }
            }
        }
        PlannedBatch batch = files.isPresent()
                ? PlannedBatch.ofFiles(files.get())
                : PlannedBatch.ofOptions(WorkloadOptions.read(arguments));
        StrategyOptions options = StrategyOptions.read(arguments, false);
        OutputOptions output = OutputOptions.read(arguments);
        arguments.rejectTogether("machine", "save");
        Optional<Path> save = arguments.writable("save");
        Optional<Path> machine = arguments.path("machine");
        Optional<String> strategies = arguments.text("strategies");
        strategies.ifPresent(options::strategies);
        boolean details = arguments.has("details");
        return session -> new PlanRun(batch, strategies, options, output, save, machine, details, session).carryOut();
    }
}
