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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * An object of JSON in a line that tells whether it is whole: its last member is the CRC-32C, in eight hexadecimal
 * digits, of all bytes before that member. What a crash has torn, or left full of zeroes, does not pass.
 */
final class JournalLine {
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
