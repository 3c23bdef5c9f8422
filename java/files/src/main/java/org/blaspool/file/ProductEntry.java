package org.blaspool.file;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.blaspool.error.InvalidInputException;
import org.blaspool.matrix.Dgemm;
import org.blaspool.matrix.StoredMatrix;

/**
 * One product of a manifest: {@code out <- alpha op(a) op(b) + beta c}, all of them files.
 *
 * @param line where the manifest has it, from 1 on; in a directory, its place in the order of the names
 * @param c what beta is for; null where the manifest names none; not read where beta is 0, as in BLAS
 * @param out absolute, within the directory of the results
 * @param outMember what the result is called in that file; empty leaves it to the format
 */
public record ProductEntry(
        long line,
        MatrixSource a,
        MatrixSource b,
        MatrixSource c,
        Path out,
        String outMember,
        double alpha,
        double beta,
        boolean transposeA,
        boolean transposeB) {

    /** Whether c is read. */
    public boolean readsC() {
        return beta != 0;
    }

    /** The same with its result elsewhere. */
    public ProductEntry into(Path place) {
        return new ProductEntry(line, a, b, c, place, outMember, alpha, beta, transposeA, transposeB);
    }

    /** The product of matrices that hold what the files do; what the result's holds is c where that is read. */
    Dgemm product(StoredMatrix left, StoredMatrix right, StoredMatrix result) {
        return new Dgemm(alpha, left, transposeA, right, transposeB, beta, result);
    }

    /** Texts by which {@link #ofTexts} makes the same of the same files in any process, but for its line. */
    public List<String> texts() {
        List<String> texts = new ArrayList<>(List.of(Double.toString(alpha), Double.toString(beta)));
        texts.addAll(List.of(Boolean.toString(transposeA), Boolean.toString(transposeB), out.toString(), outMember));
        for (MatrixSource source : readsC() ? List.of(a, b, c) : List.of(a, b)) {
            texts.add(source.path().toAbsolutePath().toString());
            texts.add(source.member());
        }
        return texts;
    }

    /**
     * The product of {@link #texts}.
     *
     * @throws InvalidInputException where they are of another making
     */
    public static ProductEntry ofTexts(List<String> texts) {
        try {
            double alpha = Double.parseDouble(texts.get(0));
            double beta = Double.parseDouble(texts.get(1));
            List<MatrixSource> sources = new ArrayList<>();
            for (int i = 6; i < (beta == 0 ? 10 : 12); i += 2) {
                sources.add(MatrixSource.of(Path.of(texts.get(i)), texts.get(i + 1)));
            }
            return new ProductEntry(
                    0,
                    sources.get(0),
                    sources.get(1),
                    beta == 0 ? null : sources.get(2),
                    Path.of(texts.get(4)),
                    texts.get(5),
                    alpha,
                    beta,
                    Boolean.parseBoolean(texts.get(2)),
                    Boolean.parseBoolean(texts.get(3)));
        } catch (NumberFormatException | IndexOutOfBoundsException | InvalidPathException e) {
            throw new InvalidInputException("product is not one: texts=" + texts + " reason=" + e.getMessage(), e);
        }
    }
}
