package org.blaspool.cli.shell;

import java.util.List;
import org.blaspool.cli.option.OptionGroup;

/**
 * A command that the launcher carries out itself, in a checkout.
 *
 * @param name the word on the command line
 * @param summary one line for the list of commands
 * @param options what it takes
 */
public record LauncherCommand(String name, String summary, OptionGroup options) {
    public static final List<LauncherCommand> ALL = List.of(
            new LauncherCommand(
                    "install",
                    "installs blaspool below a directory (--prefix DIR)",
                    OptionGroup.of("Install").with("prefix", "DIR", "the directory to install to")),
            new LauncherCommand(
                    "test",
                    "runs every test",
                    OptionGroup.of("Test").with("jdk", "DIR", "the home of a JDK to test on too; may be repeated")));
}
