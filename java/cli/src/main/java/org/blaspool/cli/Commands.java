package org.blaspool.cli;

import java.util.List;
import org.blaspool.cli.command.Command;
import org.blaspool.cli.command.compare.CompareCommand;
import org.blaspool.cli.command.info.InfoCommand;
import org.blaspool.cli.command.plan.PlanCommand;
import org.blaspool.cli.command.profile.ProfileCommand;
import org.blaspool.cli.command.report.ReportCommand;
import org.blaspool.cli.command.run.RunCommand;
import org.blaspool.cli.shell.ShellCommand;

/** All commands, in the order of the help. A new one is a class in a package of its own and a line here. */
final class Commands {
    private Commands() {}

    static List<Command> all() {
        return List.of(
                new CompareCommand(),
                new RunCommand(),
                new PlanCommand(),
                new InfoCommand(),
                new ReportCommand(),
                new ProfileCommand());
    }

    /** What the launcher asks for rather than a user. */
    static List<Command> hidden() {
        return List.of(new ShellCommand(Commands::all, Version.ofBlaspool()));
    }
}
