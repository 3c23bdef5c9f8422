package org.blaspool.cli.option;

import java.util.Optional;
import org.blaspool.error.InvalidInputException;

/**
 * Where a report goes beside the text on standard output.
 *
 * @param json a file, or {@code -} for standard output instead of the text; empty for none
 * @param csv the same as CSV
 * @param html the same as a page for a browser
 * @param quiet no text and no progress bar
 * @param verbose stack traces, and what is done
 */
public record OutputOptions(
        Optional<String> json, Optional<String> csv, Optional<String> html, boolean quiet, boolean verbose) {
    public static final String STANDARD = "-";

    /** The options of a command that reports figures of strategies. */
    public static OptionGroup group() {
        return jsonGroup()
                .with("csv", "FILE|-", "the same as CSV, one line a strategy")
                .with("html", "FILE|-", "the same as one HTML page with charts, which needs no network");
    }

    /** The options of a command whose report is no table of strategies. */
    public static OptionGroup jsonGroup() {
        return OptionGroup.of("Output")
                .flag("quiet", "no text and no progress bar; errors only")
                .flag("verbose", "show where a failure came from")
                .with("json", "FILE|-", "write the report as JSON too; - for standard output, instead of the text");
    }

    /** Reads and checks them: files that could not be written are found before anything is computed. */
    public static OutputOptions read(Arguments arguments) {
        Optional<String> json = target(arguments, "json");
        Optional<String> csv = target(arguments, "csv");
        Optional<String> html = target(arguments, "html");
        rejectSame("json", json, "csv", csv);
        rejectSame("json", json, "html", html);
        rejectSame("csv", csv, "html", html);
        return new OutputOptions(json, csv, html, arguments.has("quiet"), arguments.has("verbose"));
    }

    private static void rejectSame(String option, Optional<String> target, String other, Optional<String> otherTarget) {
        if (target.isPresent() && target.equals(otherTarget)) {
            throw new InvalidInputException("two reports go to one place: " + option + "=" + target.get() + " " + other
                    + "=" + otherTarget.get() + ", expected different files for --" + option + " and --" + other);
        }
    }

    private static Optional<String> target(Arguments arguments, String option) {
        Optional<String> target = arguments.text(option);
        target.filter(name -> !name.equals(STANDARD)).ifPresent(name -> Arguments.writable(option, name));
        return target;
    }

    /** Whether standard output carries the text. */
    public boolean showsText() {
        return !quiet && !takesStandardOutput(json) && !takesStandardOutput(csv) && !takesStandardOutput(html);
    }

    private static boolean takesStandardOutput(Optional<String> target) {
        return target.filter(STANDARD::equals).isPresent();
    }
}
