package org.blaspool.journal;

import java.util.Optional;
import org.blaspool.file.FingerprintTable;
import org.blaspool.file.FingerprintTable.Fingerprint;
import org.blaspool.journal.InputStates.FileState;

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
     * @param bytes the file's size
     * @param modifiedNanos the file's time
     * @param crc CRC-32C of the file
     * @param inode the file's number; 0 where it is not known
     */
    public record Finished(long inputs, long bytes, long modifiedNanos, int crc, long inode) {
        /** Whether a result was made of these. */
        public boolean madeOf(InputStates now) {
            return inputs == now.fingerprint();
        }

        /** Whether the file is what was recorded, by its size and its time. */
        public boolean looksLike(FileState result) {
            return result.sameContents(bytes, modifiedNanos);
        }

        /** Whether a file that has not got its name yet is the one that was recorded. */
        public boolean is(FileState staged) {
            return looksLike(staged) && inode == staged.inode();
        }
    }

    /** Notes a record; what was noted of the same result before is forgotten. */
    public void add(JournalRecord record) {
        records.put(
                Fingerprint.of(record.out()),
                PRESENT | Integer.toUnsignedLong(record.crc()),
                record.inputs().fingerprint(),
                record.bytes(),
                record.modifiedNanos(),
                record.inode());
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
                        records.get(name, BYTES),
                        records.get(name, MODIFIED),
                        (int) records.get(name, CRC),
                        records.get(name, INODE)))
                : Optional.empty();
    }

    /** How many results are known. */
    public int size() {
        return records.size();
    }
}
