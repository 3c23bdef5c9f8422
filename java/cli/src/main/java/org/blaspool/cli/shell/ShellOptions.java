package org.blaspool.cli.shell;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.Option;
import org.blaspool.cli.command.Command;
import org.blaspool.cli.option.OptionGroup;

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
}
