package org.blaspool.cli;

import java.util.List;
import org.apache.commons.cli.Option;
import org.blaspool.cli.command.Command;
import org.blaspool.cli.option.OptionGroup;
import org.blaspool.cli.report.TextPage;
import org.blaspool.cli.shell.ShellOptions;
import org.blaspool.cli.shell.ShellOptions.ExitCode;

/** The help, made of what the commands say of themselves, so that the two cannot differ. At most 80 columns. */
final class HelpText {
    private static final int OPTION_COLUMN = 26;

    private HelpText() {}

    static String overview(List<Command> commands) {
        StringBuilder text = new StringBuilder("""
            blaspool multiplies batches of matrices on the JVM with a native BLAS, and finds
            out which parallelism is fastest: BLAS threads, a thread pool or worker JVMs.

            usage: blaspool COMMAND [options]

            Commands:
            """);
        ShellOptions.all(commands).forEach(command -> entry(text, command.name(), command.summary(), 11));
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
        StringBuilder text = new StringBuilder("blaspool %1$s: %2$s\n\nusage: blaspool %1$s %3$s\n\n%4$s\n"
                .formatted(
                        command.name(),
                        command.summary(),
                        command.operands(),
                        command.description().strip()));
        command.options().forEach(group -> options(text, group));
        options(text, ShellOptions.EVERYWHERE);
        text.append("\nExamples:\n");
        for (Command.Example example : command.examples()) {
            text.append("  " + example.line() + "\n      " + example.does() + "\n");
        }
        return exitCodes(text.append('\n')).toString();
    }

    private static StringBuilder exitCodes(StringBuilder text) {
        text.append("Exit codes:\n");
        for (ExitCode code : ExitCode.ALL) {
            text.append("  " + code.code() + "  " + code.meaning() + "\n");
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

    private static void entry(StringBuilder text, String name, String description, int column) {
        TextPage.entry("  " + name, description, column).forEach(line -> text.append(line + "\n"));
    }
}
