package org.blaspool.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.LineNumberReader;
import java.io.Reader;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** A manifest in JSON: an object of strings, numbers and booleans a line (JSON Lines), or an array of them. */
final class JsonRows {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private JsonRows() {}

    static ManifestRow.Reader ofLines(LineNumberReader text) {
        return () -> {
            String row = text.readLine();
            while (row != null && row.isBlank()) {
                row = text.readLine();
            }
            return row == null ? null : parse(row, text.getLineNumber());
        };
    }

    private static ManifestRow parse(String row, long line) throws IOException {
        try (JsonParser parser = JSON.createParser(row)) {
            ManifestRow parsed = object(parser.nextToken(), parser, line);
            return parsed.problem() != null || parser.nextToken() == null
                    ? parsed
                    : ManifestRow.bad(line, "something follows the JSON object");
        } catch (JsonProcessingException e) {
            return ManifestRow.bad(line, notJson(e));
        }
    }

    private static ManifestRow object(JsonToken first, JsonParser parser, long line) throws IOException {
        if (first != JsonToken.START_OBJECT) {
            return ManifestRow.bad(line, "it is not a JSON object");
        }
        Map<String, String> values = new HashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            if (!ManifestRow.ALL.contains(key)) {
                return ManifestRow.bad(
                        line, "key is not known: key=" + FileName.quoted(key) + ", " + ManifestRow.EXPECTED);
            }
            JsonToken value = parser.nextToken();
            if (!value.isScalarValue()) {
                return ManifestRow.bad(line, key + " is not a string, a number or a boolean");
            }
            values.put(key, value == JsonToken.VALUE_NULL ? "" : parser.getText());
        }
        return new ManifestRow(line, values, null);
    }

    private static String notJson(JsonProcessingException e) {
        return "it is not JSON: " + withoutAdvice(e.getOriginalMessage());
    }

    /** A manifest that is one JSON array of such objects; its line N is the Nth of them. A bad one ends the reading. */
    static ManifestRow.Reader ofArray(Reader text) throws IOException {
        JsonParser parser = JSON.createParser(text);
        AtomicLong line = new AtomicLong();
        return () -> {
            ManifestRow row = parser.isClosed() ? null : element(parser, line.incrementAndGet());
            if (row != null && row.problem() != null) {
                parser.close();
            }
            return row;
        };
    }

    private static ManifestRow element(JsonParser parser, long line) throws IOException {
        try {
            JsonToken first = parser.nextToken();
            if (line == 1) {
                first = parser.nextToken(); // behind the bracket
            }
            if (first != JsonToken.END_ARRAY) {
                return object(first, parser, line);
            }
            return parser.nextToken() == null ? null : ManifestRow.bad(line, "something follows the JSON array");
        } catch (JsonProcessingException e) {
            return ManifestRow.bad(line, notJson(e));
        }
    }

    /** What the parser says of its own settings in brackets is no help to who wrote a manifest. */
    private static String withoutAdvice(String message) {
        return message.replaceAll("(?s)\\s*\\((?:[^()]|\\([^()]*\\))*\\)", "")
                .replaceAll("(?s)[:;] (maybe|enable) .*", "");
    }
}
