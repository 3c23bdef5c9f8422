package org.blaspool.file;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The text of a manifest, which can be opened again and again; UTF-8, and nothing else is let through. */
interface ManifestText {
    InputStream stream() throws IOException;

    static ManifestText ofFile(Path file) {
        return () -> Files.newInputStream(file);
    }

    /** Of what can be read once only. */
    static ManifestText ofBytes(InputStream input) throws IOException {
        byte[] bytes = input.readAllBytes();
        return () -> new ByteArrayInputStream(bytes);
    }

    /** Opens it, behind a byte order mark if there is one. */
    default BufferedReader open() throws IOException {
        BufferedReader reader = new BufferedReader(
                new BoundedLines(new InputStreamReader(
                        stream(),
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT))),
                1 << 16);
        reader.mark(1);
        if (reader.read() != '\ufeff') {
            reader.reset();
        }
        return reader;
    }

    /** The first character that is no white space, of the first few thousand; or -1. */
    static int firstCharacter(BufferedReader reader) throws IOException {
        int limit = 1 << 12;
        reader.mark(limit);
        int found = -1;
        for (int i = 0; i < limit && (found = reader.read()) >= 0 && Character.isWhitespace(found); i++) {}
        reader.reset();
        return found;
    }

    /**
     * A reader that fails on a line that no manifest has: a data file given by mistake would otherwise be taken into
     * memory as a single line.
     */
    static final class BoundedLines extends FilterReader {
        static final int LONGEST = 1 << 20;

        private int length;

        BoundedLines(Reader in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            char[] one = new char[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
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
