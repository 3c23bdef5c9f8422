package org.blaspool.journal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.blaspool.journal.InputStates.FileState;
import org.blaspool.journal.JournalReader.JournalLine;

/**
 * A product that is finished: its result is complete and synced, and has its name or is about to get it.
 *
 * @param out the result's name, relative to the directory of results
 * @param line where the manifest has the product
 * @param inputs what it was made of
 * @param bytes the result file's size
 * @param modifiedNanos the result file's time
 * @param crc CRC-32C (RFC 3720) of the result file
 * @param inode the number of the result file in its file system, by which it is known before it has its name; 0 in
 *     journals of old
 */
public record JournalRecord(
        String out, long line, InputStates inputs, long bytes, long modifiedNanos, int crc, long inode) {
    private static final JsonFactory JSON = new JsonFactory();

    /** As an object of JSON, to which {@link JournalLine} adds its own sum. */
    String encode() {
        StringWriter text = new StringWriter(256);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("out", out);
            json.writeNumberField("line", line);
            state(json, "a", inputs.a());
            state(json, "b", inputs.b());
            if (inputs.c() != null) {
                state(json, "c", inputs.c());
            }
            json.writeStringField("op", inputs.operation());
            json.writeFieldName("result");
            json.writeArray(new long[] {bytes, modifiedNanos, Integer.toUnsignedLong(crc)}, 0, 3);
            json.writeNumberField("inode", inode);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a string is written to
        }
        return text.toString();
    }

    private static void state(JsonGenerator json, String name, FileState state) throws IOException {
        json.writeFieldName(name);
        json.writeArray(new long[] {state.bytes(), state.modifiedNanos(), state.inode()}, 0, 3);
    }

    /** The record that a line's object holds; empty where it is an object of another kind. */
    static Optional<JournalRecord> decode(String object) {
        Fields fields = new Fields();
        try (JsonParser json = JSON.createParser(object)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                fields.read(json.currentName(), json);
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return fields.record();
    }

    /** What a line said so far. */
    private static final class Fields {
        private String out;
        private long line;
        private FileState a;
        private FileState b;
        private FileState c;
        private String operation;
        private FileState result;
        private long inode;

        void read(String name, JsonParser json) throws IOException {
            json.nextToken();
            switch (name) {
                case "out" -> out = json.getText();
                case "line" -> line = json.getLongValue();
                case "a" -> a = state(json);
                case "b" -> b = state(json);
                case "c" -> c = state(json);
                case "op" -> operation = json.getText();
                case "result" -> result = state(json);
                case "inode" -> inode = json.getLongValue();
                default -> json.skipChildren();
            }
        }

        private static FileState state(JsonParser json) throws IOException {
            FileState state = new FileState(json.nextLongValue(0), json.nextLongValue(0), json.nextLongValue(0));
            json.nextToken();
            return state;
        }

        Optional<JournalRecord> record() {
            if (out == null || a == null || b == null || operation == null || result == null) {
                return Optional.empty();
            }
            return Optional.of(new JournalRecord(
                    out,
                    line,
                    new InputStates(a, b, c, operation),
                    result.bytes(),
                    result.modifiedNanos(),
                    (int) result.inode(),
                    inode));
        }
    }
}
