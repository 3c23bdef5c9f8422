package org.blaspool.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.blaspool.file.ManifestKeys.ManifestRow;

/** A manifest in JSON: an object of strings, numbers and booleans a line (JSON Lines), or an array of them. */
final class JsonRows implements ManifestRow.Reader {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final BufferedReader text;
    private long line;

    JsonRows(BufferedReader text) {
        this.text = text;
    }

    @Override
    public ManifestRow next() throws IOException {
        for (String row = text.readLine(); row != null; row = text.readLine()) {
            line++;
            if (!row.isBlank()) {
                return parse(row);
            }
        }
        return null;
    }

    private ManifestRow parse(String row) throws IOException {
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
            if (!ManifestKeys.ALL.contains(key)) {
                return ManifestRow.bad(
                        line, "key is not known: key=" + FileName.quoted(key) + ", " + ManifestKeys.EXPECTED);
            }
            JsonToken value = parser.nextToken();
            if (!value.isScalarValue()) {
                return ManifestRow.bad(line, key + " is not a string, a number or a boolean");
            }
            values.put(key, value == JsonToken.VALUE_NULL ? "" : parser.getText());
        }
        return ManifestRow.of(line, values);
    }

    private static String notJson(JsonProcessingException e) {
        return "it is not JSON: " + withoutAdvice(e.getOriginalMessage());
    }

    /** A manifest that is one JSON array of such objects; its line N is the Nth of them. A bad one ends the reading. */
    static ManifestRow.Reader ofArray(BufferedReader text) throws IOException {
        JsonParser parser = JSON.createParser(text);
        return new ManifestRow.Reader() {
            private long line;
            private boolean ended;

            @Override
            public ManifestRow next() throws IOException {
                if (ended) {
                    return null;
                }
                try {
                    if (line++ == 0) {
                        parser.nextToken();
                    }
                    return element(parser.nextToken());
                } catch (JsonProcessingException e) {
                    return bad(notJson(e));
                }
            }

            private ManifestRow element(JsonToken first) throws IOException {
                if (first == JsonToken.END_ARRAY) {
                    ended = true;
                    return parser.nextToken() == null ? null : bad("something follows the JSON array");
                }
                ManifestRow row = first == null
                        ? ManifestRow.bad(line, "the JSON array does not end")
                        : object(first, parser, line);
                ended = row.problem() != null;
                return row;
            }

            private ManifestRow bad(String problem) {
                ended = true;
                return ManifestRow.bad(line, problem);
            }

            @Override
            public void close() throws IOException {
                parser.close();
                text.close();
            }
        };
    }

    /** What the parser says of its own settings in brackets is no help to who wrote a manifest. */
    private static String withoutAdvice(String message) {
        return message.replaceAll("(?s)\\s*\\((?:[^()]|\\([^()]*\\))*\\)", "")
                .replaceAll("(?s)[:;] (maybe|enable) .*", "");
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
