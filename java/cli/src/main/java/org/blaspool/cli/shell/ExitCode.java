package org.blaspool.cli.shell;

import java.util.List;

/**
 * How a command ended.
 *
 * @param code what the shell sees
 * @param meaning in a few words
 */
public record ExitCode(int code, String meaning) {
    public static final List<ExitCode> ALL = List.of(
            new ExitCode(0, "all done and verified"),
            new ExitCode(1, "a product failed or a result did not verify"),
            new ExitCode(2, "the command line or an input is wrong; nothing was computed"),
            new ExitCode(3, "the machine lacks what was asked for (memory, CPUs, BLAS)"),
            new ExitCode(4, "stopped by a signal; what was finished is kept"),
            new ExitCode(5, "report --fail-if-slower found it slower"));
}
