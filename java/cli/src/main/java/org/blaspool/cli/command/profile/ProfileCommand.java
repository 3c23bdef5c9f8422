package org.blaspool.cli.command.profile;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.blaspool.cli.command.Command;
import org.blaspool.cli.command.Session;
import org.blaspool.cli.command.Watch;
import org.blaspool.cli.option.Arguments;
import org.blaspool.cli.option.OptionGroup;
import org.blaspool.cli.option.StrategyOptions;
import org.blaspool.cli.option.WorkloadOptions;
import org.blaspool.cli.profile.Profile;
import org.blaspool.error.InvalidInputException;
import org.blaspool.observe.Observation;
import org.blaspool.plan.StrategySpec;

/** {@code blaspool profile}: one strategy under Linux's perf. */
public final class ProfileCommand {
    /** No round number, so that nothing periodic falls in step with it. */
    private static final int FREQUENCY = 199;

    private static final int MOST_FREQUENT = 5000;
    private static final String ROUNDS = "3";

    public static final Command COMMAND = new Command(
            "profile",
            "[options]",
            "samples a strategy with perf and draws a flame graph",
            """
            Runs one strategy, as compare does, under perf record: this JVM, the workers and
            the array server. Writes flame.svg, in which Java methods, JNI functions and the
            BLAS's kernels have their names, folded.txt for other tools, the timeline
            trace.json, report.json, perf.data and shares.csv, and prints which share of
            the CPU time dgemm, serialization, copying and page faults have, beside the
            report's phases of the same rounds. Only the CPU's clock is sampled, so that
            it works in virtual machines too.
            """,
            List.of(
                    OptionGroup.of("Profile")
                            .with("strategy", "SPEC", "the strategy, as compare takes it")
                            .with("out", "DIR", "where the files go; made if missing")
                            .with("rounds", "R", "timed rounds [" + ROUNDS + "]")
                            .with("frequency", "HZ", "samples a second and CPU [" + FREQUENCY + "]"),
                    WorkloadOptions.group("1000", "as many as make about 40 GFLOP, within 1 GiB"),
                    StrategyOptions.group("KIND"),
                    OptionGroup.of("Output")
                            .flag("quiet", "no shares on standard output")
                            .flag("verbose", "show where a failure came from")),
            List.of(new Command.Example(
                    "blaspool profile --strategy processes-serialized --codec java --out p",
                    "what serialization costs, in p/flame.svg")),
            ProfileCommand::read);

    private ProfileCommand() {}

    private static Command.Request read(Arguments arguments) {
        arguments.operands(0, "options only, as --strategy SPEC --out DIR");
        StrategyOptions options = StrategyOptions.read(arguments, false);
        WorkloadOptions.read(arguments);
        String text = arguments.required("strategy", "no strategy is given, expected --strategy SPEC");
        List<StrategySpec> specs = options.strategies(text);
        if (specs.size() != 1) {
            throw new InvalidInputException("profile takes one strategy: strategy=" + text);
        }
        Path out = arguments
                .path("out")
                .orElseThrow(() -> new InvalidInputException("no directory for the files, expected --out DIR"));
        int frequency = (int) arguments.number("frequency", 1, MOST_FREQUENT).orElse(FREQUENCY);
        List<String> words = new ArrayList<>(arguments.without("strategy", "out", "frequency", "quiet"));
        if (!arguments.has("rounds")) {
            words.add("--rounds=" + ROUNDS);
        }
        boolean quiet = arguments.has("quiet");
        return session -> profile(specs.get(0), out, frequency, words, quiet, session);
    }

    private static int profile(
            StrategySpec spec, Path out, int frequency, List<String> words, boolean quiet, Session session) {
        Profile profile = Profile.in(out.toAbsolutePath());
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(Observation.symbolOptions());
        command.add("-D" + Watch.SYMBOLS_PROPERTY + "=true");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.blaspool.cli.Main", "compare"));
        command.addAll(words);
        command.addAll(List.of(
                "--strategies=" + spec,
                "--quiet",
                "--trace=" + profile.file("trace.json"),
                "--json=" + profile.file("report.json")));
        int status = profile.record(frequency, command);
        session.stop().check();
        if (status == 0) {
            String shares = profile.digest(spec);
            if (!quiet) {
                session.console().out().println(spec + "\n" + shares + "\nflame graph: " + profile.file("flame.svg"));
            }
        }
        return status;
    }
}
