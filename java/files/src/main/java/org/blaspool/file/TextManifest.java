package org.blaspool.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.LineNumberReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.blaspool.error.InvalidInputException;

/**
 * The rows of a manifest in CSV or JSON Lines, in UTF-8; what its first character is tells which.
 *
 * @param text opened each time that the rows are gone through
 */
record TextManifest(String name, Text text) implements Manifest.Rows {
    /** The bytes of a manifest, as often as they are asked for. */
    @FunctionalInterface
    interface Text {
        InputStream open() throws IOException;
    }

    /** Rows one after another. */
    @FunctionalInterface
    private interface RowReader {
        /** The next one; null behind the last. */
        ManifestRow next() throws IOException;
    }

    @Override
    public Stream<ManifestRow> open() {
        try {
            LineNumberReader reader = reader();
            RowReader rows = rows(reader);
            return Stream.generate(() -> next(rows)).takeWhile(Objects::nonNull).onClose(() -> close(reader));
        } catch (IOException e) {
            throw fault(e);
        }
    }

    /** The text, behind a byte order mark if there is one. */
    private LineNumberReader reader() throws IOException {
        // A decoder by itself reports what is no UTF-8.
        LineNumberReader reader = new LineNumberReader(
                new BoundedLines(new InputStreamReader(text.open(), StandardCharsets.UTF_8.newDecoder())), 1 << 16);
        reader.mark(1);
        if (reader.read() != '\ufeff') {
            reader.reset();
        }
        return reader;
    }

    private RowReader rows(LineNumberReader reader) throws IOException {
        try {
            return switch (firstCharacter(reader)) {
                case '[' -> JsonRows.ofArray(reader);
                case '{' -> JsonRows.ofLines(reader);
                default -> new CsvRows(name, reader);
            };
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    /** The first character that is no white space, of the first few thousand; or -1. */
    private static int firstCharacter(Reader reader) throws IOException {
        int limit = 1 << 12;
        reader.mark(limit);
        int found = -1;
        for (int i = 0; i < limit && (found = reader.read()) >= 0 && Character.isWhitespace(found); i++) {}
        reader.reset();
        return found;
    }

    private ManifestRow next(RowReader rows) {
        try {
            return rows.next();
        } catch (IOException e) {
            throw fault(e);
        }
    }

    private static void close(Reader reader) {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RuntimeException fault(IOException e) {
        return e instanceof CharacterCodingException
                ? new InvalidInputException("manifest is not a text in UTF-8: file=" + name, e)
                : InputFile.failure(name, e);
    }

    /**
     * A reader that fails on a line that no file of text has: another file given by mistake would otherwise be taken into
     * memory as a single line. To be read in blocks alone.
     */
    static final class BoundedLines extends FilterReader {
        private static final int LONGEST = 1 << 20;

        private int length;

        BoundedLines(Reader in) {
            super(in);
        }

        @Override
        public int read(char[] buffer, int offset, int count) throws IOException {
            int read = super.read(buffer, offset, count);
            for (int i = offset; i < offset + read; i++) {
                length = buffer[i] == '\n' || buffer[i] == '\r' ? 0 : length + 1;
                if (length > LONGEST) {
                    throw new IOException("a line is longer than " + LONGEST + " characters");
                }
            }
            return read;
        }
    }

    /** A manifest in CSV (RFC 4180, and blanks around values are dropped) whose first line names the columns. */
    private static final class CsvRows implements RowReader {
        private static final CSVFormat FORMAT = CSVFormat.RFC4180
                .builder()
                .setIgnoreEmptyLines(true)
                .setIgnoreSurroundingSpaces(true)
                .build();

        private final String manifest;
        private final CSVParser parser;
        private final Iterator<CSVRecord> records;
        private final List<String> columns;
        private boolean broken;

        CsvRows(String manifest, Reader text) throws IOException {
            this.manifest = manifest;
            parser = FORMAT.parse(text);
            records = parser.iterator();
            columns = columns();
        }

        private List<String> columns() throws IOException {
            CSVRecord header;
            try {
                header = records.hasNext() ? records.next() : null;
            } catch (UncheckedIOException e) {
                throw new IOException(syntax(e));
            }
            if (header == null) {
                throw new InvalidInputException("manifest is empty: file=" + manifest
                        + ", expected a first line that names the columns: a,b,out");
            }
            List<String> names = header.toList();
            if (!ManifestRow.ALL.containsAll(names)
                    || !names.containsAll(ManifestRow.REQUIRED)
                    || new HashSet<>(names).size() < names.size()) {
                throw new InvalidInputException("columns of manifest are wrong: file=" + manifest + " columns="
                        + FileName.quoted(String.join(",", names)) + ", " + ManifestRow.EXPECTED);
            }
            return names;
        }

        @Override
        public ManifestRow next() throws IOException {
            CSVRecord record;
            try {
                record = broken || !records.hasNext() ? null : records.next();
            } catch (UncheckedIOException e) {
                broken = true; // where the next line starts is not known any more
                return ManifestRow.bad(parser.getCurrentLineNumber(), syntax(e));
            }
            if (record == null) {
                return null;
            }
            long line = firstLine(record);
            if (record.size() != columns.size()) {
                return ManifestRow.bad(
                        line, "number of values is wrong: values=" + record.size() + ", expected " + columns.size());
            }
            Map<String, String> values = new HashMap<>();
            for (int i = 0; i < record.size(); i++) {
                values.put(columns.get(i), record.get(i));
            }
            return new ManifestRow(line, values, null);
        }

        /** The parser throws the same class for its own complaints and for the reader's, which are thrown. */
        private static String syntax(UncheckedIOException e) throws IOException {
            if (e.getCause().getClass() == IOException.class
                    && String.valueOf(e.getCause().getMessage()).contains("token")) {
                return "quotes are wrong: " + e.getCause().getMessage();
            }
            throw e.getCause();
        }

        /** The parser knows where a record ended; quoted values may hold line ends. */
        private long firstLine(CSVRecord record) {
            long inside = record.stream()
                    .flatMapToInt(String::chars)
                    .filter(c -> c == '\n')
                    .count();
            return parser.getCurrentLineNumber() - inside;
        }
    }

    /** A manifest in JSON: an object of strings, numbers and booleans a line (JSON Lines), or an array of them. */
    private static final class JsonRows {
        private static final JsonFactory JSON = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();

        private JsonRows() {}

        static RowReader ofLines(LineNumberReader text) {
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
        static RowReader ofArray(Reader text) throws IOException {
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
}
