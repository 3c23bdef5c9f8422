package org.blaspool.file;

import java.nio.file.Path;
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
}
