package org.blaspool.cli.shell;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.cli.Option;
import org.blaspool.cli.command.Command;
import org.blaspool.cli.shell.ShellOptions.LauncherCommand;
import org.blaspool.cli.shell.ShellOptions.ValueKind;

/** A completion script for bash 4 and newer, which needs no other package. */
final class BashCompletion {
    private static final String HEAD = """
        # bash completion for blaspool; made from the same source as its help
        _blaspool_words() {
          mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current")
        }

        # Completes the part behind the last comma.
        _blaspool_list() {
          local before=${current%"${current##*,}"}
          mapfile -t COMPREPLY < <(compgen -P "$before" -W "$1" -- "${current##*,}")
          compopt -o nospace 2>/dev/null
        }

        _blaspool_files() {
          compopt -o filenames 2>/dev/null
          mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen "$1" -- "$current")
        }

        _blaspool() {
          local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command="" word
          COMPREPLY=()
          for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
            [[ $word == -* ]] || { command=$word && break; }
          done
        """;

    private BashCompletion() {}

    static String of(List<Command> commands) {
        StringBuilder text = new StringBuilder(HEAD);
        String names = Stream.concat(
                        commands.stream().map(Command::name),
                        LauncherCommand.ALL.stream().map(LauncherCommand::name))
                .collect(Collectors.joining(" "));
        text.append("  case $command in\n");
        text.append("    '') _blaspool_words '").append(names).append(" help --help --version --yes --build' ;;\n");
        text.append("    help) _blaspool_words '").append(names).append("' ;;\n");
        for (Command command : commands) {
            command(
                    text,
                    command.name(),
                    ShellOptions.of(command),
                    command.name().equals("report"));
        }
        for (LauncherCommand command : LauncherCommand.ALL) {
            command(text, command.name(), ShellOptions.of(command), false);
        }
        return text.append("  esac\n}\ncomplete -F _blaspool blaspool\n").toString();
    }

    private static void command(StringBuilder text, String name, List<Option> options, boolean takesFiles) {
        text.append("    ").append(name).append(")\n      case $before in\n");
        for (Option option : options) {
            if (option.hasArg()) {
                text.append("        --").append(option.getLongOpt()).append(") ");
                values(text, ValueKind.of(option));
                text.append(" ;;\n");
            }
        }
        String all = options.stream().map(option -> "--" + option.getLongOpt()).collect(Collectors.joining(" "));
        text.append("        *) _blaspool_words '").append(all).append("'");
        if (takesFiles) {
            text.append("; [[ $current == -* ]] || _blaspool_files -f");
        }
        text.append(" ;;\n      esac\n      ;;\n");
    }

    private static void values(StringBuilder text, ValueKind kind) {
        if (kind.words().isEmpty() && !kind.files() && !kind.directories()) {
            text.append(':');
            return;
        }
        String separator = "";
        if (!kind.words().isEmpty()) {
            text.append(kind.list() ? "_blaspool_list '" : "_blaspool_words '")
                    .append(String.join(" ", kind.words()))
                    .append("'");
            separator = "; ";
        }
        if (kind.files() || kind.directories()) {
            text.append(separator).append(kind.files() ? "_blaspool_files -f" : "_blaspool_files -d");
        }
    }
}
