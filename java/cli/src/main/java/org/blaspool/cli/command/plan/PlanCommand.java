package org.blaspool.cli.command.plan;

import java.util.List;
import java.util.Optional;
import org.blaspool.cli.command.Command;
import org.blaspool.cli.option.Arguments;
import org.blaspool.cli.option.OptionGroup;
import org.blaspool.cli.option.OutputOptions;
import org.blaspool.cli.option.StrategyOptions;
import org.blaspool.cli.option.WorkloadOptions;
import org.blaspool.error.InvalidInputException;

/** {@code blaspool plan}: what every strategy will take for a batch, without running it. */
public final class PlanCommand implements Command {
    @Override
    public String name() {
        return "plan";
    }

    @Override
    public String summary() {
        return "predicts time and memory of every strategy, runs nothing";
    }

    @Override
    public String description() {
        return """
                Predicts the seconds (workers up, operands in memory) and the memory of every
                strategy from what this machine does how fast, recommends one and says why.
                The machine is measured the first time, in half a minute, and the figures kept
                below ~/.cache/blaspool; --calibrate measures it anew.
                """;
    }

    @Override
    public List<OptionGroup> options() {
        return List.of(
                WorkloadOptions.group("1000", "as many as make about 40 GFLOP; or a manifest as for run"),
                OptionGroup.of("Prediction").flag("calibrate", "measure the machine anew"),
                StrategyOptions.group("KIND"),
                OutputOptions.jsonGroup());
    }

    @Override
    public List<Example> examples() {
        return List.of(
                new Example("blaspool plan --size 2000 --pairs 100", "a batch that does not exist yet"),
                new Example("blaspool plan --pairs list.csv", "the products of files, by their heads alone"),
                new Example("blaspool plan --size 300x5000x200 --pairs 5000 --workers 8", "with eight workers"));
    }

    @Override
    public Request read(Arguments arguments) {
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
        boolean calibrate = arguments.has("calibrate");
        return session -> new PlanRun(batch, options, output, calibrate, session).carryOut();
    }
}
