package org.blaspool.journal;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.blaspool.error.InvalidInputException;
import org.blaspool.error.Reason;
import org.blaspool.file.FingerprintTable;
import org.blaspool.file.FingerprintTable.Fingerprint;
import org.blaspool.journal.InputStates.FileState;
import org.blaspool.journal.JournalRecord.JournalLine;

/**
 * What journals tell, by the names of the results: below a hundred bytes a record, so that a million records take less
 * than a window of matrices. For one thread at a time.
 */
public final class FinishedProducts {
    private static final int CRC = 0;
    private static final int INPUTS = 1;
    private static final int BYTES = 2;
    private static final int MODIFIED = 3;
    private static final int INODE = 4;
    /** Above the 32 bits of a checksum, which may be 0. */
    private static final long PRESENT = 1L << 32;

    private final FingerprintTable records = new FingerprintTable(5);

    /**
     * What was recorded of a result.
     *
     * @param inputs stands for what it was made of
     * @param result state of the file; its inode is 0 where it is not known
     * @param crc CRC-32C of the file
     */
    public record Finished(long inputs, FileState result, int crc) {
        /** Whether a result was made of these. */
        public boolean madeOf(InputStates now) {
            return inputs == now.fingerprint();
        }

        /** Whether the file is what was recorded, by its size and its time, wherever it lies now. */
        public boolean looksLike(FileState file) {
            return file.bytes() == result.bytes() && file.modifiedNanos() == result.modifiedNanos();
        }

        /** Whether a file that has not got its name yet is the one that was recorded. */
        public boolean is(FileState staged) {
            return staged.equals(result);
        }
    }

    /** Notes a record; what was noted of the same result before is forgotten. */
    public void add(JournalRecord record) {
        records.put(
                Fingerprint.of(record.out()),
                PRESENT | Integer.toUnsignedLong(record.crc()),
                record.inputs().fingerprint(),
                record.result().bytes(),
                record.result().modifiedNanos(),
                record.result().inode());
    }

    /**
     * What is known of a result.
     *
     * @param out its name, relative to the directory of results
     */
    public Optional<Finished> get(String out) {
        Fingerprint name = Fingerprint.of(out);
        return records.contains(name)
                ? Optional.of(new Finished(
                        records.get(name, INPUTS),
                        new FileState(records.get(name, BYTES), records.get(name, MODIFIED), records.get(name, INODE)),
                        (int) records.get(name, CRC)))
                : Optional.empty();
    }

    /**
     * Adds what a journal tells, leaving out lines that are not whole; the channel stays open, and with it the lock
     * that is on its file.
     *
     * @param notes gets one where lines before the last whole one are not whole
     * @return where the last whole line ends: what is behind was torn
     */
    long read(Path file, FileChannel channel, List<String> notes) {
        try {
            channel.position(0);
            // ISO 8859-1 keeps a character a byte, so that positions are known; texts are decoded afterwards.
            return read(
                    file, new BufferedReader(Channels.newReader(channel, StandardCharsets.ISO_8859_1), 1 << 16), notes);
        } catch (IOException e) {
            throw new InvalidInputException("journal cannot be read: file=" + file + " reason=" + Reason.of(e), e);
        }
    }

    private long read(Path file, BufferedReader reader, List<String> notes) throws IOException {
        long position = 0;
        long whole = 0;
        long torn = 0;
        long tornBehind = 0;
        StringBuilder line = new StringBuilder();
        while (readLine(reader, line)) {
            position += line.length() + 1;
            Optional<String> object = JournalLine.object(
                    new String(line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
            if (object.isPresent()) {
                JournalRecord.decode(object.get()).ifPresent(this::add);
                whole = position;
                torn += tornBehind;
                tornBehind = 0;
            } else {
                tornBehind++;
            }
        }
        if (torn > 0) {
            notes.add("journal has lines that are not whole, whose products are computed again: file=" + file
                    + " lines=" + torn);
        }
        return whole;
    }

    /** A line that ends; false where the text ends before. */
    private static boolean readLine(BufferedReader reader, StringBuilder line) throws IOException {
        line.setLength(0);
        for (int c = reader.read(); c >= 0; c = reader.read()) {
            if (c == '\n') {
                return true;
            }
            line.append((char) c);
        }
        return false;
    }

    /** How many results are known. */
    public int size() {
        return records.size();
    }
}
