package org.blaspool.cli.command.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.blaspool.cli.option.Arguments;
import org.blaspool.cli.option.ObservationOptions;
import org.blaspool.cli.option.OutputOptions;
import org.blaspool.cli.option.StrategyOptions;
import org.blaspool.error.InvalidInputException;
import org.blaspool.file.OutDirectory;
import org.blaspool.plan.StrategySpec;
import org.blaspool.pool.PoolOptions.FaultTolerance;
import org.blaspool.run.RunOptions;
import org.blaspool.run.RunOptions.Shard;

/**
 * What run was asked for.
 *
 * @param run what is to be computed
 * @param strategy empty for auto
 * @param needsWorkers whether what was asked for takes worker JVMs, which can be killed and started anew
 * @param observation which timelines and recordings are made of it
 * @param watch how the run can be followed
 */
record RunRequest(
        RunOptions run,
        Optional<StrategySpec> strategy,
        boolean needsWorkers,
        ObservationOptions observation,
        WatchOptions watch,
        StrategyOptions options,
        OutputOptions output) {

    static RunRequest read(Arguments arguments) {
        arguments.operands(0, "options only, as --pairs FILE --out DIR");
        String pairs = arguments
                .text("pairs")
                .orElseThrow(() -> new InvalidInputException(
                        "no products are given, expected --pairs with a manifest, a directory or -"));
        String out = arguments
                .text("out")
                .orElseThrow(() -> new InvalidInputException("no directory for results, expected --out DIR"));
        StrategyOptions options = StrategyOptions.read(arguments, false);
        Optional<StrategySpec> strategy = arguments
                .text("strategy")
                .filter(text -> !text.equals("auto"))
                .map(text -> one(options.strategies(text), text));
        FaultTolerance faults = faults(arguments);
        for (String option : List.of("retries", "timeout")) {
            if (arguments.has(option)
                    && strategy.filter(spec -> !spec.kind().usesProcesses()).isPresent()) {
                throw new InvalidInputException("strategy has no worker JVMs that could be ended and started anew: "
                        + option + " with strategy=" + strategy.get() + ", expected auto or a strategy of processes");
            }
        }
        RunOptions run = new RunOptions(
                pairs,
                OutDirectory.of(out),
                arguments.has("resume"),
                verifyResults(arguments),
                arguments.text("shard").map(Shard::parse).orElse(Shard.WHOLE),
                faults,
                arguments.has("dry-run"));
        return new RunRequest(
                run,
                strategy,
                arguments.has("retries") || arguments.has("timeout"),
                ObservationOptions.read(arguments),
                WatchOptions.read(arguments),
                options,
                OutputOptions.read(arguments));
    }

    private static boolean verifyResults(Arguments arguments) {
        if (arguments.has("verify-results") && !arguments.has("resume")) {
            throw new InvalidInputException("option has nothing to verify: --verify-results, expected it with --resume;"
                    + " results that are computed are verified always");
        }
        return arguments.has("verify-results");
    }

    private static FaultTolerance faults(Arguments arguments) {
        return new FaultTolerance(
                arguments.positive("retries").orElse(FaultTolerance.DEFAULT.retries()),
                arguments.seconds("timeout").orElse(FaultTolerance.DEFAULT.timeoutMillis()),
                arguments
                        .word("on-error", "stop", "continue")
                        .filter("continue"::equals)
                        .isPresent());
    }

    private static StrategySpec one(List<StrategySpec> specs, String text) {
        if (specs.size() != 1) {
            throw new InvalidInputException(
                    "run takes one strategy: strategy=" + text + ", expected auto or one of those that compare takes");
        }
        return specs.get(0);
    }

    /**
     * How a run can be followed.
     *
     * @param status a file for programs to read; empty for none
     * @param everyMillis between two lines on standard error where that is no terminal
     */
    record WatchOptions(Optional<Path> status, long everyMillis) {
        private static final long MINUTE_MILLIS = 60_000;

        static WatchOptions read(Arguments arguments) {
            return new WatchOptions(
                    arguments.writable("status"), arguments.seconds("progress").orElse(MINUTE_MILLIS));
        }
    }
}
