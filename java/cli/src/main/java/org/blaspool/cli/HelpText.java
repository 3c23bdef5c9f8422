package org.blaspool.cli;

import java.util.List;
import org.apache.commons.cli.Option;
import org.blaspool.cli.command.Command;
import org.blaspool.cli.option.OptionGroup;
import org.blaspool.cli.shell.ExitCode;
import org.blaspool.cli.shell.ShellOptions;
import org.blaspool.cli.shell.ShellOptions.LauncherCommand;

/** The help, made of what the commands say of themselves, so that the two cannot differ. At most 80 columns. */
final class HelpText {
    private static final int COLUMNS = 80;
    private static final int OPTION_COLUMN = 26;

    private HelpText() {}

    static String overview(List<Command> commands) {
        StringBuilder text = new StringBuilder("""
            blaspool multiplies batches of matrices on the JVM with a native BLAS, and finds
            out which parallelism is fastest: BLAS threads, a thread pool or worker JVMs.

            usage: blaspool COMMAND [options]

            Commands:
            """);
        for (Command command : commands) {
            entry(text, command.name(), command.summary(), 11);
        }
        for (LauncherCommand command : LauncherCommand.ALL) {
            entry(text, command.name(), command.summary(), 11);
        }
        text.append("""

            Examples:
              blaspool compare                    every strategy, in about a minute
              blaspool run --pairs in --out c     multiplies in/a/*.npy by in/b/*.npy into c
              blaspool info                       what blaspool sees of this machine

            `blaspool COMMAND --help` has the options of each, with examples.

            """);
        return exitCodes(text).toString();
    }

    static String of(Command command) {
        StringBuilder text = new StringBuilder();
        text.append("blaspool ")
                .append(command.name())
                .append(": ")
                .append(command.summary())
                .append("\n\nusage: blaspool ")
                .append(command.name())
                .append(' ')
                .append(command.operands())
                .append("\n\n")
                .append(command.description().strip())
                .append('\n');
        command.options().forEach(group -> options(text, group));
        options(text, ShellOptions.EVERYWHERE);
        text.append("\nExamples:\n");
        for (Command.Example example : command.examples()) {
            text.append("  ").append(example.line()).append('\n');
            text.append("      ").append(example.does()).append('\n');
        }
        return exitCodes(text.append('\n')).toString();
    }

    private static StringBuilder exitCodes(StringBuilder text) {
        text.append("Exit codes:\n");
        for (ExitCode code : ExitCode.ALL) {
            text.append("  ")
                    .append(code.code())
                    .append("  ")
                    .append(code.meaning())
                    .append('\n');
        }
        return text;
    }

    private static void options(StringBuilder text, OptionGroup group) {
        text.append('\n').append(group.title()).append(":\n");
        for (Option option : group.options()) {
            String value = option.hasArg() ? " " + option.getArgName() : "";
            entry(text, "--" + option.getLongOpt() + value, option.getDescription(), OPTION_COLUMN);
        }
    }

    /** A name and its description, wrapped beside it from {@code column} on. */
    private static void entry(StringBuilder text, String name, String description, int column) {
        StringBuilder line = new StringBuilder("  ").append(name);
        if (line.length() >= column) {
            text.append(line).append('\n');
            line.setLength(0);
        }
        line.append(" ".repeat(column - line.length()));
        for (String word : description.split(" ")) {
            if (line.length() > column && line.length() + 1 + word.length() > COLUMNS) {
                text.append(line.toString().stripTrailing()).append('\n');
                line.setLength(0);
                line.append(" ".repeat(column));
            }
            line.append(line.length() > column ? " " : "").append(word);
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }
}
