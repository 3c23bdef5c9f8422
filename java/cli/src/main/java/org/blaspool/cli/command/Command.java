package org.blaspool.cli.command;

import java.util.List;
import org.blaspool.cli.option.Arguments;
import org.blaspool.cli.option.OptionGroup;

/**
 * One of the commands, as {@code blaspool NAME [options]}.
 *
 * @param name the word on the command line
 * @param operands what follows it, as {@code [options] FILE.json}
 * @param summary one line for the list of commands
 * @param description what it does, in a paragraph or two of lines of at most 80 characters
 * @param options its own, beside --help and --version, which every command has
 */
public record Command(
        String name,
        String operands,
        String summary,
        String description,
        List<OptionGroup> options,
        List<Example> examples,
        Reader reader) {
    /**
     * An example for the help.
     *
     * @param line the command line
     * @param does what it does, in a few words
     */
    public record Example(String line, String does) {}

    /** Reads the words after the name, without a look at machine or BLAS; InvalidInputException where they are wrong. */
    @FunctionalInterface
    public interface Reader {
        Request read(Arguments arguments);
    }

    /** What was asked for, read and checked; nothing of it has happened yet. */
    @FunctionalInterface
    public interface Request {
        /** Does it and returns the exit code. */
        int carryOut(Session session) throws Exception;
    }
}
