package org.blaspool.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;
import org.blaspool.journal.InputStates.FileState;

/**
 * A product that is finished: its result is complete and synced, and has its name or is about to get it.
 *
 * @param out the result's name, relative to the directory of results
 * @param line where the manifest has the product
 * @param inputs what it was made of
 * @param result state of the result file, by whose inode it is known before it has its name; 0 in journals of old
 * @param crc CRC-32C (RFC 3720) of the result file
 */
public record JournalRecord(String out, long line, InputStates inputs, FileState result, int crc) {
    private static final Set<String> REQUIRED = Set.of("out", "line", "a", "b", "op", "result");

    /** As an object of JSON, to which {@link JournalLine} adds its own sum. */
    String encode() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("out", out);
        members.put("line", line);
        members.put("a", numbers(inputs.a()));
        members.put("b", numbers(inputs.b()));
        if (inputs.c() != null) {
            members.put("c", numbers(inputs.c()));
        }
        members.put("op", inputs.operation());
        members.put("result", new long[] {result.bytes(), result.modifiedNanos(), Integer.toUnsignedLong(crc)});
        members.put("inode", result.inode());
        return JournalLine.encode(members);
    }

    private static long[] numbers(FileState state) {
        return new long[] {state.bytes(), state.modifiedNanos(), state.inode()};
    }

    /** The record that a line's object holds; empty where it is an object of another kind. */
    static Optional<JournalRecord> decode(String object) {
        Map<String, List<String>> members = JournalLine.decode(object);
        try {
            return members.keySet().containsAll(REQUIRED) ? Optional.of(record(members)) : Optional.empty();
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private static JournalRecord record(Map<String, List<String>> members) {
        FileState c = members.containsKey("c") ? state(members.get("c")) : null;
        List<String> result = members.get("result");
        String inode = members.getOrDefault("inode", List.of("0")).get(0);
        return new JournalRecord(
                members.get("out").get(0),
                Long.parseLong(members.get("line").get(0)),
                new InputStates(
                        state(members.get("a")),
                        state(members.get("b")),
                        c,
                        members.get("op").get(0)),
                state(List.of(result.get(0), result.get(1), inode)),
                (int) Long.parseLong(result.get(2)));
    }

    private static FileState state(List<String> numbers) {
        return new FileState(
                Long.parseLong(numbers.get(0)), Long.parseLong(numbers.get(1)), Long.parseLong(numbers.get(2)));
    }

    /**
     * An object of JSON in a line that tells whether it is whole: its last member is the CRC-32C, in eight hexadecimal
     * digits, of all bytes before that member. What a crash has torn, or left full of zeroes, does not pass.
     */
    static final class JournalLine {
        private static final String SUM = ",\"sum\":\"";
        private static final int TAIL = SUM.length() + 8 + 2;
        private static final JsonFactory JSON = new JsonFactory();

        private JournalLine() {}

        /** @param object at least one member, ending in its brace */
        static String of(String object) {
            String members = object.substring(0, object.length() - 1);
            return members + SUM + sum(members) + "\"}\n";
        }

        /** The object without its sum; empty where the line is not whole. */
        static Optional<String> object(String line) {
            int end = line.length() - TAIL;
            if (end < 2 || !line.startsWith(SUM, end)) {
                return Optional.empty();
            }
            String members = line.substring(0, end);
            return line.endsWith("\"}") && line.startsWith(sum(members), end + SUM.length())
                    ? Optional.of(members + "}")
                    : Optional.empty();
        }

        private static String sum(String members) {
            CRC32C crc = new CRC32C();
            crc.update(members.getBytes(StandardCharsets.UTF_8));
            String hex = Long.toHexString(crc.getValue());
            return "0".repeat(8 - hex.length()) + hex;
        }

        /** @param members texts, numbers and arrays of long, in the order in which they are written */
        static String encode(Map<String, ?> members) {
            StringWriter text = new StringWriter(256);
            try (JsonGenerator json = JSON.createGenerator(text)) {
                json.writeStartObject();
                for (Map.Entry<String, ?> member : members.entrySet()) {
                    json.writeFieldName(member.getKey());
                    if (member.getValue() instanceof long[] numbers) {
                        json.writeArray(numbers, 0, numbers.length);
                    } else {
                        json.writeObject(member.getValue());
                    }
                }
                json.writeEndObject();
            } catch (IOException e) {
                throw new UncheckedIOException(e); // a string is written to
            }
            return text.toString();
        }

        /** The members of an object: a text or number as a single one, arrays as several; none where it is no object. */
        static Map<String, List<String>> decode(String object) {
            Map<String, List<String>> members = new HashMap<>();
            try (JsonParser json = JSON.createParser(object)) {
                json.nextToken();
                List<String> values = List.of();
                for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                    if (token == JsonToken.FIELD_NAME) {
                        values = new ArrayList<>(3);
                        members.put(json.currentName(), values);
                    } else if (token == JsonToken.START_OBJECT) {
                        json.skipChildren();
                    } else if (token.isScalarValue()) {
                        values.add(json.getText());
                    }
                }
                return members;
            } catch (IOException e) {
                return Map.of();
            }
        }
    }
}
