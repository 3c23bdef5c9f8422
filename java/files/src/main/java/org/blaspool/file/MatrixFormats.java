package org.blaspool.file;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.blaspool.error.InvalidInputException;

/** The formats that matrices are read from and written to. */
public final class MatrixFormats {
    static final List<MatrixFormat> ALL =
            List.of(new NpyFormat(), new NpzFormat(), new Hdf5Format(), new MatrixMarketFormat(), new RawFormat());

    private MatrixFormats() {}

    /**
     * The format that a result of this name is written in.
     *
     * @param name a file's name, perhaps with a member of it
     * @throws InvalidInputException where none writes it
     */
    public static MatrixFormat forResult(String name) {
        return result(name).format();
    }

    /** A result's name, taken apart; otherwise as {@link #forResult}. */
    static MatrixName result(String name) {
        List<MatrixFormat> writable =
                ALL.stream().filter(MatrixFormat::isWritable).toList();
        MatrixName result = MatrixName.of(name, writable)
                .orElseThrow(() -> new InvalidInputException("result format is not known: out=" + name
                        + ", expected a name that ends in " + suffixes(writable)));
        result.format().requireResultMember(result.member());
        return result;
    }

    static InvalidInputException unknown(String file) {
        return new InvalidInputException("file format is not known: file=" + file + ", allowed " + suffixes(ALL));
    }

    static String suffixes(List<MatrixFormat> formats) {
        return formats.stream().flatMap(format -> format.suffixes().stream()).collect(Collectors.joining(", "));
    }

    /**
     * A user's name of a matrix, taken apart: {@code in/x.npz:weights} is the file {@code in/x.npz} and its member
     * {@code weights}.
     *
     * @param file the file's name, which ends in a suffix of the format
     * @param member what follows it and a colon; empty where nothing does
     */
    record MatrixName(String file, String member, MatrixFormat format) {
        private static final char SEPARATOR = ':';

        /** Where several suffixes could end the file's name, the first does. Empty where none does. */
        static Optional<MatrixName> of(String given, List<MatrixFormat> formats) {
            MatrixName first = null;
            for (MatrixFormat format : formats) {
                for (String suffix : format.suffixes()) {
                    int end = end(given, suffix);
                    if (end >= 0 && (first == null || end < first.file.length())) {
                        String member = end == given.length() ? "" : given.substring(end + 1);
                        first = new MatrixName(given.substring(0, end), member, format);
                    }
                }
            }
            return Optional.ofNullable(first);
        }

        /** Where the first name of a file with this suffix ends; -1 where there is none. */
        private static int end(String given, String suffix) {
            int at = given.indexOf(suffix);
            while (at >= 0) {
                int end = at + suffix.length();
                if (end == given.length() || given.charAt(end) == SEPARATOR) {
                    return end;
                }
                at = given.indexOf(suffix, at + 1);
            }
            return -1;
        }

        /** How the file's name ends. */
        String suffix() {
            return format.suffixes().stream().filter(file::endsWith).findFirst().orElseThrow();
        }

        /** The name of a member of a file; of the file where the member is empty. */
        static String of(String file, String member) {
            return member.isEmpty() ? file : file + SEPARATOR + member;
        }
    }
}
