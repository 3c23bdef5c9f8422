package org.blaspool.blas;

import java.lang.ref.Cleaner;
import org.blaspool.memory.Region;

/** A region of one thread, which is given back when the thread has ended and nobody can reach it any more. */
final class Stage {
    private static final Cleaner CLEANER = Cleaner.create();

    private final Region region;
    private final Cleaner.Cleanable cleanable;

    private Stage(Region region) {
        this.region = region;
        cleanable = CLEANER.register(this, region::close);
    }

    static Stage of(long bytes) {
        return new Stage(Region.createPrivate(bytes, 1));
    }

    Region region() {
        return region;
    }

    void free() {
        cleanable.clean();
    }
}
