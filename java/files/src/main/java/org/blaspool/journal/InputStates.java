package org.blaspool.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.blaspool.error.InvalidInputException;
import org.blaspool.error.Reason;
import org.blaspool.file.FingerprintTable.Fingerprint;
import org.blaspool.file.MatrixSource;
import org.blaspool.file.ProductEntry;
import org.blaspool.file.RecentlyUsed;

/**
 * All that a result depends on: the states of the files that it is made of, and what is done with them.
 *
 * @param a of the file of a
 * @param b of the file of b
 * @param c of the file of c; null where it is not read
 * @param operation alpha, transposes, beta, and which members of the files are meant
 */
public record InputStates(FileState a, FileState b, FileState c, String operation) {
    /**
     * States of files, looked at once: a matrix that many products share would otherwise cost each of them a call to what
     * may be a distant server. A state is never younger than this, so that a change after it is noticed by the next run at
     * the latest.
     */
    public static RecentlyUsed<Path, Optional<FileState>> known() {
        return new RecentlyUsed<>(1 << 14, FileState::of);
    }

    /** Those of a product now; empty where a file of it is not there. */
    public static Optional<InputStates> of(ProductEntry entry, RecentlyUsed<Path, Optional<FileState>> states) {
        Optional<FileState> a = states.get(entry.a().path());
        Optional<FileState> b = states.get(entry.b().path());
        Optional<FileState> c = entry.readsC() ? states.get(entry.c().path()) : Optional.empty();
        return a.isEmpty() || b.isEmpty() || entry.readsC() && c.isEmpty()
                ? Optional.empty()
                : Optional.of(new InputStates(a.get(), b.get(), c.orElse(null), operation(entry)));
    }

    private static String operation(ProductEntry entry) {
        String scalars = entry.alpha()
                + (entry.transposeA() ? " T" : " N")
                + (entry.transposeB() ? "T " : "N ")
                + (entry.readsC() ? entry.beta() : 0.0);
        MatrixSource c = entry.readsC() ? entry.c() : null;
        String[] members = Stream.of(entry.a(), entry.b(), c)
                .map(source -> source == null ? "" : source.member())
                .toArray(String[]::new);
        return Arrays.stream(members).allMatch(String::isEmpty) ? scalars : scalars + " " + String.join("|", members);
    }

    /** 64 bits that stand for all of it. */
    long fingerprint() {
        return Fingerprint.of(toString()).high();
    }

    /**
     * What tells without reading it whether a file is still the one that it was: as make does by its time, and by its size
     * and inode, so that a file that was replaced by an older one is noticed too.
     *
     * @param bytes its size
     * @param modifiedNanos when its contents last changed, since 1970, as finely as the file system keeps it
     * @param inode its number in its file system
     */
    public record FileState(long bytes, long modifiedNanos, long inode) {
        /**
         * The state of a file, links followed; empty where there is none.
         *
         * @throws InvalidInputException where it cannot be looked at
         */
        public static Optional<FileState> of(Path file) {
            try {
                Map<String, Object> found = Files.readAttributes(file, "unix:size,lastModifiedTime,ino");
                FileTime modified = (FileTime) found.get("lastModifiedTime");
                return Optional.of(new FileState(
                        (Long) found.get("size"), modified.to(TimeUnit.NANOSECONDS), (Long) found.get("ino")));
            } catch (NoSuchFileException e) {
                return Optional.empty();
            } catch (IOException e) {
                throw new InvalidInputException(
                        "file cannot be looked at: file=" + file + " reason=" + Reason.of(e), e);
            }
        }
    }
}
