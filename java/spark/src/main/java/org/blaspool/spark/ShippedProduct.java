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

    private final String place;
    private final String a;
    private final String b;
    private final String c;
    private final String out;
    private final String outMember;
    private final double alpha;
    private final double beta;
    private final boolean transposeA;
    private final boolean transposeB;

    /** @param place how messages call it */
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

    String place() {
        return place;
    }

    Path out() {
        return Path.of(out);
    }

    /** What the result is called in its file; empty leaves it to the format. */
    String outMember() {
        return outMember;
    }

    /** As the manifest had it, but for its line. */
    ProductEntry entry() {
        return new ProductEntry(
                0,
                source(a),
                source(b),
                beta == 0 ? null : source(c),
                out(),
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
