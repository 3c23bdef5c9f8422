package org.blaspool.cli.shell;

import java.util.List;
import org.apache.commons.cli.Option;
import org.blaspool.cli.command.Command;
import org.blaspool.cli.shell.ShellOptions.LauncherCommand;
import org.blaspool.cli.shell.ShellOptions.ValueKind;

/** A completion function for zsh, to be found on its fpath as {@code _blaspool}. */
final class ZshCompletion {
    private static final String TAIL = """
        if [[ $funcstack[1] == _blaspool ]]; then
          _blaspool "$@"
        else
          compdef _blaspool blaspool
        fi
        """;

    private ZshCompletion() {}

    static String of(List<Command> commands) {
        StringBuilder text = new StringBuilder("""
            #compdef blaspool
            # zsh completion for blaspool; made from the same source as its help
            _blaspool() {
              local curcontext=$curcontext state line
              typeset -A opt_args
              _arguments -C '--help[show help]' '--version[show versions]' \\
                '--yes[install missing tools]' '--build[build inside a batch job too]' \\
                '1: :->command' '*:: :->options'
              case $state in
                command)
                  local -a commands=(
            """);
        commands.forEach(command -> described(text, command.name(), command.summary()));
        LauncherCommand.ALL.forEach(command -> described(text, command.name(), command.summary()));
        described(text, "help", "shows the help of a command");
        text.append("      )\n      _describe command commands\n      ;;\n    options)\n      case $line[1] in\n");
        commands.forEach(command -> command(
                text, command.name(), ShellOptions.of(command), command.name().equals("report")));
        LauncherCommand.ALL.forEach(command -> command(text, command.name(), ShellOptions.of(command), false));
        return text.append("      esac\n      ;;\n  esac\n}\n").append(TAIL).toString();
    }

    private static void described(StringBuilder text, String name, String summary) {
        text.append("        '")
                .append(name)
                .append(':')
                .append(quoted(summary))
                .append("'\n");
    }

    private static void command(StringBuilder text, String name, List<Option> options, boolean takesFiles) {
        text.append("        ").append(name).append(")\n          _arguments");
        for (Option option : options) {
            text.append(" \\\n            '--")
                    .append(option.getLongOpt())
                    .append(option.hasArg() ? "=" : "")
                    .append('[')
                    .append(bracketed(option.getDescription()))
                    .append(']');
            if (option.hasArg()) {
                text.append(':')
                        .append(bracketed(option.getArgName()))
                        .append(':')
                        .append(action(option));
            }
            text.append("'");
        }
        if (takesFiles) {
            text.append(" \\\n            '*:report:_files'");
        }
        text.append("\n          ;;\n");
    }

    private static String action(Option option) {
        ValueKind kind = ValueKind.of(option);
        String words = String.join(" ", kind.words());
        if (!words.isEmpty()) {
            return kind.list() ? "_sequence compadd - " + words : "(" + words + ")";
        }
        return kind.files() ? "_files" : kind.directories() ? "_files -/" : "";
    }

    private static String quoted(String text) {
        return text.replace("'", "'\\''");
    }

    private static String bracketed(String text) {
        return quoted(text).replace("[", "\\[").replace("]", "\\]").replace(":", "\\:");
    }
}
