package org.blaspool.cpu;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The kernel's text files below a root. What cannot be read counts as absent: containers hide files by removing them
 * and by denying access alike.
 */
record KernelFiles(Path root) {
    /** The contents without surrounding white space, by the path that the file has on a real machine. */
    Optional<String> text(String absolutePath) {
        // Below /proc/sys there is but one read, and one that goes by a file's size asks for a single byte.
        try (BufferedReader reader = Files.newBufferedReader(resolve(absolutePath))) {
            return Optional.of(reader.lines().collect(Collectors.joining("\n")).strip());
        } catch (IOException | UncheckedIOException absent) {
            return Optional.empty();
        }
    }

    List<String> lines(String absolutePath) {
        return text(absolutePath).map(text -> text.lines().toList()).orElse(List.of());
    }

    OptionalLong number(String absolutePath) {
        return text(absolutePath).map(KernelFiles::parseNumber).orElse(OptionalLong.empty());
    }

    OptionalInt smallNumber(String absolutePath) {
        OptionalLong number = number(absolutePath);
        return number.isPresent() && number.getAsLong() == (int) number.getAsLong()
                ? OptionalInt.of((int) number.getAsLong())
                : OptionalInt.empty();
    }

    /** The value behind {@code key:} in a file of such lines, the first where there are several. */
    Optional<String> field(String absolutePath, String key) {
        return lines(absolutePath).stream()
                .map(line -> line.split(":", 2))
                .filter(parts -> parts.length == 2 && parts[0].strip().equals(key))
                .map(parts -> parts[1].strip())
                .findFirst();
    }

    /** The names in a directory; none where it is absent. */
    List<String> names(String absolutePath) {
        try (Stream<Path> entries = Files.list(resolve(absolutePath))) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException absent) {
            return List.of();
        }
    }

    /** A decimal number; empty for anything else, such as {@code max}. */
    static OptionalLong parseNumber(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException other) {
            return OptionalLong.empty();
        }
    }

    private Path resolve(String absolutePath) {
        return root.resolve(absolutePath.replaceFirst("^/+", ""));
    }
}
