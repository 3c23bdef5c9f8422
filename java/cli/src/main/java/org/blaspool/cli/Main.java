package org.blaspool.cli;

import java.util.List;
import java.util.stream.Stream;
import org.blaspool.cli.Commands.Version;
import org.blaspool.cli.command.Command;
import org.blaspool.cli.command.Session;
import org.blaspool.cli.option.Arguments;
import org.blaspool.cli.option.Arguments.NearestName;
import org.blaspool.cli.option.OptionGroup;
import org.blaspool.cli.terminal.Console;
import org.blaspool.cli.terminal.StopSignal;
import org.blaspool.cpu.Machine;
import org.blaspool.error.InvalidInputException;
import org.blaspool.error.ResourceUnavailableException;

/** The command line {@code blaspool COMMAND [options]}. */
public final class Main {
    private final List<Command> commands;

    Main(List<Command> commands) {
        this.commands = commands;
    }

    public static void main(String[] words) {
        // The terminal's signal is followed by that of the process which started this one.
        StopSignal stop = StopSignal.install(Boolean.getBoolean(Session.NESTED_PROPERTY));
        Session session = new Session(Console.ofProcess(), stop, Machine::read);
        stop.exit(new Main(Commands.all()).run(List.of(words), session));
    }

    /** Runs one command line and returns the exit code. */
    int run(List<String> words, Session session) {
        boolean verbose = words.contains("--verbose");
        try {
            int status = dispatch(words, session);
            if (session.console().out().checkError()) {
                throw new ResourceUnavailableException("standard output cannot be written: what was asked for is not"
                        + " there, expected room on its disk, or a reader that reads to the end");
            }
            return status;
        } catch (Throwable e) {
            Failure failure = Failure.of(e, session.stop().requested());
            String line = failure.line(verbose);
            for (String word : words) {
                String value = word.startsWith("--") ? word.substring(word.indexOf('=') + 1) : word;
                line = line.replace(value, value.replaceAll("\\p{Cntrl}", "?")); // a name may have lines
            }
            if (Boolean.getBoolean(Session.NESTED_PROPERTY)) {
                session.console().out().println(line);
            } else {
                session.console().err().println("blaspool: " + line);
            }
            if (verbose) {
                e.printStackTrace(session.console().err());
            }
            return failure.status();
        }
    }

    private int dispatch(List<String> words, Session session) throws Exception {
        if (words.isEmpty()) {
            session.console().err().print(HelpText.overview(commands));
            return Failure.WRONG_COMMAND_LINE;
        }
        String first = words.get(0);
        if (first.equals("--help") || first.equals("-h") || first.equals("help") && words.size() == 1) {
            session.console().out().print(HelpText.overview(commands));
            return 0;
        }
        if (first.equals("--version")) {
            session.console().out().print(Version.text());
            return 0;
        }
        boolean asksForHelp = first.equals("help");
        Command command = command(asksForHelp ? words.get(1) : first);
        List<String> rest = words.subList(1, words.size());
        if (asksForHelp || rest.contains("--help") || rest.contains("-h")) {
            session.console().out().print(HelpText.of(command));
            return 0;
        }
        if (rest.contains("--version")) {
            session.console().out().print(Version.text());
            return 0;
        }
        return read(command, rest).carryOut(session);
    }

    private Command command(String name) {
        return Stream.concat(commands.stream(), Commands.hidden().stream())
                .filter(command -> command.name().equals(name))
                .findFirst()
                .orElseThrow(() -> {
                    List<String> known = commands.stream().map(Command::name).toList();
                    return new InvalidInputException("unknown command: " + name + ", allowed "
                            + String.join(", ", known) + NearestName.hint(name, known) + "; see blaspool --help");
                });
    }

    private static Command.Request read(Command command, List<String> words) {
        List<OptionGroup> options = command.options();
        try {
            return command.reader().read(Arguments.parse(options, words));
        } catch (InvalidInputException e) {
            throw new InvalidInputException(e.getMessage() + "; see blaspool " + command.name() + " --help", e);
        }
    }
}
