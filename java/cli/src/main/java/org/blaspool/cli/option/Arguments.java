package org.blaspool.cli.option;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;
import org.blaspool.error.InvalidInputException;
import org.blaspool.file.FileName;
import org.blaspool.memory.ByteSize;

/** What was typed after a command, its values read by type; whatever is wrong is an {@link InvalidInputException}. */
public final class Arguments {
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?|\\.\\d{1,9}");

    private final CommandLine line;

    private Arguments(CommandLine line) {
        this.line = line;
    }

    /** Parses the words after a command. Long options only, in full, as {@code --size 10} or {@code --size=10}. */
    public static Arguments parse(List<OptionGroup> groups, List<String> words) {
        Options options = new Options();
        groups.stream().flatMap(group -> group.options().stream()).forEach(options::addOption);
        DefaultParser parser = DefaultParser.builder()
                .setAllowPartialMatching(false)
                .setStripLeadingAndTrailingQuotes(false)
                .get();
        try {
            CommandLine line = parser.parse(options, words.toArray(String[]::new));
            rejectRepeated(line);
            rejectUnreadable(line);
            return new Arguments(line);
        } catch (UnrecognizedOptionException e) {
            throw new InvalidInputException(unknownOption(e.getOption(), options), e);
        } catch (MissingArgumentException e) {
            Option option = e.getOption();
            throw new InvalidInputException(
                    "option has no value: --" + option.getLongOpt() + ", expected --" + option.getLongOpt() + " "
                            + option.getArgName(),
                    e);
        } catch (ParseException e) {
            throw new InvalidInputException("command line cannot be read: " + e.getMessage(), e);
        }
    }

    private static String unknownOption(String typed, Options options) {
        String name = typed.replaceFirst("^-+", "").replaceFirst("=.*", "");
        Optional<Option> flag = options.getOptions().stream()
                .filter(option -> option.getLongOpt().equals(name) && !option.hasArg())
                .findFirst();
        if (flag.isPresent() && typed.contains("=")) {
            return "option takes no value: " + typed + ", expected --" + name;
        }
        List<String> known =
                options.getOptions().stream().map(Option::getLongOpt).toList();
        String hint = NearestName.of(name, known)
                .map(near -> ", did you mean --" + near + "?")
                .orElse("");
        return "unknown option: " + typed + hint;
    }

    private static void rejectRepeated(CommandLine line) {
        List<String> names =
                Arrays.stream(line.getOptions()).map(Option::getLongOpt).toList();
        for (String name : names) {
            int times = Collections.frequency(names, name);
            if (times > 1) {
                throw new InvalidInputException("option is given " + times + " times: --" + name + ", expected once");
            }
        }
    }

    /** Java has taken a name of a file that the locale cannot read for another name. */
    private static void rejectUnreadable(CommandLine line) {
        for (Option option : line.getOptions()) {
            if (option.hasArg()) {
                String name = option.getArgName();
                boolean isFile = name.startsWith("FILE") || name.equals("DIR");
                FileName.requireReadable(option.getLongOpt(), option.getValue(), isFile);
            }
        }
        line.getArgList().forEach(operand -> FileName.requireReadable("file", operand, true));
    }

    /** The options that were typed but for some, as words. */
    public List<String> without(String... names) {
        return Arrays.stream(line.getOptions())
                .filter(option -> !List.of(names).contains(option.getLongOpt()))
                .map(option -> "--" + option.getLongOpt() + (option.hasArg() ? "=" + option.getValue() : ""))
                .toList();
    }

    public boolean has(String option) {
        return line.hasOption(option);
    }

    public Optional<String> text(String option) {
        Optional<String> value = Optional.ofNullable(line.getOptionValue(option));
        if (value.isPresent() && value.get().isBlank()) {
            throw new InvalidInputException("option has an empty value: --" + option);
        }
        return value;
    }

    /** What an option that must be there says; {@code lacking} is the message where it is not. */
    public String required(String option, String lacking) {
        return text(option).orElseThrow(() -> new InvalidInputException(lacking));
    }

    /** The name of a file or of a directory. */
    public Optional<Path> path(String option) {
        return text(option).map(name -> path(option, name));
    }

    /** The name of a file that can be written, as is known before anything is computed. */
    public Optional<Path> writable(String option) {
        return text(option).map(name -> writable(option, name));
    }

    private static Path path(String option, String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new InvalidInputException("file name is not valid: " + option + "=" + name, e);
        }
    }

    static Path writable(String option, String name) {
        Path file = path(option, name).toAbsolutePath();
        if (Files.isDirectory(file)) {
            throw new InvalidInputException("file is a directory: " + option + "=" + name + ", expected a file");
        }
        Path directory = file.getParent();
        if (directory == null || !Files.isDirectory(directory) || !Files.isWritable(directory)) {
            throw new InvalidInputException("file cannot be written: " + option + "=" + name
                    + ", expected a directory that is there and writable");
        }
        try {
            Files.readAttributes(file, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            return file;
        } catch (IOException e) {
            throw new InvalidInputException("file cannot be written: " + option + "=" + e.getMessage(), e); // too long
        }
        return file;
    }

    /** A whole number from 1 to 2147483647. */
    public OptionalInt positive(String option) {
        OptionalLong value = number(option, 1, Integer.MAX_VALUE);
        return value.isPresent() ? OptionalInt.of((int) value.getAsLong()) : OptionalInt.empty();
    }

    /** A whole number within bounds, both included. */
    public OptionalLong number(String option, long least, long most) {
        Optional<String> text = text(option);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            long value = Long.parseLong(text.get().strip());
            if (value >= least && value <= most) {
                return OptionalLong.of(value);
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number out of bounds.
        }
        throw new InvalidInputException("option is not a whole number in range: " + option + "=" + text.get()
                + ", allowed " + least + " to " + most + " after --" + option);
    }

    /** A positive number of seconds, decimals allowed, in milliseconds. */
    public OptionalLong seconds(String option) {
        Optional<String> text = text(option);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        if (SECONDS.matcher(text.get().strip()).matches()) {
            double millis = Math.ceil(1e3 * Double.parseDouble(text.get()));
            if (millis >= 1) {
                return OptionalLong.of((long) millis);
            }
        }
        throw new InvalidInputException("option is not a number of seconds: " + option + "=" + text.get()
                + ", expected more than 0 and less than 1e9 after --" + option + ", as 30 or 0.5");
    }

    /** One of the words. */
    public Optional<String> word(String option, String... allowed) {
        Optional<String> value = text(option);
        if (value.isPresent() && !List.of(allowed).contains(value.get())) {
            throw new InvalidInputException("option has an unknown value: " + option + "=" + value.get() + ", allowed "
                    + String.join(", ", allowed) + " after --" + option
                    + NearestName.hint(value.get(), List.of(allowed)));
        }
        return value;
    }

    public OptionalLong bytes(String option) {
        Optional<String> value = text(option);
        return value.isPresent() ? OptionalLong.of(ByteSize.parse(option, value.get())) : OptionalLong.empty();
    }

    /** The words that belong to no option; each must be asked for by the command. */
    public List<String> operands(int most, String expected) {
        List<String> operands = line.getArgList();
        if (operands.size() > most) {
            throw new InvalidInputException("unexpected argument: " + operands.get(most) + ", expected " + expected);
        }
        return operands;
    }

    /** Two options of which at most one may be given. */
    public void rejectTogether(String first, String second) {
        if (has(first) && has(second)) {
            throw new InvalidInputException(
                    "options contradict each other: --" + first + " and --" + second + ", expected one of them");
        }
    }

    /** The known name that a mistyped one most likely meant. */
    public static final class NearestName {
        private NearestName() {}

        /** The nearest of {@code known}, where it is near: at most a third of the letters wrong, or a beginning of it. */
        public static Optional<String> of(String typed, Collection<String> known) {
            if (typed.length() >= 2) {
                Optional<String> longer =
                        known.stream().filter(name -> name.startsWith(typed)).min(Comparator.naturalOrder());
                if (longer.isPresent()) {
                    return longer;
                }
            }
            return known.stream()
                    .filter(name -> distance(typed, name) <= Math.max(1, Math.max(typed.length(), name.length()) / 3))
                    .min(Comparator.<String>comparingInt(name -> distance(typed, name))
                            .thenComparing(Comparator.naturalOrder()));
        }

        /** {@code , did you mean NAME?} or nothing. */
        public static String hint(String typed, Collection<String> known) {
            return of(typed, known).map(name -> ", did you mean " + name + "?").orElse("");
        }

        /** Edits between two words, swapped neighbours counted as one (optimal string alignment distance). */
        static int distance(String a, String b) {
            int[][] edits = new int[a.length() + 1][b.length() + 1];
            for (int i = 0; i <= a.length(); i++) {
                for (int j = 0; j <= b.length(); j++) {
                    edits[i][j] = i == 0 || j == 0 ? i + j : step(edits, a, b, i, j);
                }
            }
            return edits[a.length()][b.length()];
        }

        private static int step(int[][] edits, String a, String b, int i, int j) {
            int replaced = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
            int best = Math.min(replaced, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
            boolean swapped =
                    i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
            return swapped ? Math.min(best, 1 + edits[i - 2][j - 2]) : best;
        }
    }
}
