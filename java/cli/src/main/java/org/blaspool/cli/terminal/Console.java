package org.blaspool.cli.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The three standard streams and what is known of them.
 *
 * @param in standard input
 * @param out standard output: reports, nothing else
 * @param err standard error: progress and errors
 * @param outIsTerminal whether a person reads standard output
 * @param errIsTerminal whether a person reads standard error
 * @param environment the process's environment
 */
public record Console(
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean outIsTerminal,
        boolean errIsTerminal,
        Map<String, String> environment) {

    /** This process's. UTF-8 whatever the locale says: reports are read elsewhere too. */
    public static Console ofProcess() {
        return new Console(
                System.in,
                new PrintStream(System.out, true, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                isTerminal(1),
                isTerminal(2),
                System.getenv());
    }

    // Java's own Console tells of both streams together, and from Java 22 on of neither.
    private static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** The style of standard output: plain where it is no terminal or NO_COLOR asks for it (no-color.org). */
    public Style style() {
        boolean wanted = environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
        return outIsTerminal && wanted ? Style.COLOURED : Style.PLAIN;
    }
}
