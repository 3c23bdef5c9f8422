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

/** A manifest in JSON Lines: an object a line, of strings, numbers and booleans. */
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
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return ManifestRow.bad(line, "it is not a JSON object");
            }
            Map<String, String> values = new HashMap<>();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = parser.currentName();
                if (!ManifestKeys.ALL.contains(key)) {
                    return ManifestRow.bad(
                            line, "key is not known: key=" + PythonLiteral.quoted(key) + ", " + ManifestKeys.EXPECTED);
                }
                JsonToken value = parser.nextToken();
                if (!value.isScalarValue()) {
                    return ManifestRow.bad(line, key + " is not a string, a number or a boolean");
                }
                values.put(key, value == JsonToken.VALUE_NULL ? "" : parser.getText());
            }
            return parser.nextToken() == null
                    ? ManifestRow.of(line, values)
                    : ManifestRow.bad(line, "something follows the JSON object");
        } catch (JsonProcessingException e) {
            return ManifestRow.bad(line, "it is not JSON: " + withoutAdvice(e.getOriginalMessage()));
        }
    }

    /** What the parser says of its own settings in brackets is no help to who wrote a manifest. */
    private static String withoutAdvice(String message) {
        return message.replaceAll("(?s)\\s*\\((?:[^()]|\\([^()]*\\))*\\)", "")
                .replaceAll("(?s): maybe .*|; enable .*", "");
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
