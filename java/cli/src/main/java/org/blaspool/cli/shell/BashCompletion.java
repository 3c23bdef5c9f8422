package org.blaspool.cli.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.cli.Option;
import org.blaspool.cli.command.Command;
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
          case $command in
        """;

    private BashCompletion() {}

    static String of(List<Command> commands) {
        List<Command> all = ShellOptions.all(commands);
        String names = all.stream().map(Command::name).collect(Collectors.joining(" "));
        return all.stream()
                .map(BashCompletion::command)
                .collect(Collectors.joining(
                        "",
                        HEAD + "    '') _blaspool_words '" + names + " help --help --version --yes --build' ;;\n"
                                + "    help) _blaspool_words '" + names + "' ;;\n",
                        "  esac\n}\ncomplete -F _blaspool blaspool\n"));
    }

    private static String command(Command command) {
        List<Option> options = ShellOptions.of(command);
        String values = options.stream()
                .filter(Option::hasArg)
                .map(option -> "        --" + option.getLongOpt() + ") " + values(ValueKind.of(option)) + " ;;\n")
                .collect(Collectors.joining());
        String names =
                options.stream().map(option -> "--" + option.getLongOpt()).collect(Collectors.joining(" "));
        String files = ShellOptions.takesFiles(command) ? "; [[ $current == -* ]] || _blaspool_files -f" : "";
        return "    " + command.name() + ")\n      case $before in\n" + values + "        *) _blaspool_words '" + names
                + "'" + files + " ;;\n      esac\n      ;;\n";
    }

    private static String values(ValueKind kind) {
        List<String> ways = new ArrayList<>();
        if (!kind.words().isEmpty()) {
            ways.add((kind.list() ? "_blaspool_list '" : "_blaspool_words '") + String.join(" ", kind.words()) + "'");
        }
        if (kind.files() || kind.directories()) {
            ways.add("_blaspool_files " + (kind.files() ? "-f" : "-d"));
        }
        return ways.isEmpty() ? ":" : String.join("; ", ways);
    }
}
