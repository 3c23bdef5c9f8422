package org.blaspool.file;

import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.LineNumberReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
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

    @Override
    public Stream<ManifestRow> open() {
        try {
            LineNumberReader reader = reader();
            ManifestRow.Reader rows = rows(reader);
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

    private ManifestRow.Reader rows(LineNumberReader reader) throws IOException {
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

    private ManifestRow next(ManifestRow.Reader rows) {
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
}
