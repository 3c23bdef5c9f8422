package org.blaspool.cli.shell;

import java.util.List;
import java.util.Locale;
import org.apache.commons.cli.Option;
import org.blaspool.cli.command.Command;
import org.blaspool.cli.option.OptionGroup;
import org.blaspool.cli.shell.ShellOptions.LauncherCommand;

/** The manual page, in the man macros of roff. */
final class ManPage {
    private ManPage() {}

    static String of(List<Command> commands, String version) {
        StringBuilder text = new StringBuilder();
        text.append(".\\\" made from the same source as blaspool --help\n");
        text.append(".TH BLASPOOL 1 \"\" \"blaspool ").append(escaped(version)).append("\" \"User Commands\"\n");
        section(text, "NAME");
        text.append(
                "blaspool \\- multiplies batches of matrices on the JVM, and finds out which parallelism is fastest\n");
        section(text, "SYNOPSIS");
        text.append(".B blaspool\n.I COMMAND\n.RI [ options ]\n");
        section(text, "DESCRIPTION");
        text.append("""
            blaspool multiplies batches of matrices on the JVM with a native BLAS, and finds out which
            parallelism is fastest: BLAS threads, a thread pool or worker JVMs.
            """);
        section(text, "COMMANDS");
        commands.forEach(command -> summary(text, command.name(), command.summary()));
        LauncherCommand.ALL.forEach(command -> summary(text, command.name(), command.summary()));
        text.append(".PP\nThe last two work in a checkout only.\n");
        commands.forEach(command -> command(text, command));
        LauncherCommand.ALL.forEach(command -> {
            section(text, "BLASPOOL " + command.name().toUpperCase(Locale.ROOT));
            group(text, command.options());
        });
        section(text, "EXIT STATUS");
        ExitCode.ALL.forEach(code -> summary(text, Integer.toString(code.code()), code.meaning()));
        section(text, "ENVIRONMENT");
        EnvironmentVariable.ALL.forEach(variable -> summary(text, variable.name(), variable.meaning()));
        section(text, "FILES");
        summary(text, "$XDG_CACHE_HOME/blaspool", "Unpacked libraries, class data archives, the machine's profile.");
        return text.toString();
    }

    private static void section(StringBuilder text, String name) {
        text.append(".SH ").append(escaped(name)).append('\n');
    }

    private static void command(StringBuilder text, Command command) {
        section(text, "BLASPOOL " + command.name().toUpperCase(Locale.ROOT));
        text.append(".B blaspool ").append(escaped(command.name())).append('\n');
        text.append(".RI ").append('"').append(escaped(command.operands())).append("\"\n.PP\n");
        for (String line : command.description().strip().split("\n")) {
            text.append(line.isBlank() ? ".PP" : escaped(line)).append('\n');
        }
        command.options().forEach(group -> group(text, group));
        group(text, ShellOptions.EVERYWHERE);
        text.append(".SS Examples\n");
        for (Command.Example example : command.examples()) {
            text.append(".TP\n.B ").append(escaped(example.line())).append('\n');
            text.append(escaped(example.does())).append('\n');
        }
    }

    private static void group(StringBuilder text, OptionGroup group) {
        text.append(".SS ").append(escaped(group.title())).append('\n');
        for (Option option : group.options()) {
            text.append(".TP\n.BR ").append(escaped("--" + option.getLongOpt()));
            if (option.hasArg()) {
                text.append(" \" \" \\fI")
                        .append(escaped(option.getArgName()).replace(" ", "\\ "))
                        .append("\\fR");
            }
            text.append('\n').append(escaped(option.getDescription())).append('\n');
        }
    }

    private static void summary(StringBuilder text, String name, String meaning) {
        text.append(".TP\n.B ")
                .append(escaped(name))
                .append('\n')
                .append(escaped(meaning))
                .append('\n');
    }

    /** A line may not begin with what roff takes for a request, and hyphens of options are not to be broken. */
    private static String escaped(String line) {
        String text = line.replace("\\", "\\e")
                .replace("-", "\\-")
                .replace("~", "\\(ti")
                .replace("^", "\\(ha");
        return text.startsWith(".") || text.startsWith("'") ? "\\&" + text : text;
    }

    /**
     * A variable of the environment that a command looks at.
     *
     * @param name of the variable, or several
     * @param meaning what it does
     */
    public record EnvironmentVariable(String name, String meaning) {
        public static final List<EnvironmentVariable> ALL = List.of(
                new EnvironmentVariable(
                        "JAVA_HOME",
                        "The Java to run on; else the java on the PATH, else the newest in" + " /usr/lib/jvm."),
                new EnvironmentVariable("BLASPOOL_JAVA_OPTS", "Options for the JVM of the command, after its own."),
                new EnvironmentVariable(
                        "BLASPOOL_SCRATCH, SLURM_TMPDIR, TMPDIR",
                        "Where temporary files go: the first that is set, unless --scratch says it."),
                new EnvironmentVariable(
                        "XDG_CACHE_HOME",
                        "Below it, in blaspool/, unpacked libraries and what was measured of the machine are kept"
                                + " [~/.cache]."),
                new EnvironmentVariable(
                        "SLURM_JOB_ID, SLURM_CPUS_PER_TASK, SLURM_CPUS_ON_NODE, SLURM_MEM_PER_CPU, SLURM_MEM_PER_NODE",
                        "In a batch job: the CPUs and the memory that it was given. In a checkout nothing is built then"
                                + " unless --build comes before the command."),
                new EnvironmentVariable("NO_COLOR", "No colours."));
    }
}
