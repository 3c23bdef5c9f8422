package org.blaspool.cli;

import java.util.List;
import org.apache.commons.cli.Option;
import org.blaspool.cli.command.Command;
import org.blaspool.cli.option.OptionGroup;

/** The help, made of what the commands say of themselves, so that the two cannot differ. At most 80 columns. */
final class HelpText {
    private static final int COLUMNS = 80;
    private static final int OPTION_COLUMN = 26;
    private static final OptionGroup EVERYWHERE =
            OptionGroup.of("Help").flag("help", "show this help").flag("version", "show versions");
    private static final String EXIT_CODES = """
            Exit codes:
              0  all done and verified
              1  a product failed or a result did not verify
              2  the command line or an input is wrong; nothing was computed
              3  the machine lacks what was asked for (memory, CPUs, BLAS)
              4  stopped by a signal; what was finished is kept
              5  report --fail-if-slower found it slower
            """;

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
        // These two are the launcher's own; it never comes here with them.
        entry(text, "install", "installs blaspool below a directory (--prefix DIR)", 11);
        entry(text, "test", "runs every test", 11);
        text.append("""

                Examples:
                  blaspool compare                    every strategy, in about a minute
                  blaspool run --pairs in --out c     multiplies in/a/*.npy by in/b/*.npy into c
                  blaspool info                       what blaspool sees of this machine

                `blaspool COMMAND --help` has the options of each, with examples.

                """);
        return text.append(EXIT_CODES).toString();
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
        options(text, EVERYWHERE);
        text.append("\nExamples:\n");
        for (Command.Example example : command.examples()) {
            text.append("  ").append(example.line()).append('\n');
            text.append("      ").append(example.does()).append('\n');
        }
        return text.append('\n').append(EXIT_CODES).toString();
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
