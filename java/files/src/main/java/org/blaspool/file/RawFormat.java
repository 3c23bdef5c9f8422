package org.blaspool.file;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.blaspool.Layout;
import org.blaspool.Shape;
import org.blaspool.error.InvalidInputException;
import org.blaspool.matrix.StoredMatrix;

/**
 * Files of nothing but elements, whose shape the user gives: {@code file.bin:300x200}, and if need be
 * {@code :order=F} and {@code :dtype=>f4}; see {@link #elements}. The file's length must be that of the elements.
 */
public final class RawFormat implements MatrixFormat {
    private static final String EXPECTED = "expected FILE.bin:ROWSxCOLUMNS and perhaps :order=C|F and :dtype=<f8";
    private static final Pattern SHAPE = Pattern.compile("([0-9]{1,18})x([0-9]{1,18})");

    @Override
    public List<String> suffixes() {
        return List.of(".bin", ".raw");
    }

    @Override
    public boolean isNamedByFileAlone() {
        return false;
    }

    @Override
    public void requireMember(String member, String given) {
        elements(member, given);
    }

    @Override
    public MatrixHeader read(MatrixSource source, StoredMatrix target) throws IOException {
        StoredElements elements = elements(source.member(), source);
        try (FileChannel channel = FileChannel.open(source.path(), StandardOpenOption.READ)) {
            if (channel.size() != elements.bytes()) {
                throw new InvalidInputException("file has another length than its shape: file=" + source + " bytes="
                        + channel.size() + ", expected " + elements.bytes() + " for " + elements.shape() + " of "
                        + elements.type().code());
            }
            if (elements.header().fits(target, source)) {
                elements.read(StoredElements.of(channel, source), target);
            }
            return elements.header();
        }
    }

    /**
     * What a user says of a file of bare elements: {@code ROWSxCOLUMNS}, then in any order {@code :order=C} (rows one
     * after another, as numpy's tofile writes; the default) or {@code F} (columns), and {@code :dtype=} with numpy's
     * names of types (default {@code <f8}; without {@code <} or {@code >} little-endian).
     *
     * @param name what messages call the file
     */
    static StoredElements elements(String text, Object name) {
        List<String> parts = Arrays.asList(text.split(":", -1));
        Layout layout = Layout.ROW_MAJOR;
        ElementType type = ElementType.FLOAT64;
        ByteOrder byteOrder = ByteOrder.LITTLE_ENDIAN;
        Set<String> keys = new HashSet<>();
        for (String part : parts.subList(1, parts.size())) {
            int equals = part.indexOf('=');
            String key = part.substring(0, Math.max(0, equals));
            String value = part.substring(equals + 1);
            if (!keys.add(key)) {
                throw refused("is said twice", name, key + "=" + FileName.quoted(value), EXPECTED);
            }
            switch (key) {
                case "order" -> layout = layout(value, name);
                case "dtype" -> {
                    type = type(value, name);
                    byteOrder = value.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
                }
                default -> throw refused("is not understood", name, "part=" + FileName.quoted(part), EXPECTED);
            }
        }
        return new StoredElements(shape(parts.get(0), type, name), layout, type, byteOrder);
    }

    private static Shape shape(String text, ElementType type, Object name) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            String found = text.isEmpty() ? "shape is missing" : "shape=" + FileName.quoted(text);
            throw refused("has no shape", name, found, EXPECTED);
        }
        long rows = Long.parseLong(matcher.group(1));
        long columns = Long.parseLong(matcher.group(2));
        if (columns != 0 && rows > (1L << 59) / columns) {
            throw refused("is too large", name, "shape=" + text, "allowed less than 2^62 bytes");
        }
        return new Shape(rows, columns);
    }

    private static Layout layout(String value, Object name) {
        return switch (value) {
            case "C" -> Layout.ROW_MAJOR;
            case "F" -> Layout.COLUMN_MAJOR;
            default -> throw refused("has an unknown order", name, "order=" + FileName.quoted(value), "allowed C, F");
        };
    }

    private static ElementType type(String value, Object name) {
        return ElementType.ofCode(ElementType.withoutByteOrder(value))
                .orElseThrow(() -> refused(
                        "has an unknown type",
                        name,
                        "dtype=" + FileName.quoted(value),
                        "allowed f8, f4, f2, i1, i2, i4, i8, u1, u2, u4, u8, b1, perhaps behind < or >"));
    }

    private static InvalidInputException refused(String what, Object name, String found, String expected) {
        return new InvalidInputException("raw file " + what + ": file=" + name + " " + found + ", " + expected);
    }
}
