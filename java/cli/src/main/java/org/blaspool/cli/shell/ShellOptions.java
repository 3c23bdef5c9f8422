package org.blaspool.cli.shell;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.cli.Option;
import org.blaspool.cli.command.Command;
import org.blaspool.cli.option.OptionGroup;
import org.blaspool.plan.StrategyKind;

/** The options of a command, with those that every command has. */
public final class ShellOptions {
    /** What every command understands. */
    public static final OptionGroup EVERYWHERE =
            OptionGroup.of("Help").flag("help", "show this help").flag("version", "show versions");

    private ShellOptions() {}

    static List<Option> of(Command command) {
        List<Option> options = new ArrayList<>();
        command.options().forEach(group -> options.addAll(group.options()));
        options.addAll(EVERYWHERE.options());
        return options;
    }

    static List<Option> of(LauncherCommand command) {
        List<Option> options = new ArrayList<>(command.options().options());
        options.add(EVERYWHERE.options().get(0));
        return options;
    }

    /**
     * A command that the launcher carries out itself, in a checkout.
     *
     * @param name the word on the command line
     * @param summary one line for the list of commands
     * @param options what it takes
     */
    public record LauncherCommand(String name, String summary, OptionGroup options) {
        public static final List<LauncherCommand> ALL = List.of(
                new LauncherCommand(
                        "install",
                        "installs blaspool below a directory (--prefix DIR)",
                        OptionGroup.of("Install").with("prefix", "DIR", "the directory to install to")),
                new LauncherCommand(
                        "test",
                        "runs every test",
                        OptionGroup.of("Test")
                                .with("jdk", "DIR", "the home of a JDK to test on too; may be repeated")));
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
}
