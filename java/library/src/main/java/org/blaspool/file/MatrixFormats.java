package org.blaspool.file;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.blaspool.error.InvalidInputException;

/** The formats that matrices are read from and written to, in the order in which a name is offered to them. */
public final class MatrixFormats {
    private static final List<MatrixFormat> ALL = List.of(new NpyFormat());

    private MatrixFormats() {}

    /**
     * The matrix that a name means.
     *
     * @param given a file's name, with whatever the format needs after it
     * @param directory what a relative name is relative to
     * @throws InvalidInputException where no format takes the name
     */
    public static MatrixSource source(String given, Path directory) {
        if (given.isEmpty()) {
            throw new InvalidInputException("file name is empty, expected a " + suffixes(ALL) + " file");
        }
        try {
            return ALL.stream()
                    .map(format -> format.resolve(given, directory))
                    .flatMap(Optional::stream)
                    .findFirst()
                    .orElseThrow(() -> new InvalidInputException(
                            "file format is not known: file=" + given + ", allowed " + suffixes(ALL)));
        } catch (InvalidPathException e) {
            // Where the locale is C, JDK 17 takes no names but ASCII ones.
            throw new InvalidInputException(
                    "file name cannot be used: file=" + PythonLiteral.quoted(given) + " reason=" + e.getReason()
                            + "; names beyond ASCII need a UTF-8 locale such as LC_ALL=C.UTF-8",
                    e);
        }
    }

    /**
     * The format that a result of this name is written in.
     *
     * @throws InvalidInputException where none writes it
     */
    public static MatrixFormat forResult(String name) {
        List<MatrixFormat> writable =
                ALL.stream().filter(MatrixFormat::isWritable).toList();
        return writable.stream()
                .filter(format -> name.endsWith(format.suffix()))
                .findFirst()
                .orElseThrow(() -> new InvalidInputException("result format is not known: out=" + name
                        + ", expected a name that ends in " + suffixes(writable)));
    }

    private static String suffixes(List<MatrixFormat> formats) {
        return formats.stream().map(MatrixFormat::suffix).collect(Collectors.joining(", "));
    }
}
