package org.blaspool.cli.shell;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.cli.Option;
import org.blaspool.cli.command.Command;
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
        List<Command> all = ShellOptions.all(commands);
        all.forEach(command -> text.append(described(command.name(), command.summary())));
        text.append(described("help", "shows the help of a command"));
        text.append("      )\n      _describe command commands\n      ;;\n    options)\n      case $line[1] in\n");
        all.forEach(command -> text.append(command(command)));
        return text.append("      esac\n      ;;\n  esac\n}\n").append(TAIL).toString();
    }

    private static String described(String name, String summary) {
        return "        '" + name + ":" + quoted(summary) + "'\n";
    }

    private static String command(Command command) {
        String options = ShellOptions.of(command).stream()
                .map(option -> " \\\n            '--" + option.getLongOpt() + (option.hasArg() ? "=" : "") + "["
                        + bracketed(option.getDescription()) + "]"
                        + (option.hasArg() ? ":" + bracketed(option.getArgName()) + ":" + action(option) : "") + "'")
                .collect(Collectors.joining());
        String files = ShellOptions.takesFiles(command) ? " \\\n            '*:report:_files'" : "";
        return "        " + command.name() + ")\n          _arguments" + options + files + "\n          ;;\n";
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
