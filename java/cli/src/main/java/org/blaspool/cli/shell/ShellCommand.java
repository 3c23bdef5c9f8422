package org.blaspool.cli.shell;

import java.util.List;
import org.blaspool.cli.command.Command;
import org.blaspool.cli.option.Arguments;
import org.blaspool.error.InvalidInputException;

/** {@code blaspool shell bash|zsh|man}: completion scripts and the manual page on standard output. Not in the help. */
public final class ShellCommand {
    private ShellCommand() {}

    /** @param commands those that users see */
    public static Command of(List<Command> commands, String version) {
        return new Command(
                "shell",
                "bash|zsh|man",
                "prints completion for bash or zsh, or the manual page",
                """
                Prints what a shell and man know of blaspool. In a checkout, completion is had by
                source <(./blaspool shell bash); ./blaspool install installs all of it.
                """,
                List.of(),
                List.of(new Command.Example("blaspool shell man | man -l -", "the manual page")),
                arguments -> read(arguments, commands, version));
    }

    private static Command.Request read(Arguments arguments, List<Command> commands, String version) {
        List<String> operands = arguments.operands(1, "one of bash, zsh, man");
        String what = operands.isEmpty() ? "" : operands.get(0);
        String text = switch (what) {
            case "bash" -> BashCompletion.of(commands);
            case "zsh" -> ZshCompletion.of(commands);
            case "man" -> ManPage.of(commands, version);
            default -> throw new InvalidInputException("unknown shell: shell=" + what + ", allowed bash, zsh, man");
        };
        return session -> {
            session.console().out().print(text);
            return 0;
        };
    }
}
