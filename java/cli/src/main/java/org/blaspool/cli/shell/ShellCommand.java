package org.blaspool.cli.shell;

import java.util.List;
import java.util.function.Supplier;
import org.blaspool.cli.command.Command;
import org.blaspool.cli.option.Arguments;
import org.blaspool.cli.option.OptionGroup;
import org.blaspool.error.InvalidInputException;

/** {@code blaspool shell bash|zsh|man}: completion scripts and the manual page on standard output. Not in the help. */
public final class ShellCommand implements Command {
    private final Supplier<List<Command>> commands;
    private final String version;

    /** @param commands those that users see */
    public ShellCommand(Supplier<List<Command>> commands, String version) {
        this.commands = commands;
        this.version = version;
    }

    @Override
    public String name() {
        return "shell";
    }

    @Override
    public String summary() {
        return "prints completion for bash or zsh, or the manual page";
    }

    @Override
    public String operands() {
        return "bash|zsh|man";
    }

    @Override
    public String description() {
        return """
                Prints what a shell and man know of blaspool. In a checkout, completion is had by
                source <(./blaspool shell bash); ./blaspool install installs all of it.
                """;
    }

    @Override
    public List<OptionGroup> options() {
        return List.of();
    }

    @Override
    public List<Example> examples() {
        return List.of(new Example("blaspool shell man | man -l -", "the manual page"));
    }

    @Override
    public Request read(Arguments arguments) {
        List<String> operands = arguments.operands(1, "one of bash, zsh, man");
        String what = operands.isEmpty() ? "" : operands.get(0);
        String text = switch (what) {
            case "bash" -> BashCompletion.of(commands.get());
            case "zsh" -> ZshCompletion.of(commands.get());
            case "man" -> ManPage.of(commands.get(), version);
            default -> throw new InvalidInputException("unknown shell: shell=" + what + ", allowed bash, zsh, man");
        };
        return session -> {
            session.console().out().print(text);
            return 0;
        };
    }
}
