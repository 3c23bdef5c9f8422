package org.blaspool.unpack;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The name by which the dynamic linker knows a shared library (DT_SONAME), in the file itself. glibc never loads two
 * libraries of one such name: what needs {@code libopenblas.so.0} would be given whichever copy came first, and one of
 * another version than it was built for may crash the process. So our copy gets a name of its own.
 *
 * <p>Layout: System V ABI, ELF-64, little-endian, which is all that blaspool runs on.
 */
final class SharedObjectName {
    private static final int MAGIC = 0x464c457f;
    private static final int HEADER_BYTES = 64;
    private static final int PROGRAM_HEADER_BYTES = 56;
    private static final int ENTRY_BYTES = 16;
    private static final int SYMBOL_BYTES = 24;
    private static final int LONGEST_NAME = 256;
    private static final int PT_LOAD = 1;
    private static final int PT_DYNAMIC = 2;
    private static final long DT_NEEDED = 1;
    private static final long DT_STRTAB = 5;
    private static final long DT_SYMTAB = 6;
    private static final long DT_SONAME = 14;
    private static final long DT_RPATH = 15;
    private static final long DT_RUNPATH = 29;

    private final FileChannel file;
    private final ByteBuffer programHeaders;
    private final Map<Long, Long> dynamic = new HashMap<>();
    private final List<Long> otherStrings = new ArrayList<>();

    private SharedObjectName(FileChannel file) throws IOException {
        this.file = file;
        ByteBuffer header = bytes(0, HEADER_BYTES);
        if (header.getInt(0) != MAGIC || header.get(4) != 2 || header.get(5) != 1) {
            throw new IOException("no 64-bit little-endian ELF file");
        }
        programHeaders = bytes(header.getLong(32), PROGRAM_HEADER_BYTES * (header.getShort(56) & 0xffff));
        for (int at = 0; at < programHeaders.limit(); at += PROGRAM_HEADER_BYTES) {
            if (programHeaders.getInt(at) == PT_DYNAMIC) {
                readDynamicSection(bytes(programHeaders.getLong(at + 8), (int) programHeaders.getLong(at + 32)));
            }
        }
        if (!dynamic.containsKey(DT_SONAME) || !dynamic.containsKey(DT_STRTAB)) {
            throw new IOException("no shared library with a name (DT_SONAME)");
        }
    }

    private void readDynamicSection(ByteBuffer entries) {
        for (int at = 0; at + ENTRY_BYTES <= entries.limit(); at += ENTRY_BYTES) {
            long tag = entries.getLong(at);
            if (tag == DT_NEEDED || tag == DT_RPATH || tag == DT_RUNPATH) {
                otherStrings.add(entries.getLong(at + 8));
            } else {
                dynamic.put(tag, entries.getLong(at + 8));
            }
        }
    }

    /** The library's name. */
    static String of(FileChannel file) throws IOException {
        return new SharedObjectName(file).text();
    }

    /**
     * Writes another name of the same length over the library's; nothing else in the file moves.
     *
     * @throws IOException where the file is no library with a name of that length, or where another string ends in the
     *     same bytes, as linkers merge strings that end alike
     */
    static void replace(FileChannel file, String replacement) throws IOException {
        SharedObjectName name = new SharedObjectName(file);
        String current = name.text();
        if (current.length() != replacement.length()) {
            throw new IOException("names differ in length: " + current + ", " + replacement);
        }
        if (name.isShared(current.length())) {
            throw new IOException("another string ends in the bytes of the name " + current);
        }
        ByteBuffer text = ByteBuffer.wrap(replacement.getBytes(ISO_8859_1));
        for (long position = name.position(); text.hasRemaining(); ) {
            position += file.write(text, position);
        }
    }

    private boolean isShared(int length) throws IOException {
        long start = dynamic.get(DT_SONAME);
        for (long other : otherStrings) {
            if (other >= start && other < start + length) {
                return true;
            }
        }
        long symbols = dynamic.getOrDefault(DT_SYMTAB, Long.MAX_VALUE);
        long strings = dynamic.get(DT_STRTAB);
        if (symbols > strings) {
            return true; // The end of the symbols is known only by the table of strings behind them.
        }
        ByteBuffer table = bytes(offsetOf(symbols), (int) (strings - symbols));
        for (int at = 0; at + SYMBOL_BYTES <= table.limit(); at += SYMBOL_BYTES) {
            long symbol = table.getInt(at) & 0xffffffffL;
            if (symbol >= start && symbol < start + length) {
                return true;
            }
        }
        return false;
    }

    private String text() throws IOException {
        ByteBuffer text = bytes(position(), (int) Math.min(LONGEST_NAME, file.size() - position()));
        int length = 0;
        while (length < text.limit() && text.get(length) != 0) {
            length++;
        }
        return new String(text.array(), 0, length, ISO_8859_1);
    }

    private long position() throws IOException {
        return offsetOf(dynamic.get(DT_STRTAB)) + dynamic.get(DT_SONAME);
    }

    /** Where in the file an address of the loaded library is. */
    private long offsetOf(long address) throws IOException {
        for (int at = 0; at < programHeaders.limit(); at += PROGRAM_HEADER_BYTES) {
            long start = programHeaders.getLong(at + 16);
            if (programHeaders.getInt(at) == PT_LOAD
                    && address >= start
                    && address < start + programHeaders.getLong(at + 32)) {
                return programHeaders.getLong(at + 8) + address - start;
            }
        }
        throw new IOException("address is in no part of the file: " + Long.toHexString(address));
    }

    private ByteBuffer bytes(long position, int length) throws IOException {
        if (position < 0 || length < 0 || length > file.size() - position) {
            throw new EOFException("ELF file is cut short");
        }
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, position + bytes.position()) < 0) {
                throw new EOFException("ELF file is cut short");
            }
        }
        return bytes;
    }
}
