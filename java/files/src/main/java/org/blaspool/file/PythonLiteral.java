package org.blaspool.file;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A parser of the Python literals that the head of a .npy file is made of: dictionaries with strings as keys, strings,
 * integers, booleans, None, tuples and lists. Nothing is evaluated.
 *
 * <p>Values become {@link String}, {@link BigInteger}, {@link Boolean}, {@link #NONE}, {@link Tuple}, {@link List} and
 * {@link Map}.
 */
final class PythonLiteral {
    /** Python's None. */
    static final Object NONE = new Object();

    /** Real dtypes nest two or three levels; the bound keeps a hostile header from exhausting the stack. */
    private static final int DEEPEST = 32;

    /** More digits than any size has; the bound keeps BigInteger's quadratic parsing out of reach. */
    private static final int MOST_DIGITS = 40;

    private final String text;
    private int at;
    private int depth;

    private PythonLiteral(String text) {
        this.text = text;
    }

    /** A tuple, as opposed to a list. */
    record Tuple(List<Object> items) {}

    /** The text is no such literal. */
    static final class SyntaxException extends Exception {
        private static final long serialVersionUID = 1L;

        private SyntaxException(String message) {
            super(message);
        }
    }

    /** Parses a text that is one dictionary with white space around it. */
    static Map<String, Object> dictionary(String text) throws SyntaxException {
        PythonLiteral parser = new PythonLiteral(text);
        parser.skipSpace();
        Map<String, Object> result = parser.dictionary();
        parser.skipSpace();
        if (parser.at < text.length()) {
            throw parser.expected("nothing behind the dictionary");
        }
        return result;
    }

    private Map<String, Object> dictionary() throws SyntaxException {
        Map<String, Object> result = new LinkedHashMap<>();
        require('{');
        while (!take('}')) {
            skipSpace();
            String key = string();
            require(':');
            if (result.put(key, value()) != null) {
                throw new SyntaxException("key " + quoted(key) + " is there twice");
            }
            if (!take(',')) {
                require('}');
                return result;
            }
        }
        return result;
    }

    private Object value() throws SyntaxException {
        if (++depth > DEEPEST) {
            throw expected("at most " + DEEPEST + " levels");
        }
        skipSpace();
        Object result = switch (peek()) {
            case '\'', '"' -> string();
            case '(' -> parenthesized();
            case '[' -> {
                at++;
                yield items(']');
            }
            case '{' -> dictionary();
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> integer();
            default -> word();
        };
        depth--;
        return result;
    }

    /** A tuple; or, without a comma, a value in parentheses. */
    private Object parenthesized() throws SyntaxException {
        at++;
        if (take(')')) {
            return new Tuple(List.of());
        }
        Object first = value();
        if (take(')')) {
            return first;
        }
        require(',');
        List<Object> items = items(')');
        items.add(0, first);
        return new Tuple(items);
    }

    private List<Object> items(char end) throws SyntaxException {
        List<Object> items = new ArrayList<>();
        while (!take(end)) {
            items.add(value());
            if (!take(',')) {
                require(end);
                return items;
            }
        }
        return items;
    }

    private String string() throws SyntaxException {
        char quote = peek();
        if (quote != '\'' && quote != '"') {
            throw expected("a string");
        }
        StringBuilder value = new StringBuilder();
        for (at++; peek() != quote; at++) {
            char next = peek();
            if (next == '\n' || next == '\r' || next == 0) {
                throw expected("the end of a string");
            }
            if (next == '\\') {
                at++;
                next = peek();
                // No name that numpy's types need has any other escape in it.
                if (next != '\\' && next != '\'' && next != '"') {
                    throw expected("one of \\\\ \\' \\\"");
                }
            }
            value.append(next);
        }
        at++;
        return value.toString();
    }

    private BigInteger integer() throws SyntaxException {
        int start = at;
        if (peek() == '-') {
            at++;
        }
        int firstDigit = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        int digits = at - firstDigit;
        if (digits == 0 || digits > MOST_DIGITS) {
            throw expected("an integer of 1 to " + MOST_DIGITS + " digits");
        }
        if (digits > 1 && text.charAt(firstDigit) == '0') {
            throw expected("an integer without a leading zero");
        }
        BigInteger value = new BigInteger(text.substring(start, at));
        if (peek() == 'L') { // Python 2's long
            at++;
        }
        return value;
    }

    private Object word() throws SyntaxException {
        int start = at;
        while (Character.isLetter(peek())) {
            at++;
        }
        return switch (text.substring(start, at)) {
            case "True" -> Boolean.TRUE;
            case "False" -> Boolean.FALSE;
            case "None" -> NONE;
            default -> {
                at = start;
                throw expected("a string, an integer, True, False, None, a tuple or a list");
            }
        };
    }

    /** The next character; 0, which no literal holds, at the end. */
    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private boolean take(char wanted) {
        skipSpace();
        if (peek() != wanted) {
            return false;
        }
        at++;
        return true;
    }

    private void require(char wanted) throws SyntaxException {
        if (!take(wanted)) {
            throw expected("'" + wanted + "'");
        }
    }

    private void skipSpace() {
        while (" \t\n\r\f".indexOf(peek()) >= 0) {
            at++;
        }
    }

    private SyntaxException expected(String what) {
        String found = at < text.length() ? quoted(text.substring(at, Math.min(text.length(), at + 12))) : "the end";
        return new SyntaxException("found " + found + " at character " + (at + 1) + ", expected " + what);
    }

    /** In quotes, shortened, with what a terminal would obey replaced. */
    static String quoted(String text) {
        String shown = text.length() <= 40 ? text : text.substring(0, 40) + "...";
        return "'" + shown.replaceAll("[\\p{Cntrl}\u0080-\u009f]", "?") + "'";
    }
}
