package org.blaspool.cli.shell;

import java.util.List;
import java.util.Locale;
import org.apache.commons.cli.Option;
import org.blaspool.cli.command.Command;
import org.blaspool.cli.option.OptionGroup;
import org.blaspool.cli.shell.ShellOptions.ExitCode;

/** The manual page, in the man macros of roff. */
final class ManPage {
    private static final String HEAD = """
        .\\" made from the same source as blaspool --help
        .TH BLASPOOL 1 "" "blaspool %s" "User Commands"
        .SH NAME
        blaspool \\- multiplies batches of matrices on the JVM, and finds out which parallelism is fastest
        .SH SYNOPSIS
        .B blaspool
        .I COMMAND
        .RI [ options ]
        .SH DESCRIPTION
        blaspool multiplies batches of matrices on the JVM with a native BLAS, and finds out which
        parallelism is fastest: BLAS threads, a thread pool or worker JVMs.
        .SH COMMANDS
        """;

    private ManPage() {}

    static String of(List<Command> commands, String version) {
        StringBuilder text = new StringBuilder(HEAD.formatted(escaped(version)));
        ShellOptions.all(commands).forEach(command -> text.append(entry(command.name(), command.summary())));
        text.append(".PP\nThe last two work in a checkout only.\n");
        commands.forEach(command -> command(text, command));
        ShellOptions.OF_THE_LAUNCHER.forEach(command -> {
            text.append(section(command));
            command.options().forEach(group -> group(text, group));
        });
        text.append(".SH EXIT STATUS\n");
        ExitCode.ALL.forEach(code -> text.append(entry(Integer.toString(code.code()), code.meaning())));
        text.append(".SH ENVIRONMENT\n");
        EnvironmentVariable.ALL.forEach(variable -> text.append(entry(variable.name(), variable.meaning())));
        return text.append(".SH FILES\n")
                .append(entry(
                        "$XDG_CACHE_HOME/blaspool", "Unpacked libraries, class data archives, the machine's profile."))
                .toString();
    }

    private static String section(Command command) {
        return ".SH " + escaped("BLASPOOL " + command.name().toUpperCase(Locale.ROOT)) + "\n";
    }

    private static void command(StringBuilder text, Command command) {
        text.append(section(command) + ".B blaspool " + escaped(command.name()) + "\n");
        text.append(".RI \"" + escaped(command.operands()) + "\"\n.PP\n");
        for (String line : command.description().strip().split("\n")) {
            text.append((line.isBlank() ? ".PP" : escaped(line)) + "\n");
        }
        command.options().forEach(group -> group(text, group));
        group(text, ShellOptions.EVERYWHERE);
        text.append(".SS Examples\n");
        command.examples().forEach(example -> text.append(entry(example.line(), example.does())));
    }

    private static void group(StringBuilder text, OptionGroup group) {
        text.append(".SS " + escaped(group.title()) + "\n");
        for (Option option : group.options()) {
            String value = option.hasArg()
                    ? " \" \" \\fI" + escaped(option.getArgName()).replace(" ", "\\ ") + "\\fR"
                    : "";
            text.append(".TP\n.BR " + escaped("--" + option.getLongOpt()) + value + "\n");
            text.append(escaped(option.getDescription()) + "\n");
        }
    }

    /** A name, and below it what it means. */
    private static String entry(String name, String meaning) {
        return ".TP\n.B " + escaped(name) + "\n" + escaped(meaning) + "\n";
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
