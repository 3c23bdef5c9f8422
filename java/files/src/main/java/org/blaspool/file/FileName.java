package org.blaspool.file;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.blaspool.error.InvalidInputException;

/**
 * Names of files between Java, where they are text, and the system, where they are bytes. Bytes that the locale's
 * encoding cannot read would make another name of it, and are refused.
 */
public final class FileName {
    private static final String LOCALE = "; names beyond ASCII need a UTF-8 locale such as LC_ALL=C.UTF-8";
    private static final Charset ENCODING = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

    /** What Java takes for bytes that it cannot read. */
    private static final char UNREADABLE = '\ufffd';

    private FileName() {}

    /**
     * The file that a manifest names.
     *
     * @param what how messages call it
     * @param named as the manifest has it
     */
    static Path resolve(Path directory, String file, String what, String named) {
        try {
            return directory.resolve(file);
        } catch (InvalidPathException e) {
            // Where the locale is C, Java takes no names but ASCII ones.
            throw new InvalidInputException(
                    what + " cannot be used: " + named + " reason=" + e.getReason() + LOCALE, e);
        }
    }

    /**
     * A text of the command line, which Java has read; with the directory that it is relative to.
     *
     * @param what the option
     * @param isFile whether the text names a file, maybe relative to the working directory
     */
    public static void requireReadable(String what, String text, boolean isFile) {
        String directory = System.getProperty("user.dir", "");
        if (text.indexOf(UNREADABLE) >= 0) {
            throw unreadable(what + "=" + escaped(argument(text)));
        }
        if (isFile && !text.startsWith("/") && directory.indexOf(UNREADABLE) >= 0) {
            throw unreadable("working_directory=" + directory.replace(UNREADABLE, '?'));
        }
    }

    /** The text's own bytes, a character each; with question marks where nobody knows them. */
    private static String argument(String text) {
        try {
            String line = Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.ISO_8859_1);
            return Stream.of(line.split("\0"))
                    .map(argument -> argument.substring(argument.startsWith("--") ? argument.indexOf('=') + 1 : 0))
                    .filter(bytes -> new String(bytes.getBytes(StandardCharsets.ISO_8859_1), ENCODING).equals(text))
                    .findFirst()
                    .orElse(text.replace(UNREADABLE, '?'));
        } catch (IOException e) {
            return text.replace(UNREADABLE, '?');
        }
    }

    /** An entry of a directory, whose name has to be the same after it was text. */
    static void requireReadable(Path entry) {
        try {
            if (Path.of(entry.toString()).equals(entry)) {
                return;
            }
        } catch (InvalidPathException e) {
            // It cannot even be a path again.
        }
        String here = entry.isAbsolute() ? "" : Path.of("").toUri().getRawPath();
        String raw = entry.toUri().getRawPath().substring(here.length()).replace("+", "%2B");
        throw unreadable("file=" + escaped(URLDecoder.decode(raw, StandardCharsets.ISO_8859_1)));
    }

    private static InvalidInputException unreadable(String name) {
        String way = ENCODING.equals(StandardCharsets.UTF_8)
                ? "; rename it as convmv does, or take the locale that it was named in"
                : LOCALE;
        return new InvalidInputException(
                "file name cannot be read in this locale: " + name + ", expected " + ENCODING.name() + way);
    }

    private static String escaped(String bytes) {
        return bytes.chars()
                .mapToObj(each ->
                        each >= ' ' && each < 0x7f ? String.valueOf((char) each) : String.format("\\x%02X", each))
                .collect(Collectors.joining());
    }

    /** A name or a word of a file for a message: in quotes, shortened, with what a terminal would obey replaced. */
    static String quoted(String text) {
        String shown = text.length() <= 40 ? text : text.substring(0, 40) + "...";
        return "'" + shown.replaceAll("[\\p{Cntrl}\u0080-\u009f]", "?") + "'";
    }
}
