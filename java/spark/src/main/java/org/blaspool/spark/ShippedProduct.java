package org.blaspool.spark;

import java.io.Serializable;
import java.nio.file.Path;
import org.blaspool.file.MatrixSource;
import org.blaspool.file.ProductEntry;

/**
 * A product as it travels to an executor: names of files, no matrices. A plain class and no record, because the Kryo of
 * Spark cannot read records back.
 */
final class ShippedProduct implements Serializable {
    private static final long serialVersionUID = 1;

    /** How messages call it. */
    final String place;
    /** What the result is called in its file; empty leaves it to the format. */
    final String outMember;

    final String out;
    final double alpha;
    final double beta;
    final boolean transposeA;
    final boolean transposeB;
    private final String a;
    private final String b;
    private final String c;

    ShippedProduct(ProductEntry entry, String place) {
        this.place = place;
        this.a = entry.a().absoluteName();
        this.b = entry.b().absoluteName();
        this.c = entry.readsC() ? entry.c().absoluteName() : "";
        this.out = entry.out().toString();
        this.outMember = entry.outMember();
        this.alpha = entry.alpha();
        this.beta = entry.beta();
        this.transposeA = entry.transposeA();
        this.transposeB = entry.transposeB();
    }

    /** As the manifest had it, but for its line. */
    ProductEntry entry() {
        return new ProductEntry(
                0,
                source(a),
                source(b),
                beta == 0 ? null : source(c),
                Path.of(out),
                outMember,
                alpha,
                beta,
                transposeA,
                transposeB);
    }

    private static MatrixSource source(String name) {
        return MatrixSource.of(name, Path.of(""));
    }
}
