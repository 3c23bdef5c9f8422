package org.blaspool.journal;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.blaspool.file.Fingerprint;
import org.blaspool.file.MatrixSource;
import org.blaspool.file.ProductEntry;

/**
 * All that a result depends on: the states of the files that it is made of, and what is done with them.
 *
 * @param a of the file of a
 * @param b of the file of b
 * @param c of the file of c; null where it is not read
 * @param operation alpha, transposes, beta, and which members of the files are meant
 */
public record InputStates(FileState a, FileState b, FileState c, String operation) {
    /** Those of a product now; empty where a file of it is not there. */
    public static Optional<InputStates> of(ProductEntry entry, KnownStates states) {
        Optional<FileState> a = states.of(entry.a().path());
        Optional<FileState> b = states.of(entry.b().path());
        Optional<FileState> c = entry.readsC() ? states.of(entry.c().path()) : Optional.empty();
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
}
