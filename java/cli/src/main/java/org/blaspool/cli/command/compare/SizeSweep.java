package org.blaspool.cli.command.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.blaspool.cli.option.ProductSize;
import org.blaspool.error.InvalidInputException;

/**
 * The sizes of {@code --sweep size=FIRST:LAST[:FACTOR]}: from the first, each the factor times the one before, to the
 * last, which is always among them. Without a factor sizes double.
 *
 * @param edges of square matrices, ascending
 */
record SizeSweep(List<Integer> edges) {
    private static final Pattern FORM = Pattern.compile("size=(\\d{1,6}):(\\d{1,6})(?::(\\d{1,3}(?:\\.\\d{1,3})?))?");
    private static final String EXPECTED = ", expected --sweep size=64:4096 or, with a factor, size=64:4096:1.5";
    private static final int MOST_SIZES = 32;

    static SizeSweep parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new InvalidInputException("sweep is not valid: sweep=" + text + EXPECTED);
        }
        int first = Integer.parseInt(form.group(1));
        int last = Integer.parseInt(form.group(2));
        double factor = form.group(3) == null ? 2 : Double.parseDouble(form.group(3));
        if (first < 1 || last <= first || factor <= 1) {
            throw new InvalidInputException("sweep does not grow: sweep=" + text
                    + ", expected 1 <= first < last and a factor above 1" + EXPECTED);
        }
        return new SizeSweep(edges(first, last, factor, text));
    }

    private static List<Integer> edges(int first, int last, double factor, String text) {
        List<Integer> edges = new ArrayList<>();
        int before = 0;
        for (double edge = first; Math.round(edge) < last; edge *= factor) {
            // A small factor may not reach the next whole number.
            if ((int) Math.round(edge) > before) {
                before = (int) Math.round(edge);
                edges.add(before);
            }
            if (edges.size() == MOST_SIZES) {
                throw new InvalidInputException("sweep has too many sizes: sweep=" + text + ", allowed " + MOST_SIZES
                        + "; take a larger factor" + EXPECTED);
            }
        }
        edges.add(last);
        return List.copyOf(edges);
    }

    List<ProductSize> sizes() {
        return edges.stream().map(edge -> new ProductSize(edge, edge, edge)).toList();
    }
}
