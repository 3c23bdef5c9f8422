package org.blaspool.cli.command;

import java.util.List;
import org.blaspool.cli.option.Arguments;
import org.blaspool.cli.option.OptionGroup;

/** One of the commands, as {@code blaspool NAME [options]}. Stateless. */
public interface Command {
    /**
     * An example for the help.
     *
     * @param line the command line
     * @param does what it does, in a few words
     */
    record Example(String line, String does) {}

    /** What was asked for, read and checked; nothing of it has happened yet. */
    @FunctionalInterface
    interface Request {
        /** Does it and returns the exit code. */
        int carryOut(Session session) throws Exception;
    }

    /** The word on the command line. */
    String name();

    /** One line for the list of commands. */
    String summary();

    /** What follows the name, as {@code [options] FILE.json}. */
    default String operands() {
        return "[options]";
    }

    /** What it does, in a paragraph or two of lines of at most 80 characters. */
    String description();

    /** Its options, but for --help and --version, which every command has. */
    List<OptionGroup> options();

    List<Example> examples();

    /**
     * Reads the words after the name. Touches neither machine nor BLAS.
     *
     * @throws org.blaspool.error.InvalidInputException where they are wrong
     */
    Request read(Arguments arguments);
}
