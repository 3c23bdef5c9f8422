package org.blaspool.blas;

/**
 * Rules of a BLAS that hold until this is closed, for the whole process. Scopes may be closed in any order: the one that
 * was opened last of those that are open holds, and what was before is back with the last.
 */
public final class SplitScope implements AutoCloseable {
    private final LibrarySettings library;
    private final SplitRules rules;

    /** Rules that a BLAS which cannot split ignores. */
    public static SplitScope ignored(SplitRules rules) {
        return new SplitScope(null, rules);
    }

    SplitScope(LibrarySettings library, SplitRules rules) {
        this.library = library;
        this.rules = rules;
    }

    SplitRules rules() {
        return rules;
    }

    /** Takes the rules back; doing so twice does nothing. Waits for the products that are being computed. */
    @Override
    public void close() {
        if (library != null) {
            library.close(this);
        }
    }
}
