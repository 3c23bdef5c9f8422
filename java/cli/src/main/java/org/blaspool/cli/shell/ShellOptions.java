package org.blaspool.cli.shell;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.cli.Option;
import org.blaspool.cli.command.Command;
import org.blaspool.cli.option.OptionGroup;
import org.blaspool.plan.StrategyKind;

/** The options of a command, with those that every command has, and the commands that the launcher has besides. */
public final class ShellOptions {
    /** What every command understands. */
    public static final OptionGroup EVERYWHERE =
            OptionGroup.of("Help").flag("help", "show this help").flag("version", "show versions");

    /** Commands that the launcher carries out itself, in a checkout. */
    public static final List<Command> OF_THE_LAUNCHER = List.of(
            ofTheLauncher(
                    "install",
                    "installs blaspool below a directory (--prefix DIR)",
                    OptionGroup.of("Install").with("prefix", "DIR", "the directory to install to")),
            ofTheLauncher(
                    "test",
                    "runs every test",
                    OptionGroup.of("Test").with("jdk", "DIR", "the home of a JDK to test on too; may be repeated")));

    private ShellOptions() {}

    private static Command ofTheLauncher(String name, String summary, OptionGroup options) {
        return new Command(name, "", summary, "", List.of(options), List.of(), null);
    }

    /** Commands and those of the launcher. */
    public static List<Command> all(List<Command> commands) {
        return Stream.concat(commands.stream(), OF_THE_LAUNCHER.stream()).toList();
    }

    static List<Option> of(Command command) {
        int common = OF_THE_LAUNCHER.contains(command) ? 1 : 2;
        return Stream.concat(
                        command.options().stream().flatMap(group -> group.options().stream()),
                        EVERYWHERE.options().stream().limit(common))
                .toList();
    }

    /** Whether files may follow its options. */
    static boolean takesFiles(Command command) {
        return command.operands().contains("FILE");
    }

    /**
     * What may follow an option, as far as a shell can complete it.
     *
     * @param words that it may be
     * @param files whether it may be a file
     * @param directories whether it may be a directory
     * @param list whether words may follow one another, separated by commas
     */
    record ValueKind(List<String> words, boolean files, boolean directories, boolean list) {
        private static final List<String> STRATEGIES =
                Arrays.stream(StrategyKind.values()).map(StrategyKind::label).toList();

        private static final List<String> BLAS = List.of("bundled", "system", "jblas", "netlib");

        /** By the option's own help: {@code java|raw} are words, {@code FILE} a file, {@code LIST} of what it is about. */
        static ValueKind of(Option option) {
            String name = option.getLongOpt();
            if (name.equals("strategies") || name.equals("strategy")) {
                return new ValueKind(STRATEGIES, false, false, name.equals("strategies"));
            }
            if (name.equals("blas")) {
                return new ValueKind(BLAS, true, false, option.getArgName().equals("LIST"));
            }
            List<String> parts = List.of(option.getArgName().split("\\|"));
            List<String> words =
                    parts.stream().filter(part -> part.matches("[a-z][a-z-]*")).toList();
            boolean files = parts.contains("FILE") || parts.contains("PATH");
            return new ValueKind(words, files, parts.contains("DIR"), parts.contains("LIST"));
        }
    }

    /**
     * How a command ended.
     *
     * @param code what the shell sees
     * @param meaning in a few words
     */
    public record ExitCode(int code, String meaning) {
        public static final List<ExitCode> ALL = List.of(
                new ExitCode(0, "all done and verified"),
                new ExitCode(1, "a product failed or a result did not verify"),
                new ExitCode(2, "the command line or an input is wrong; nothing was computed"),
                new ExitCode(3, "the machine lacks what was asked for (memory, CPUs, BLAS)"),
                new ExitCode(4, "stopped by a signal; what was finished is kept"),
                new ExitCode(5, "report --fail-if-slower found it slower"));
    }
}
