package org.blaspool.file;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * A reader that fails on a line that no manifest has: a data file given by mistake would otherwise be taken into
 * memory as a single line.
 */
final class BoundedLines extends FilterReader {
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
