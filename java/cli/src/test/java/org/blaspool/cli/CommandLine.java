package org.blaspool.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.blaspool.cli.command.Session;
import org.blaspool.cli.terminal.Console;
import org.blaspool.cli.terminal.StopSignal;
import org.blaspool.cpu.Machine;

/** A command line that was run within the test, with what it wrote. */
record CommandLine(int status, String out, String err) {
    /** A machine that must not be looked at: what is wrong is to be found before. */
    static final Supplier<Machine> UNTOUCHED = () -> {
        throw new AssertionError("the machine was looked at");
    };

    static CommandLine run(String... words) {
        return run(Machine::read, words);
    }

    static CommandLine run(Supplier<Machine> machine, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                Map.of());
        int status = new Main(Commands.all()).run(List.of(words), new Session(console, StopSignal.none(), machine));
        return new CommandLine(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
