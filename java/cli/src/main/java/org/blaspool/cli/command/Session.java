package org.blaspool.cli.command;

import java.util.function.Supplier;
import org.blaspool.cli.terminal.Console;
import org.blaspool.cli.terminal.StopSignal;
import org.blaspool.cpu.Machine;

/** What a command works with: the terminal, the request to stop, and the machine, which is read when first asked for. */
public final class Session {
    /**
     * System property of a process that another one of ours has started: it says what went wrong on standard output, for
     * that one to tell.
     */
    public static final String NESTED_PROPERTY = "blaspool.nested";

    /** What went by before; the kernel's own figure is off by up to a second in some containers. */
    private static final double JVM_START_SECONDS = 0.2;

    private final long startNanos = System.nanoTime();
    private final Console console;
    private final StopSignal stop;
    private final Supplier<Machine> reader;
    private Machine machine;

    public Session(Console console, StopSignal stop, Supplier<Machine> reader) {
        this.console = console;
        this.stop = stop;
        this.reader = reader;
    }

    public Console console() {
        return console;
    }

    public StopSignal stop() {
        return stop;
    }

    /** Since this JVM was started. */
    public double secondsSinceStart() {
        return JVM_START_SECONDS + (System.nanoTime() - startNanos) / 1e9;
    }

    public Machine machine() {
        if (machine == null) {
            machine = reader.get();
        }
        return machine;
    }
}
