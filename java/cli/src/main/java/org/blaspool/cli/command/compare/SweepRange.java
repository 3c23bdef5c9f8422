package org.blaspool.cli.command.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.blaspool.cli.report.SweepParameter;
import org.blaspool.error.InvalidInputException;

/**
 * The values of {@code --sweep PARAMETER=FIRST:LAST[:FACTOR]}: from the first, each the factor times the one before, to
 * the last, which is always among them. Without a factor values double.
 *
 * @param parameter what is swept
 * @param values ascending; edges of square matrices where sizes are swept
 */
record SweepRange(SweepParameter parameter, List<Integer> values) {
    private static final Pattern FORM =
            Pattern.compile("(size|pairs|workers)=(\\d{1,9}):(\\d{1,9})(?::(\\d{1,3}(?:\\.\\d{1,3})?))?");
    private static final String EXPECTED =
            ", expected --sweep size=64:4096, pairs=10:1000 or workers=1:8 or, with a factor, size=64:4096:1.5";
    private static final int MOST_VALUES = 32;
    private static final int LARGEST_EDGE = 999_999;
    private static final int MOST_WORKERS = 999_999;

    static SweepRange parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new InvalidInputException("sweep is not valid: sweep=" + text + EXPECTED);
        }
        SweepParameter parameter = SweepParameter.of(form.group(1)).orElseThrow();
        int first = Integer.parseInt(form.group(2));
        int last = Integer.parseInt(form.group(3));
        double factor = form.group(4) == null ? 2 : Double.parseDouble(form.group(4));
        if (first < 1 || last <= first || factor <= 1) {
            throw new InvalidInputException("sweep does not grow: sweep=" + text
                    + ", expected 1 <= first < last and a factor above 1" + EXPECTED);
        }
        if (last > largest(parameter)) {
            throw new InvalidInputException("sweep goes too far: sweep=" + text + ", allowed " + parameter.label()
                    + " up to " + largest(parameter) + EXPECTED);
        }
        return new SweepRange(parameter, values(first, last, factor, text));
    }

    private static int largest(SweepParameter parameter) {
        return switch (parameter) {
            case SIZE -> LARGEST_EDGE;
            case PAIRS -> Integer.MAX_VALUE;
            case WORKERS -> MOST_WORKERS;
        };
    }

    private static List<Integer> values(int first, int last, double factor, String text) {
        List<Integer> values = new ArrayList<>();
        int before = 0;
        for (double value = first; Math.round(value) < last; value *= factor) {
            // A small factor may not reach the next whole number.
            if ((int) Math.round(value) > before) {
                before = (int) Math.round(value);
                values.add(before);
            }
            if (values.size() == MOST_VALUES) {
                throw new InvalidInputException("sweep has too many values: sweep=" + text + ", allowed " + MOST_VALUES
                        + "; take a larger factor" + EXPECTED);
            }
        }
        values.add(last);
        return List.copyOf(values);
    }

    int last() {
        return values.get(values.size() - 1);
    }
}
