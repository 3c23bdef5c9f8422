package org.blaspool.cli;

import java.util.List;
import org.blaspool.cli.command.Command;
import org.blaspool.cli.command.compare.CompareCommand;
import org.blaspool.cli.command.info.InfoCommand;
import org.blaspool.cli.command.report.ReportCommand;

/** All commands, in the order of the help. A new one is a class in a package of its own and a line here. */
final class Commands {
    private Commands() {}

    static List<Command> all() {
        return List.of(new CompareCommand(), new InfoCommand(), new ReportCommand());
    }
}
